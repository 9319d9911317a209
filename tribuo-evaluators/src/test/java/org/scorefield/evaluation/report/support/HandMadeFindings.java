// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.SupportVerdict;
import org.scorefield.evaluation.support.Trajectory;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.EndVectors;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Estimate;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Method;
import org.scorefield.evaluation.support.shift.PerturbationKind;
import org.scorefield.evaluation.support.shift.SupportShift;

/** Findings as no model gave them: the kinds that a report has to show. */
enum HandMadeFindings {
    /** Images of 8 by 8 pixels, five directions along the support of 64, everything measured. */
    IMAGES,
    /** A model whose own error leads off the support, and where the condition fails. */
    OFF,
    /** Hardly anything: empty lists, NaN, one direction. */
    BARE;

    static final int SIDE = 8;
    static final int D = 5;
    private static final int K = 12;
    private static final int SAMPLES = 32;
    private static final int STEPS = 40;

    SupportFindings findings() {
        return this == BARE ? bare() : full();
    }

    private static SupportFindings bare() {
        return new SupportFindings(
                new Trajectory("probability flow <b>", 2, level(1), level(0.01), 1, false),
                new IntrinsicDimension(
                        List.of(new Estimate(Method.FLIPD, Double.NaN, Double.NaN, Double.NaN, "")),
                        1,
                        "d = 1 was given."),
                List.of(),
                Band.NONE,
                List.of(),
                List.of(
                        new FrameAlignment(
                                "ridge", List.of(), List.of(), new double[] {Double.NaN}, 1)),
                List.of(),
                List.of(
                        new SupportShift(
                                PerturbationKind.VELOCITY,
                                SupportShift.Source.RANDOM,
                                "ridge",
                                Double.NaN,
                                List.of(
                                        new SupportShift.End(
                                                level(0.01),
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN,
                                                0)),
                                Band.NONE),
                        new SupportShift(
                                PerturbationKind.SCORE,
                                SupportShift.Source.OWN,
                                "ridge",
                                1,
                                List.of(),
                                Band.NONE)),
                List.of(),
                new SupportVerdict(SupportVerdict.Kind.UNDECIDED, "Undecided: made by hand."),
                List.of("Partial: the time budget ended after 1 of 8 trajectories."));
    }

    private SupportFindings full() {
        boolean off = this == OFF;
        IntToDoubleFunction exponent = i -> (i < D ? -0.2 : -3.4) - 0.11 * i;
        IntToDoubleFunction score = i -> i < D ? 0.02 + 0.01 * i : 0.6 - 0.03 * i;
        List<SupportShift> shifts = new ArrayList<>();
        for (PerturbationKind kind : PerturbationKind.values()) {
            double power = kind == PerturbationKind.DENOISER ? 0.02 : 0.97;
            shifts.add(shift(kind, SupportShift.Source.RANDOM, 1, sigma -> Math.pow(sigma, power)));
        }
        shifts.add(
                shift(
                        PerturbationKind.DENOISER,
                        SupportShift.Source.OWN,
                        0.321,
                        off ? sigma -> 2.34 : sigma -> 0.4 * sigma));
        return new SupportFindings(
                new Trajectory("probability flow (DDIM)", STEPS, level(50), level(0.01), 8, true),
                new IntrinsicDimension(
                        List.of(
                                new Estimate(Method.SPECTRUM_GAP, 5, 5, 6, ""),
                                new Estimate(
                                        Method.NORMAL_BUNDLE,
                                        9,
                                        7,
                                        12,
                                        "3 of 4 points have a clear gap. 256 scores <beside> a point at sigma / alpha ="
                                                + " 0.014."),
                                new Estimate(Method.FLIPD, 6.42, 4.9, 8.8, "")),
                        D,
                        "d = 5: spectrum gap comes first, FLIPD says 6.42."),
                bands(K, exponent),
                band(3.31),
                bands(K, score),
                List.of(alignment("local PCA", off ? 1.1 : 0.13), alignment("ridge", 0.07)),
                condition(),
                shifts,
                vectors(exponent),
                new SupportVerdict(
                        off ? SupportVerdict.Kind.OFF_SUPPORT : SupportVerdict.Kind.ON_SUPPORT,
                        off ? "Off the support: by hand." : "On the support: by hand."),
                off ? List.of("2 samples have no frame <at all>.") : List.of());
    }

    static NoiseLevel level(double noise) {
        double alpha = 1 / Math.sqrt(1 + noise * noise);
        return new NoiseLevel(noise / (1 + noise), alpha, noise * alpha);
    }

    private static Band band(double value) {
        return Band.of(new double[] {0.9 * value, value, 1.2 * value});
    }

    private static List<Band> bands(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToObj(i -> band(value.applyAsDouble(i))).toList();
    }

    private static FrameAlignment alignment(String name, double largest) {
        Random random = new Random(5);
        double[] angles = random.doubles(SAMPLES).map(u -> largest * (0.3 + u)).toArray();
        angles[3] = Double.NaN;
        return new FrameAlignment(
                name,
                bands(D, i -> largest * (i + 1) / D),
                bands(D, i -> 0.01 * largest * (i + 1) / D),
                angles,
                1);
    }

    private interface Shape {
        double at(double sigma);
    }

    private static SupportShift shift(
            PerturbationKind kind, SupportShift.Source source, double size, Shape normal) {
        return new SupportShift(
                kind,
                source,
                "local PCA",
                size,
                Stream.of(0.08, 0.04, 0.02, 0.01)
                        .map(HandMadeFindings::level)
                        .map(
                                at ->
                                        new SupportShift.End(
                                                at,
                                                normal.at(at.sigma()),
                                                1.1 + 0.2 * kind.ordinal(),
                                                normal.at(at.sigma()),
                                                SAMPLES - 1))
                        .toList(),
                band(-0.7));
    }

    /** The condition fails at much noise, for every sample or for some. */
    private List<ConditionStep> condition() {
        List<ConditionStep> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            double noise = 50 * Math.pow(0.01 / 50, (i + 1.0) / STEPS);
            double slope = 0.3 * Math.sqrt(noise);
            Band bound = band(3 * slope);
            if (i < STEPS / 4 || this == OFF) {
                bound = Band.of(constant(Double.POSITIVE_INFINITY));
            } else if (i < STEPS / 2) {
                double[] some = constant(3 * slope);
                some[0] = Double.POSITIVE_INFINITY;
                some[1] = Double.POSITIVE_INFINITY;
                bound = Band.of(some);
            }
            steps.add(
                    new ConditionStep(
                            level(noise),
                            band(this == OFF ? 1.05 : 0.5 + 0.5 * noise / (1 + noise)),
                            band(0.01 + 0.1 * noise / (1 + noise)),
                            bound,
                            band(slope)));
        }
        return steps;
    }

    private static double[] constant(double value) {
        double[] all = new double[7];
        Arrays.fill(all, value);
        return all;
    }

    private static List<EndVectors> vectors(IntToDoubleFunction exponent) {
        List<EndVectors> ends = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            double[][] left = new double[K][];
            for (int i = 0; i < K; i++) {
                left[i] = wave(i, n);
            }
            double[] state = Arrays.stream(wave(1, n)).map(v -> (v + 1) / 2).toArray();
            ends.add(
                    new EndVectors(
                            state, left, IntStream.range(0, K).mapToDouble(exponent).toArray()));
        }
        return ends;
    }

    private static double[] wave(int i, int phase) {
        return IntStream.range(0, SIDE * SIDE)
                .mapToDouble(
                        p ->
                                Math.sin(phase + 0.3 * i * (p % SIDE))
                                        * Math.cos(0.2 * i * (p / (double) SIDE)))
                .toArray();
    }
}
