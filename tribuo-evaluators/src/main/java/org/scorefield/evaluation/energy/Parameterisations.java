// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;

/** The predictions that a checkpoint's own is compared with. */
final class Parameterisations {
    private static final double[] TIMES = {0.1, 0.37, 0.5, 0.77, 0.9};
    private static final double ROUNDING = 1e-9;

    private Parameterisations() {}

    /**
     * The checkpoint's own first, then epsilon, sample, velocity and, on the rectified flow's path,
     * equilibrium matching (-t, t); none twice.
     */
    static List<Prediction> beside(Prediction own, NoiseSchedule schedule) {
        List<Prediction> all = new ArrayList<>(List.of(own));
        List<Prediction> others =
                new ArrayList<>(
                        List.of(Predictions.EPSILON, Predictions.SAMPLE, Predictions.VELOCITY));
        if (rectified(schedule)) {
            others.add(Predictions.eqm("t", t -> t));
        }
        for (Prediction other : others) {
            if (!same(own, other, schedule)) {
                all.add(other);
            }
        }
        return List.copyOf(all);
    }

    /**
     * Whether samples come by descent: (-k, k) with k = 0 at the data, or (k, -k) where the output
     * is the step of descent.
     */
    static boolean equilibrium(Prediction prediction, NoiseSchedule schedule) {
        for (double t : TIMES) {
            double c = prediction.c(schedule, t);
            double d = prediction.d(schedule, t);
            if (d == 0 || !(Math.abs(c + d) <= ROUNDING * Math.abs(d))) {
                return false;
            }
        }
        return prediction.d(schedule, 0) == 0;
    }

    private static boolean rectified(NoiseSchedule schedule) {
        for (double t : TIMES) {
            if (!(Math.abs(schedule.alpha(t) + schedule.sigma(t) - 1) <= ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Prediction one, Prediction other, NoiseSchedule schedule) {
        for (double t : TIMES) {
            double c = one.c(schedule, t) - other.c(schedule, t);
            double d = one.d(schedule, t) - other.d(schedule, t);
            if (!(Math.hypot(c, d) <= ROUNDING)) {
                return false;
            }
        }
        return true;
    }
}
