// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * A quantity as a linear combination of the state x and the network's output r: ofState x +
 * ofOutput r.
 *
 * @param ofState the factor of the state x
 * @param ofOutput the factor of the network's output r
 */
public record Combination(double ofState, double ofOutput) {

    /**
     * Refuses factors that are not finite.
     *
     * @param ofState the factor of the state x
     * @param ofOutput the factor of the network's output r
     */
    public Combination {
        if (!Double.isFinite(ofState) || !Double.isFinite(ofOutput)) {
            throw new IllegalArgumentException(
                    String.format(
                            "combination: expected finite factors, found (%s, %s); "
                                    + "choose a t away from the end of the schedule",
                            ofState, ofOutput));
        }
    }

    /**
     * The combination applied to one pair of numbers.
     *
     * @param state x
     * @param output r
     * @return ofState x + ofOutput r
     */
    public double apply(double state, double output) {
        return ofState * state + ofOutput * output;
    }
}
