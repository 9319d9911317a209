// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

/**
 * A step that asks the denoiser once: x becomes state x + denoised D(x, t) + noise z, z ~ N(0, I).
 *
 * <p>Its Jacobian with the noise held fixed is state I + denoised (dD/dx).
 *
 * @param state factor of the state
 * @param denoised factor of the denoised state
 * @param noise factor of fresh noise, at least 0
 */
public record StepCoefficients(double state, double denoised, double noise) {

    /**
     * Refuses what is not finite.
     *
     * @param state factor of the state
     * @param denoised factor of the denoised state
     * @param noise factor of fresh noise, at least 0
     */
    public StepCoefficients {
        if (!(Double.isFinite(state) && Double.isFinite(denoised) && noise >= 0 && noise < 1e300)) {
            throw new IllegalArgumentException(
                    "step: expected finite coefficients, found ("
                            + state
                            + ", "
                            + denoised
                            + ", "
                            + noise
                            + "); this process needs alpha and sigma above 0 where a step begins,"
                            + " choose a grid inside or another process");
        }
    }
}
