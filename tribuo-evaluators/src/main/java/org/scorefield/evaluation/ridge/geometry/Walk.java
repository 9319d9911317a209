// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.ridge.geometry.Projection.Certificate;
import org.scorefield.evaluation.ridge.geometry.Projection.End;

/** A projection under way: states leave it as they arrive, so that the others cost no more. */
final class Walk {

    /** Newton's step is taken where it is not longer than so many of mean shift's. */
    private static final double LONGEST = 20;

    private static final double ROUNDING = 8 * Math.ulp(1.0);

    private final Ridge ridge;
    private final ProjectionOptions options;
    private final NDManager manager;

    Walk(Ridge ridge, ProjectionOptions options, NDManager manager) {
        this.ridge = ridge;
        this.options = options;
        this.manager = manager;
    }

    Projection from(NDArray x) {
        int n = Math.toIntExact(x.getShape().get(0));
        NDArray points = x.duplicate();
        points.attach(manager);
        Certificate[] certificates = new Certificate[n];
        int[] active = IntStream.range(0, n).toArray();
        for (int step = 0; active.length > 0; step++) {
            try (NDManager inner = manager.newSubManager(x.getDevice())) {
                NDArray y = points.get(inner, new NDIndex("{}", inner.create(active)));
                RidgePoints at = ridge.at(y);
                double[] lengths = Lengths.of(y);
                List<Integer> going = new ArrayList<>();
                for (int i = 0; i < active.length; i++) {
                    End end = end(at, i, lengths[i], step);
                    if (end == null) {
                        going.add(i);
                    } else {
                        certificates[active[i]] =
                                new Certificate(end, step, at.residuals()[i], Double.NaN);
                    }
                }
                int[] rows = going.stream().mapToInt(i -> i).toArray();
                int[] now = active;
                int[] next = Arrays.stream(rows).map(i -> now[i]).toArray();
                if (next.length > 0) {
                    NDArray moved = y.add(steps(y, at));
                    for (int j = 0; j < next.length; j++) {
                        points.set(new NDIndex(next[j]), moved.get(rows[j]));
                    }
                }
                active = next;
            }
        }
        NDArray way = points.sub(x);
        double[] distances = Lengths.of(way);
        points.attach(x.getManager());
        return new Projection(
                points,
                IntStream.range(0, n)
                        .mapToObj(i -> withDistance(certificates[i], distances[i]))
                        .toList());
    }

    private NDArray steps(NDArray y, RidgePoints at) {
        double variance = ridge.level().width() * ridge.level().width();
        NDArray shift = at.normalScore().mul(variance);
        if (options.method() == ProjectionOptions.Method.MEAN_SHIFT) {
            return shift;
        }
        NewtonSteps newton = ridge.newton(y, at);
        double[] distances = newton.distances();
        double[] chosen = new double[distances.length];
        for (int i = 0; i < chosen.length; i++) {
            double longest = LONGEST * variance * at.residuals()[i];
            chosen[i] = at.curved()[i] && distances[i] <= longest ? 1 : 0;
        }
        NDArray choice = y.getManager().create(chosen, new Shape(chosen.length, 1));
        return newton.steps().mul(choice).add(shift.mul(choice.neg().add(1)));
    }

    private @Nullable End end(RidgePoints at, int i, double length, int step) {
        if (!at.defined()[i]) {
            return End.FRAME_UNDEFINED;
        }
        double sigma = ridge.level().sigma();
        double within = options.tolerance() + ROUNDING * length / sigma;
        if (sigma * at.residuals()[i] <= within) {
            return at.curved()[i] ? End.CONVERGED : End.NOT_CURVED;
        }
        return step == options.limit() ? End.LIMIT : null;
    }

    private static Certificate withDistance(Certificate own, double distance) {
        return new Certificate(
                own.end(),
                own.iterations(),
                own.residual(),
                own.end() == End.CONVERGED ? distance : Double.NaN);
    }
}
