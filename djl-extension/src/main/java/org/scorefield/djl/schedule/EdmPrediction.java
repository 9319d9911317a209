// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * The raw output of an EDM network: F in denoiser = c_skip x + sign c_out F.
 *
 * @param sigmaData standard deviation of the data, positive
 * @param sign 1, or -1 for the opposite c_out
 */
record EdmPrediction(double sigmaData, int sign) implements Prediction {

    EdmPrediction {
        Checks.positive("sigma_data", sigmaData);
    }

    @Override
    public double c(NoiseSchedule s, double t) {
        return sign * s.sigma(t) / (sigmaData * norm(s, t));
    }

    @Override
    public double d(NoiseSchedule s, double t) {
        return -sign * sigmaData * s.alpha(t) / norm(s, t);
    }

    @Override
    public String name() {
        return String.format("%sedm(sigma_data %s)", sign < 0 ? "negated " : "", sigmaData);
    }

    private double norm(NoiseSchedule s, double t) {
        return Math.hypot(s.sigma(t), s.alpha(t) * sigmaData);
    }
}
