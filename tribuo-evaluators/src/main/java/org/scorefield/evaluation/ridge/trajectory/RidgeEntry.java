// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

/**
 * One sample at one noise level.
 *
 * @param values by the ordinal of {@link RidgeQuantity}; copied
 */
public record RidgeEntry(double[] values) {

    /**
     * Checks and copies.
     *
     * @param values by the ordinal of {@link RidgeQuantity}; copied
     */
    public RidgeEntry {
        values = values.clone();
        if (values.length != RidgeQuantity.values().length) {
            throw new IllegalArgumentException(
                    String.format(
                            "values: expected %d, found %d; give one for each quantity",
                            RidgeQuantity.values().length, values.length));
        }
    }

    /** {@return the numbers, by the ordinal of {@link RidgeQuantity}} A copy. */
    @Override
    public double[] values() {
        return values.clone();
    }

    /**
     * One of the numbers; NaN where it is not defined.
     *
     * @param quantity which number
     * @return the number, or NaN
     */
    public double get(RidgeQuantity quantity) {
        return values[quantity.ordinal()];
    }

    /** {@return whether the tangent frame is defined} */
    public boolean defined() {
        return !Double.isNaN(get(RidgeQuantity.RESIDUAL));
    }

    /**
     * Whether rho is at most kappa and the density is curved towards the ridge.
     *
     * @param kappa largest distance to the ridge, in units of sigma, that counts as on it
     * @return whether both hold; false where the frame is not defined
     */
    public boolean onRidge(double kappa) {
        return get(RidgeQuantity.RHO) <= kappa && get(RidgeQuantity.CURVED) == 1;
    }
}
