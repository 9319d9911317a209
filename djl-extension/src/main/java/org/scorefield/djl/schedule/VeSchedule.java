// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * The variance-exploding path: alpha = 1, sigma = sigmaMin (sigmaMax / sigmaMin)^t.
 *
 * <p>t = 0 carries noise of size sigmaMin. Source: Song et al. 2021, Score-based generative
 * modeling through stochastic differential equations, appendix C.
 *
 * @param sigmaMin sigma at t = 0, positive
 * @param sigmaMax sigma at t = 1, greater than sigmaMin
 */
public record VeSchedule(double sigmaMin, double sigmaMax) implements NoiseSchedule {

    /**
     * Refuses levels that do not grow.
     *
     * @param sigmaMin sigma at t = 0, positive
     * @param sigmaMax sigma at t = 1, greater than sigmaMin
     */
    public VeSchedule {
        Checks.increasing(sigmaMin, sigmaMax);
    }

    @Override
    public double alpha(double t) {
        Checks.time(t);
        return 1;
    }

    @Override
    public double sigma(double t) {
        return sigmaMin * Math.pow(sigmaMax / sigmaMin, Checks.time(t));
    }

    @Override
    public double alphaDot(double t) {
        Checks.time(t);
        return 0;
    }

    @Override
    public double sigmaDot(double t) {
        return sigma(t) * Math.log(sigmaMax / sigmaMin);
    }

    @Override
    public double time(double sigmaOverAlpha) {
        double level = Checks.level(sigmaOverAlpha, sigmaMin, sigmaMax);
        return Checks.unit(Math.log(level / sigmaMin) / Math.log(sigmaMax / sigmaMin));
    }

    @Override
    public String name() {
        return String.format("VE(sigma %s..%s)", sigmaMin, sigmaMax);
    }
}
