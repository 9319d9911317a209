// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The named sequences of betas of discrete diffusion, alphaBar_k = prod over j up to k of (1 -
 * beta_j).
 */
public enum BetaSchedule {
    /** Betas in equal steps (Ho et al. 2020). */
    LINEAR {
        @Override
        double[] values(int steps, double start, double end) {
            return ramp(steps, start, end);
        }
    },
    /** Square roots of the betas in equal steps (Rombach et al. 2022). */
    SCALED_LINEAR {
        @Override
        double[] values(int steps, double start, double end) {
            return map(ramp(steps, Math.sqrt(start), Math.sqrt(end)), b -> b * b);
        }
    },
    /** alphaBar(s) = cos^2((s + 0.008) / 1.008 pi / 2), betas capped (Nichol and Dhariwal 2021). */
    SQUAREDCOS_CAP_V2 {
        @Override
        double[] values(int steps, double start, double end) {
            return fromAlphaBar(
                    steps, s -> Math.pow(Math.cos((s + 0.008) / 1.008 * Math.PI / 2), 2));
        }
    },
    /** Betas along a logistic function from -6 to 6 (Xu et al. 2022, GeoDiff). */
    SIGMOID {
        @Override
        double[] values(int steps, double start, double end) {
            return map(ramp(steps, -6, 6), b -> (end - start) / (1 + Math.exp(-b)) + start);
        }
    },
    /** alphaBar of a Laplace density of log SNR, betas capped (Hang et al. 2024). */
    LAPLACE {
        @Override
        double[] values(int steps, double start, double end) {
            return fromAlphaBar(steps, BetaSchedule::laplace);
        }
    },
    /** alphaBar(s) = exp(-12 s), betas capped. */
    EXP {
        @Override
        double[] values(int steps, double start, double end) {
            return fromAlphaBar(steps, s -> Math.exp(-12 * s));
        }
    };

    private static final double LARGEST_BETA = 0.999;

    /** A thousand times what models are trained with; more is a damaged file. */
    private static final int MOST_STEPS = 1_000_000;

    abstract double[] values(int steps, double start, double end);

    /**
     * The betas in the order of the steps, data first.
     *
     * @param steps number of steps T, 2 to a million
     * @param start first beta where the sequence has one, in (0, 1)
     * @param end last beta where the sequence has one, in (0, 1)
     * @return T betas, each in (0, 1)
     */
    public double[] betas(int steps, double start, double end) {
        if (steps < 2 || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    String.format(
                            "num_train_timesteps: expected %s, found %d; give the number of"
                                    + " steps the network was trained with",
                            steps < 2 ? "at least 2" : "at most " + MOST_STEPS, steps));
        }
        return values(steps, start, end);
    }

    /** Whether start and end matter. */
    boolean usesEnds() {
        return this == LINEAR || this == SCALED_LINEAR || this == SIGMOID;
    }

    /**
     * The name as diffusers writes it.
     *
     * @return the name, lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sequence with a diffusers name.
     *
     * @param label the name, as in beta_schedule
     * @return the sequence
     * @throws IllegalArgumentException if there is none of that name
     */
    public static BetaSchedule named(String label) {
        return Arrays.stream(values())
                .filter(b -> b.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        String.format(
                                                "beta_schedule: expected one of %s, found \"%s\";"
                                                        + " give the betas themselves as trained_betas",
                                                labels(), label)));
    }

    /**
     * The names as diffusers writes them.
     *
     * @return the names, linear first
     */
    public static List<String> labels() {
        return Arrays.stream(values()).map(BetaSchedule::label).toList();
    }

    private static double[] ramp(int steps, double start, double end) {
        return IntStream.range(0, steps)
                .mapToDouble(k -> start + (end - start) * k / (steps - 1))
                .toArray();
    }

    private static double[] map(double[] values, DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    private static double[] fromAlphaBar(int steps, DoubleUnaryOperator alphaBar) {
        return IntStream.range(0, steps)
                .mapToDouble(
                        k ->
                                1
                                        - alphaBar.applyAsDouble((k + 1.0) / steps)
                                                / alphaBar.applyAsDouble((double) k / steps))
                .map(beta -> Math.min(beta, LARGEST_BETA))
                .toArray();
    }

    private static double laplace(double s) {
        double half = -0.5 * Math.copySign(1, 0.5 - s);
        double snr = Math.exp(half * Math.log(1 - 2 * Math.abs(0.5 - s) + 1e-6));
        return Math.sqrt(snr / (1 + snr));
    }
}
