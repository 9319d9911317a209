// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import java.util.Arrays;
import java.util.List;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/** Sizes of the own error and responses of the density of one batch, summed along its path. */
final class ErrorLedger {

    private final List<Perturbation> perturbations;
    private final NoiseSchedule schedule;
    private final int own;
    private final double[][] responses;
    private final double[][] squares;
    private int levels;
    private double time = Double.NaN;
    private double[] lengths = new double[0];
    private double[][] growth = new double[0][];

    ErrorLedger(List<Perturbation> perturbations, NoiseSchedule schedule, int samples) {
        this.perturbations = perturbations;
        this.schedule = schedule;
        this.own =
                perturbations.stream()
                        .map(Perturbation::source)
                        .toList()
                        .indexOf(SupportShift.Source.OWN);
        this.responses = new double[perturbations.size()][samples];
        this.squares = new double[PerturbationKind.values().length][samples];
    }

    /** Whether the own error is among the perturbations. */
    boolean own() {
        return own >= 0;
    }

    /**
     * The next grid time.
     *
     * @param t less than the one before
     * @param chi |chi_D|, [k n]
     * @param grows div chi_D + chi_D . s, [k][n]; no rows where responses are left out
     */
    void observe(double t, double[] chi, double[][] grows) {
        if (!Double.isNaN(time)) {
            double[] weights = weights(time, t);
            for (int j = 0; j < grows.length; j++) {
                for (int i = 0; i < grows[j].length; i++) {
                    responses[j][i] -= weights[0] * growth[j][i] + weights[1] * grows[j][i];
                }
            }
        }
        time = t;
        growth = grows;
        lengths = chi;
        if (own() && schedule.alpha(t) > 0) {
            levels++;
            for (PerturbationKind kind : PerturbationKind.values()) {
                double[] error = ownError(kind);
                for (int i = 0; i < error.length; i++) {
                    squares[kind.ordinal()][i] += error[i] * error[i];
                }
            }
        }
    }

    /** Adds the own error of the last time observed, which is an end. */
    void addAtEnd(SupportSufficientStatistics statistics, int end) {
        if (own()) {
            for (PerturbationKind kind : PerturbationKind.values()) {
                statistics.add(SupportQuantity.OWN_ERROR, kind.label(), end, ownError(kind));
            }
        }
    }

    /** Adds what was summed. */
    void addSums(SupportSufficientStatistics statistics) {
        for (int j = 0; j < growth.length; j++) {
            statistics.add(
                    SupportQuantity.DENSITY_RESPONSE,
                    perturbations.get(j).label(),
                    0,
                    responses[j]);
        }
        if (own()) {
            for (PerturbationKind kind : PerturbationKind.values()) {
                double[] sums = squares[kind.ordinal()];
                statistics.add(
                        SupportQuantity.OWN_ERROR_SIZE,
                        kind.label(),
                        0,
                        Arrays.stream(sums).map(sum -> Math.sqrt(sum / levels)).toArray());
            }
        }
    }

    private double[] ownError(PerturbationKind kind) {
        int n = responses[0].length;
        double unit = Math.abs(kind.inDenoiser(schedule, time));
        return Arrays.stream(lengths, own * n, (own + 1) * n).map(l -> l / unit).toArray();
    }

    /**
     * Of the trapezoidal rule for the integral of b g dt = (alpha / 2) g d(log SNR), in log SNR, or
     * in t where the first time has no signal.
     */
    private double[] weights(double from, double to) {
        if (schedule.alpha(from) > 0) {
            double quarter = (schedule.logSnr(to) - schedule.logSnr(from)) / 4;
            return new double[] {schedule.alpha(from) * quarter, schedule.alpha(to) * quarter};
        }
        double half = (to - from) / 2;
        return new double[] {
            half / PerturbationKind.VELOCITY.inDenoiser(schedule, from),
            half / PerturbationKind.VELOCITY.inDenoiser(schedule, to)
        };
    }
}
