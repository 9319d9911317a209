// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.marginal.Gains;

/** Gains over the prior's times, and how they grow at its ends. */
final class GainCurves {
    private static final int TIMES = 65;

    /** An exponent is the slope over a factor of 2 in the distance from the end, in 9 points. */
    private static final int FIT = 9;

    private static final double FACTOR = 2;

    /** A prior that stops farther from an end says nothing of the gain there. */
    private static final double FARTHEST = 0.1;

    /** Distances from an end that are nearer count as this one. */
    private static final double NEAREST = 1e-4;

    private GainCurves() {}

    static List<GainCurve> of(
            List<Prediction> predictions, NoiseSchedule schedule, TimePrior prior) {
        double[] times = times(schedule, prior);
        return predictions.stream().map(p -> curve(p, schedule, prior, times)).toList();
    }

    private static double[] times(NoiseSchedule schedule, TimePrior prior) {
        List<Double> falling = NoiseTimes.grid(schedule, prior, TIMES - 1).times();
        double[] times = new double[TIMES];
        Arrays.setAll(times, i -> falling.get(TIMES - 1 - i));
        return times;
    }

    private static GainCurve curve(
            Prediction prediction, NoiseSchedule schedule, TimePrior prior, double[] times) {
        double[] nu =
                Arrays.stream(times).map(t -> Gains.of(prediction, schedule, t).nu()).toArray();
        double[] mu =
                Arrays.stream(times).map(t -> Gains.of(prediction, schedule, t).mu()).toArray();
        double data = Math.max(prior.tMin(), NEAREST);
        double noise = Math.max(1 - prior.tMax(), NEAREST);
        return new GainCurve(
                prediction.name(),
                times,
                nu,
                mu,
                growth(data, t -> Gains.of(prediction, schedule, t).nu()),
                growth(noise, t -> Gains.of(prediction, schedule, 1 - t).nu()));
    }

    /**
     * p in |g(x)| ~ x^-p at x from {@code end} to twice that, by least squares in logarithms; NaN
     * where {@code end} is far from 0.
     */
    static double growth(double end, DoubleUnaryOperator g) {
        if (end > FARTHEST) {
            return Double.NaN;
        }
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < FIT; i++) {
            double x = Math.log(FACTOR) * (i / (FIT - 1.0) - 0.5);
            double gain = Math.abs(g.applyAsDouble(end * Math.sqrt(FACTOR) * Math.exp(x)));
            sum += x * Math.log(gain);
            squares += x * x;
        }
        return 0 - sum / squares;
    }
}
