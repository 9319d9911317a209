// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import java.util.Arrays;

/**
 * A variance-preserving path (alpha^2 + sigma^2 = 1) that is given at T steps and continuous
 * between them.
 *
 * <p>Step k has t = k / (T - 1). Between steps log(alpha^2 / sigma^2) is the monotone piecewise
 * cubic of Fritsch and Carlson 1980 with harmonic-mean slopes, so alpha and sigma take the
 * checkpoint's values at the steps, are monotone, and have continuous derivatives, which alphaDot
 * and sigmaDot give exactly.
 *
 * <p>With zero terminal SNR (alpha = 0 at the last step) the logarithm has no end to reach; on the
 * last interval alpha / sigma itself is a quadratic from its value and slope at step T - 2 to
 * exactly 0 at t = 1, and the slope there is that of a straight line wherever monotony allows.
 */
public final class DiscreteSchedule implements NoiseSchedule {

    private final String name;
    private final double[] logAlphaBar;
    private final double[] logSnr;

    /** Slope of logSnr a step, at each step. */
    private final double[] slopes;

    private DiscreteSchedule(String name, double[] logAlphaBar) {
        this.name = name;
        this.logAlphaBar = logAlphaBar;
        this.logSnr = Arrays.stream(logAlphaBar).map(l -> l - Math.log(-Math.expm1(l))).toArray();
        this.slopes = MonotoneCubic.slopes(logSnr);
    }

    /**
     * The schedule with the given betas.
     *
     * @param name name for reports
     * @param betas T betas, data first, each in (0, 1); the last may be 1. Not modified
     * @return the schedule
     * @throws IllegalArgumentException if there are fewer than 2 betas or one is out of range
     */
    public static DiscreteSchedule ofBetas(String name, double[] betas) {
        if (betas.length < 2) {
            throw new IllegalArgumentException(
                    String.format(
                            "betas: expected at least 2, found %d; give one a training step",
                            betas.length));
        }
        double[] logs = new double[betas.length];
        double sum = 0;
        for (int k = 0; k < betas.length; k++) {
            boolean last = k == betas.length - 1;
            if (!(betas[k] > 0 && (betas[k] < 1 || (last && betas[k] == 1)))) {
                throw new IllegalArgumentException(
                        String.format(
                                "betas[%d]: expected a number in (0, 1) (the last may be 1), found"
                                        + " %s; check the order and the length of the betas",
                                k, betas[k]));
            }
            sum += Math.log1p(-betas[k]);
            logs[k] = sum;
        }
        return new DiscreteSchedule(name, logs);
    }

    /**
     * The schedule of a named sequence of betas.
     *
     * @param betas the sequence
     * @param steps number of steps T, at least 2
     * @param start first beta, in (0, 1)
     * @param end last beta, in (0, 1)
     * @return the schedule
     */
    public static DiscreteSchedule of(BetaSchedule betas, int steps, double start, double end) {
        return ofBetas(
                betas.usesEnds()
                        ? String.format("%s(T %d, beta %s..%s)", betas.label(), steps, start, end)
                        : String.format("%s(T %d)", betas.label(), steps),
                betas.betas(steps, start, end));
    }

    /**
     * This schedule rescaled so that alpha is 0 at the last step.
     *
     * <p>alpha_k becomes (alpha_k - alpha_{T-1}) alpha_0 / (alpha_0 - alpha_{T-1}). Source: Lin et
     * al. 2024, Common diffusion noise schedules and sample steps are flawed, algorithm 1.
     *
     * @return a new schedule
     * @throws IllegalArgumentException if an earlier alpha equals the last in double precision
     */
    public DiscreteSchedule withZeroTerminalSnr() {
        double first = Math.exp(logAlphaBar[0] / 2);
        double last = Math.exp(logAlphaBar[steps() - 1] / 2);
        double[] logs =
                Arrays.stream(logAlphaBar)
                        .map(l -> (Math.exp(l / 2) - last) * first / (first - last))
                        .map(alpha -> 2 * Math.log(alpha))
                        .toArray();
        logs[0] = logAlphaBar[0];
        for (int k = 0; k < logs.length - 1; k++) {
            if (!Double.isFinite(logs[k])) {
                throw new IllegalArgumentException(
                        String.format(
                                "betas: expected an alpha above that of the last step for zero"
                                        + " terminal SNR, found the same at step %d; correct the"
                                        + " betas, or do not rescale them",
                                k));
            }
        }
        return new DiscreteSchedule(name + " with zero terminal SNR", logs);
    }

    /**
     * The number of steps.
     *
     * @return T
     */
    public int steps() {
        return logAlphaBar.length;
    }

    /**
     * alphaBar = alpha^2 at one step.
     *
     * @param k the step, 0 to T - 1, 0 nearest to the data
     * @return alphaBar_k, in [0, 1)
     */
    public double alphaBar(int k) {
        return Math.exp(logAlphaBar[k]);
    }

    @Override
    public double alpha(double t) {
        double q = root(t);
        return q / Math.hypot(1, q);
    }

    @Override
    public double sigma(double t) {
        return 1 / Math.hypot(1, root(t));
    }

    @Override
    public double alphaDot(double t) {
        return rootDot(t) / Math.pow(Math.hypot(1, root(t)), 3);
    }

    @Override
    public double sigmaDot(double t) {
        double q = root(t);
        return -q * rootDot(t) / Math.pow(Math.hypot(1, q), 3);
    }

    @Override
    public double sigmaOverAlpha(double t) {
        return 1 / root(t);
    }

    @Override
    public double logSnr(double t) {
        return 2 * Math.log(root(t));
    }

    @Override
    public double time(double sigmaOverAlpha) {
        double level = Checks.level(sigmaOverAlpha, 1 / root(0), 1 / root(1));
        double wanted = -2 * Math.log(level);
        int low = 0;
        int high = steps() - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (logSnr[middle] >= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double u =
                reachesZero(low)
                        ? lastCell().inverse(1 / level)
                        : MonotoneCubic.inverse(logSnr, slopes, low, wanted);
        return Checks.unit((low + u) / (steps() - 1));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    /** alpha / sigma. */
    private double root(double t) {
        double index = Checks.time(t) * (steps() - 1);
        int cell = cell(index);
        return reachesZero(cell)
                ? lastCell().value(index - cell)
                : Math.exp(MonotoneCubic.value(logSnr, slopes, cell, index - cell) / 2);
    }

    /** d (alpha / sigma) / dt. */
    private double rootDot(double t) {
        double index = Checks.time(t) * (steps() - 1);
        int cell = cell(index);
        double aStep =
                reachesZero(cell)
                        ? lastCell().slope(index - cell)
                        : root(t) / 2 * MonotoneCubic.slope(logSnr, slopes, cell, index - cell);
        return aStep * (steps() - 1);
    }

    private int cell(double index) {
        return Math.min((int) index, steps() - 2);
    }

    private boolean reachesZero(int cell) {
        return cell == steps() - 2 && logSnr[cell + 1] == Double.NEGATIVE_INFINITY;
    }

    private FallToZero lastCell() {
        int k = steps() - 2;
        double value = Math.exp(logSnr[k] / 2);
        return new FallToZero(value, value * slopes[k] / 2);
    }

    /**
     * The quadratic (1 - u) (value + (value + slope) u) on [0, 1].
     *
     * @param value at u = 0, positive
     * @param slope at u = 0, in [-value, 0)
     */
    private record FallToZero(double value, double slope) {
        double value(double u) {
            return (1 - u) * (value + (value + slope) * u);
        }

        double slope(double u) {
            return slope - 2 * (value + slope) * u;
        }

        double inverse(double wanted) {
            double drop = value - wanted;
            return 2 * drop / (-slope + Math.sqrt(slope * slope + 4 * (value + slope) * drop));
        }
    }
}
