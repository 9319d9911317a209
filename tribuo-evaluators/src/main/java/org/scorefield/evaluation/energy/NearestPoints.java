// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

/** Distances of states to the nearest of some points, [N, D] FLOAT64, which it does not own. */
final class NearestPoints {
    /** Numbers in one temporary array: 32 MiB. */
    private static final long BUDGET = 1L << 22;

    private final NDArray points;

    NearestPoints(NDArray points) {
        this.points = points;
    }

    /** |u - y*|, [n], exact to rounding of the difference. */
    double[] distances(NDArray u) {
        int n = Math.toIntExact(u.getShape().get(0));
        long width = Math.max(points.getShape().get(0), points.getShape().get(1));
        int step = (int) Math.max(1, Math.min(n, BUDGET / width));
        double[] distances = new double[n];
        for (int from = 0; from < n; from += step) {
            try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
                NDIndex rows = new NDIndex(from + ":" + Math.min(n, from + step));
                double[] part = block(u.get(manager, rows), manager);
                System.arraycopy(part, 0, distances, from, part.length);
            }
        }
        return distances;
    }

    private double[] block(NDArray u, NDManager manager) {
        NDArray all = points.stopGradient();
        all.attach(manager);
        // |y|^2 - 2 u . y, in coordinates around the points' mean
        NDArray mean = all.mean(new int[] {0}, true);
        NDArray centred = all.sub(mean);
        NDArray scores =
                u.sub(mean)
                        .matMul(centred.transpose())
                        .mul(-2)
                        .add(centred.square().sum(new int[] {1}));
        NDArray nearest = all.get(new NDIndex("{}", scores.argMin(1)));
        return u.sub(nearest).square().sum(new int[] {1}).sqrt().toDoubleArray();
    }
}
