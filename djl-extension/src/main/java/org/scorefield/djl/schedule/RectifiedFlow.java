// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * The straight path alpha = 1 - sigma, with sigma = shift t / (1 + (shift - 1) t).
 *
 * <p>With shift 1, sigma = t. A shift changes only how t runs along the path. Sources: Liu et al.
 * 2023, Flow straight and fast; Esser et al. 2024, Scaling rectified flow transformers, equation 23
 * (the shift).
 *
 * @param shift the time shift, positive
 */
public record RectifiedFlow(double shift) implements NoiseSchedule {

    /**
     * Refuses a shift that is not positive.
     *
     * @param shift the time shift, positive
     */
    public RectifiedFlow {
        Checks.positive("shift", shift);
    }

    /** The path sigma = t. */
    public RectifiedFlow() {
        this(1);
    }

    @Override
    public double alpha(double t) {
        return (1 - Checks.time(t)) / denominator(t);
    }

    @Override
    public double sigma(double t) {
        return shift * Checks.time(t) / denominator(t);
    }

    @Override
    public double alphaDot(double t) {
        return -sigmaDot(t);
    }

    @Override
    public double sigmaDot(double t) {
        double denominator = denominator(Checks.time(t));
        return shift / denominator / denominator;
    }

    /** 1 + (shift - 1) t, without cancellation: positive also where the shift is tiny. */
    private double denominator(double t) {
        return (1 - t) + shift * t;
    }

    @Override
    public double time(double sigmaOverAlpha) {
        double level = Checks.level(sigmaOverAlpha, 0, Double.POSITIVE_INFINITY);
        return Double.isInfinite(level) ? 1 : level / (level + shift);
    }

    @Override
    public String name() {
        return shift == 1 ? "RectifiedFlow" : String.format("RectifiedFlow(shift %s)", shift);
    }
}
