// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.EnergySlice;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.PosteriorCurve;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;

/** Findings as no model gave them, on the rectified flow: the kinds that a report has to show. */
enum HandMadeFindings {
    /** A blind network of predicted noise, which diverges. */
    BLIND_EPSILON,
    /** A network that is told the time and predicts the velocity. */
    CONDITIONED_VELOCITY,
    /** Hardly anything: infinite gains, no slopes, no slice, states without a time. */
    BARE;

    private static final int LEVELS = 8;
    private static final int GRID = 21;

    /** Times from little noise to much, and the levels at them. */
    List<EnergyLevel> levels() {
        List<EnergyLevel> levels = new ArrayList<>();
        levels.add(level(Place.DATA, Double.NaN));
        if (this == BARE) {
            return levels;
        }
        for (Place place : List.of(Place.NOISED, Place.TRAJECTORY)) {
            for (int i = 0; i < LEVELS; i++) {
                levels.add(level(place, 1 / (1 + Math.exp(6 - 12.0 * i / (LEVELS - 1)))));
            }
        }
        levels.add(level(Place.SAMPLE, 0.001));
        return levels;
    }

    private EnergyLevel level(Place place, double t) {
        Map<MarginalEnergyMetrics, Band> bands = new EnumMap<>(MarginalEnergyMetrics.class);
        for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
            double value = value(metric, t);
            bands.put(
                    metric,
                    Band.of(
                            IntStream.rangeClosed(-5, 5)
                                    .mapToDouble(k -> value * (1 + 0.04 * k))
                                    .toArray()));
        }
        return new EnergyLevel(place, t, 64, bands);
    }

    private double value(MarginalEnergyMetrics metric, double t) {
        return switch (metric) {
            case ENERGY -> -123_456.789 + 1e5 * t;
            case POSTERIOR_RATIO -> 1.02345 + 0.1 * t;
            case J1 -> 0.000123 + 0.01 * t;
            case J2 -> -0.000123 - 0.02 * t;
            case OPTIMAL_DRIFT_ERROR -> 0.00123 / t;
            case TRAINED_DRIFT_ERROR -> 0.0123 / t;
            case TOLD_ERROR, TOLD_DRIFT_ERROR ->
                    this == BLIND_EPSILON ? Double.NaN : 0.0111 + 0.1 * t;
            case DRIFT, C_BAR -> this == BLIND_EPSILON ? 0 : 1 / (1.01 - t);
            case POSTERIOR_TIME -> Double.isNaN(t) ? 0.5 : t;
            default -> 0.5 + t;
        };
    }

    EnergyFindings findings() {
        boolean bare = this == BARE;
        String own = this == BLIND_EPSILON ? "epsilon" : "velocity";
        String other = this == BLIND_EPSILON ? "velocity" : "epsilon";
        List<PosteriorCurve> posteriors = new ArrayList<>();
        for (EnergyLevel level : levels()) {
            posteriors.add(posterior(level));
        }
        return new EnergyFindings(
                own,
                this == BLIND_EPSILON,
                0.001,
                0.999,
                bare
                        ? List.of(gain(own, t -> Double.POSITIVE_INFINITY))
                        : List.of(
                                gain(own, this == BLIND_EPSILON ? t -> 1 / t : t -> 1),
                                gain(other, this == BLIND_EPSILON ? t -> 1 : t -> 1 / t),
                                gain("sample", t -> -1 / (t * (1 - t)))),
                runs(own),
                posteriors,
                bare ? Optional.empty() : Optional.of(slopes()),
                bare ? Optional.empty() : Optional.of(slice()),
                new Stability(
                        bare ? Stability.Verdict.UNDECIDED : Stability.Verdict.UNSTABLE,
                        "Unstable without the noise level: made by hand."),
                bare ? List.of() : List.of("3 of 64 states (samples) lie farther <out>."));
    }

    private List<BlindRun> runs(String prediction) {
        Band near = band(0.1);
        return this == BARE
                ? List.of(
                        new BlindRun(
                                prediction,
                                BlindRun.Field.OPTIMAL,
                                50,
                                Band.NONE,
                                Band.NONE,
                                near,
                                16))
                : List.of(
                        new BlindRun(
                                prediction, BlindRun.Field.OPTIMAL, 50, band(0.3), near, near, 0),
                        new BlindRun(
                                prediction, BlindRun.Field.TRAINED, 50, band(3), band(2), near, 5));
    }

    private static Band band(double value) {
        return Band.of(new double[] {0.9 * value, value, 1.3 * value});
    }

    private static double[] times() {
        return IntStream.range(0, 65).mapToDouble(i -> 0.001 + 0.998 * i / 64).toArray();
    }

    private static GainCurve gain(String name, DoubleUnaryOperator nu) {
        double[] t = times();
        boolean known = !name.equals("sample");
        return new GainCurve(
                name,
                t,
                DoubleStream.of(t).map(nu).toArray(),
                new double[t.length],
                known ? 1 : Double.NaN,
                known ? 0 : Double.NaN);
    }

    private static PosteriorCurve posterior(EnergyLevel level) {
        double[] t = times();
        double centre = Double.isNaN(level.t()) ? 0.001 : level.t();
        return new PosteriorCurve(
                level.place(),
                level.t(),
                t,
                DoubleStream.of(t)
                        .map(s -> 4 * Math.exp(-Math.pow((s - centre) / 0.1, 2)))
                        .toArray());
    }

    private static SlopeCurve slopes() {
        return new SlopeCurve(
                List.of(0.01, 0.1, 1.0),
                List.of(band(10), band(30), band(60)),
                List.of(band(12), band(32), Band.NONE));
    }

    /** Two wells. */
    private static EnergySlice slice() {
        double[] at =
                IntStream.range(0, GRID).mapToDouble(i -> -1 + 3.0 * i / (GRID - 1)).toArray();
        double[][] energy = new double[GRID][GRID];
        for (int j = 0; j < GRID; j++) {
            for (int i = 0; i < GRID; i++) {
                energy[j][i] =
                        60
                                * (Math.log(0.05 + Math.hypot(at[i], at[j]))
                                        + Math.log(0.05 + Math.hypot(at[i] - 1, at[j])));
            }
        }
        return new EnergySlice(
                at,
                at,
                energy,
                List.of(
                        new EnergySlice.Mark("reference", 0, 0),
                        new EnergySlice.Mark("reference", 1, 0),
                        new EnergySlice.Mark("held out", 0.4, 1.1)));
    }
}
