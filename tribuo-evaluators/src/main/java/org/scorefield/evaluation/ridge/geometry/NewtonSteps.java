// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Newton's steps from n states to the ridge.
 *
 * @param steps -E (E^T H E)^(-1) E^T g, {@code [n, D]} FLOAT64; zero where there is none
 * @param distances their lengths, [n]; NaN where there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewtonSteps(NDArray steps, double[] distances) {

    private static final double TOLERANCE = 1e-12;
    private static final double USABLE = 1e-6;
    private static final int LIMIT = 200;

    /** Solves (I - K) s = sigma^2 E E^T g in the normal space of each state. */
    static NewtonSteps of(LevelScore level, NDArray x, RidgePoints at) {
        int n = Math.toIntExact(x.getShape().get(0));
        int most = Math.min(LIMIT, level.dimension() - at.frames().directions() + 2);
        try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
            NDArray rest = at.normalScore().mul(level.sigma() * level.sigma());
            rest.attach(manager);
            NDArray solution = rest.zerosLike();
            NDArray direction = rest.duplicate();
            double[] first = Lengths.products(rest, rest);
            double[] left = first.clone();
            boolean[] bad = new boolean[n];
            for (int i = 0; i < n; i++) {
                bad[i] = !at.defined()[i];
            }
            for (int step = 0; step < most && unfinished(first, left, bad); step++) {
                try (NDManager inner = manager.newSubManager(x.getDevice())) {
                    NDArray own = direction.duplicate();
                    own.attach(inner);
                    NDArray spread = level.spread(x, own);
                    spread.attach(inner);
                    NDArray image = own.sub(at.frames().normal(spread));
                    double[] curvature = Lengths.products(own, image);
                    double[] length = Lengths.products(own, own);
                    double[] along = new double[n];
                    for (int i = 0; i < n; i++) {
                        boolean live = !bad[i] && left[i] > TOLERANCE * TOLERANCE * first[i];
                        if (live && !(curvature[i] > 1e-13 * length[i])) {
                            bad[i] = true;
                            live = false;
                        }
                        along[i] = live ? left[i] / curvature[i] : 0;
                    }
                    NDArray size = inner.create(along, new Shape(n, 1));
                    solution.addi(own.mul(size));
                    rest.subi(image.mul(size));
                    double[] now = Lengths.products(rest, rest);
                    double[] turn = new double[n];
                    for (int i = 0; i < n; i++) {
                        turn[i] = along[i] != 0 ? now[i] / left[i] : 0;
                        left[i] = along[i] != 0 ? now[i] : left[i];
                    }
                    NDArray next = rest.add(own.mul(inner.create(turn, new Shape(n, 1))));
                    direction.muli(0).addi(at.frames().normal(next));
                }
            }
            return finished(x, solution, first, left, bad);
        }
    }

    private static boolean unfinished(double[] first, double[] left, boolean[] bad) {
        for (int i = 0; i < bad.length; i++) {
            if (!bad[i] && left[i] > TOLERANCE * TOLERANCE * first[i]) {
                return true;
            }
        }
        return false;
    }

    private static NewtonSteps finished(
            NDArray x, NDArray solution, double[] first, double[] left, boolean[] bad) {
        int n = bad.length;
        double[] distances = Lengths.of(solution);
        double[] kept = new double[n];
        Arrays.fill(kept, 1);
        for (int i = 0; i < n; i++) {
            if (bad[i] || left[i] > USABLE * USABLE * first[i]) {
                distances[i] = Double.NaN;
                kept[i] = 0;
            }
        }
        try (NDArray keep = x.getManager().create(kept, new Shape(n, 1))) {
            NDArray steps = solution.mul(keep);
            steps.attach(x.getManager());
            return new NewtonSteps(steps, distances);
        }
    }
}
