// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import java.util.Arrays;
import java.util.List;

/**
 * Log-likelihoods of some states.
 *
 * @param nats log densities, {@code [n]}, with respect to volume in the model's units
 * @param standardErrors of each, from the probes of its divergence: 0 if that is exact, NaN for a
 *     single probe
 * @param dimension D
 * @param notes what a reader should know, such as products by central differences
 */
public record LikelihoodEstimate(
        double[] nats, double[] standardErrors, long dimension, List<String> notes) {

    /**
     * Copies.
     *
     * @param nats log densities, {@code [n]}, with respect to volume in the model's units
     * @param standardErrors of each, from the probes of its divergence: 0 if that is exact, NaN for
     *     a single probe
     * @param dimension D
     * @param notes what a reader should know, such as products by central differences
     */
    public LikelihoodEstimate {
        nats = nats.clone();
        standardErrors = standardErrors.clone();
        notes = List.copyOf(notes);
    }

    /** {@return log densities, {@code [n]}, with respect to volume in the model's units} A copy. */
    @Override
    public double[] nats() {
        return nats.clone();
    }

    /**
     * {@return the standard error of each, from the probes of its divergence: 0 if that is exact,
     * NaN for a single probe} A copy.
     */
    @Override
    public double[] standardErrors() {
        return standardErrors.clone();
    }

    /** {@return the mean over the states, in nats} */
    public double mean() {
        return Means.mean(nats);
    }

    /**
     * {@return the standard error of {@link #mean} as an estimate for the distribution that the
     * states were drawn from: sd / sqrt(n), in nats} The probes' noise, independent between states,
     * is in it. NaN for a single state.
     */
    public double meanStandardError() {
        return Means.standardError(nats);
    }

    /**
     * {@return bits per dimension of continuous data, -nats / (D log 2), one a state} Depends on
     * the unit of the data; for stored pixels see {@link Dequantization#bitsPerDimension}.
     */
    public double[] bitsPerDimension() {
        return Arrays.stream(nats).map(nat -> -nat / (dimension * Math.log(2))).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LikelihoodEstimate estimate
                && Arrays.equals(nats, estimate.nats)
                && Arrays.equals(standardErrors, estimate.standardErrors)
                && dimension == estimate.dimension
                && notes.equals(estimate.notes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nats);
    }

    @Override
    public String toString() {
        return "LikelihoodEstimate[nats="
                + Arrays.toString(nats)
                + ", dimension="
                + dimension
                + "]";
    }
}
