// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * Coefficients that do not depend on t.
 *
 * @param ofData c, finite
 * @param ofNoise d, finite; not both 0
 */
record ConstantPrediction(double ofData, double ofNoise) implements Prediction {

    ConstantPrediction {
        if (!Double.isFinite(ofData)
                || !Double.isFinite(ofNoise)
                || (ofData == 0 && ofNoise == 0)) {
            throw new IllegalArgumentException(
                    String.format(
                            "prediction: expected finite coefficients (c, d) that are not both 0,"
                                    + " found (%s, %s); epsilon is (0, 1) and sample is (1, 0)",
                            ofData, ofNoise));
        }
    }

    @Override
    public double c(NoiseSchedule s, double t) {
        return ofData;
    }

    @Override
    public double d(NoiseSchedule s, double t) {
        return ofNoise;
    }

    @Override
    public String name() {
        return String.format("(c %s, d %s)", ofData, ofNoise);
    }
}
