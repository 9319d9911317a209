// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * The path of EDM: alpha = 1 and sigma^(1/rho) linear in t from sigmaMin to sigmaMax.
 *
 * <p>t = 0 carries noise of size sigmaMin. Source: Karras et al. 2022, Elucidating the design space
 * of diffusion-based generative models, equation 5, with t = 1 the noise.
 *
 * @param sigmaMin sigma at t = 0, positive
 * @param sigmaMax sigma at t = 1, greater than sigmaMin
 * @param rho how strongly the times gather at small sigma, positive; 7 in the paper
 */
public record EdmSchedule(double sigmaMin, double sigmaMax, double rho) implements NoiseSchedule {

    /**
     * Refuses levels that do not grow, and a power that loses them.
     *
     * @param sigmaMin sigma at t = 0, positive
     * @param sigmaMax sigma at t = 1, greater than sigmaMin
     * @param rho how strongly the times gather at small sigma, positive; 7 in the paper
     */
    public EdmSchedule {
        Checks.increasing(sigmaMin, sigmaMax);
        Checks.positive("rho", rho);
        double low = Math.pow(sigmaMin, 1 / rho);
        double high = Math.pow(sigmaMax, 1 / rho);
        if (!(low < high && Double.isFinite(high))) {
            throw new IllegalArgumentException(
                    String.format(
                            "rho: expected a power whose roots of sigma_min and sigma_max differ"
                                    + " and are finite, found %s; correct the schedule",
                            rho));
        }
    }

    @Override
    public double alpha(double t) {
        Checks.time(t);
        return 1;
    }

    @Override
    public double sigma(double t) {
        return Math.pow(root(Checks.time(t)), rho);
    }

    @Override
    public double alphaDot(double t) {
        Checks.time(t);
        return 0;
    }

    @Override
    public double sigmaDot(double t) {
        return rho * Math.pow(root(Checks.time(t)), rho - 1) * (root(1) - root(0));
    }

    @Override
    public double time(double sigmaOverAlpha) {
        double level = Checks.level(sigmaOverAlpha, sigmaMin, sigmaMax);
        return Checks.unit((Math.pow(level, 1 / rho) - root(0)) / (root(1) - root(0)));
    }

    @Override
    public String name() {
        return String.format("EDM(sigma %s..%s, rho %s)", sigmaMin, sigmaMax, rho);
    }

    private double root(double t) {
        double low = Math.pow(sigmaMin, 1 / rho);
        double high = Math.pow(sigmaMax, 1 / rho);
        return low + t * (high - low);
    }
}
