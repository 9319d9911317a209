// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.energy.marginal.EnergyPoints;
import org.scorefield.evaluation.energy.marginal.Gains;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;

/**
 * Why a blind field fails or does not: gains, Jensen gap and drift perturbation along the states
 * that the exact flow goes through.
 *
 * @param target what the field predicts
 * @param dimension D
 * @param points from little noise to much
 */
record GainCurve(Target target, int dimension, List<Point> points) {

    private static final int POINTS = 41;
    private static final int STATES = 200;

    GainCurve {
        points = List.copyOf(points);
    }

    /**
     * One noise level.
     *
     * @param t time of the target's own path
     * @param level sigma / alpha
     * @param gain |nu(t)|
     * @param gap root of the mean square of J2(u, t)
     * @param exact mean of Dv(u, t) with the optimal autonomous field
     * @param trained the same with the network's; NaN without a network
     */
    record Point(double t, double level, double gain, double gap, double exact, double trained) {}

    /**
     * Measures.
     *
     * @param generation gives exact states
     * @param target what the field predicts
     * @param network a blind network's output, FLOAT32 on the CPU; null for the exact field alone
     */
    static GainCurve of(Generation generation, Target target, @Nullable VectorField network) {
        MarginalEnergy energy = target.energy(generation.circles());
        NoiseSchedule schedule = target.schedule();
        TimePrior prior = target.prior();
        double low = Math.log(schedule.sigmaOverAlpha(prior.tMin()));
        double high = Math.log(schedule.sigmaOverAlpha(prior.tMax()));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double level = Math.exp(low + (high - low) * i / (POINTS - 1));
            double t =
                    i == 0 ? prior.tMin() : i == POINTS - 1 ? prior.tMax() : schedule.time(level);
            try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                NDArray u = generation.states(target, t, STATES, manager.create(0.0));
                EnergyPoints at = energy.at(u);
                double trained = Double.NaN;
                if (network != null) {
                    NDArray field = Generation.wide(network.evaluate(Generation.narrow(u)));
                    trained = mean(at.driftPerturbation(field, target.prediction(), t));
                }
                double[] gaps = at.jensenGap(t);
                points.add(
                        new Point(
                                t,
                                level,
                                Math.abs(Gains.of(target.prediction(), schedule, t).nu()),
                                Math.sqrt(mean(Arrays.stream(gaps).map(g -> g * g).toArray())),
                                mean(at.driftPerturbation(target.prediction(), t)),
                                trained));
            }
        }
        return new GainCurve(target, generation.circles().dimension(), points);
    }

    /** The integral of the optimal field's drift perturbation over t, in the units of the data. */
    double exactDrift() {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            sum += (b.t() - a.t()) * (a.exact() + b.exact()) / 2;
        }
        return sum;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
