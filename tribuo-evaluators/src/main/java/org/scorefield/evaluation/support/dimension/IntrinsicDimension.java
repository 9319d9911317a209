// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import java.util.List;

/**
 * Estimates of the dimension of the support.
 *
 * @param estimates one a method
 * @param chosen d, which frames and alignment use
 * @param reason why this d, one sentence
 */
public record IntrinsicDimension(List<Estimate> estimates, int chosen, String reason) {

    /** How a dimension was estimated. */
    public enum Method {
        /** The largest gap in the Lyapunov spectrum. */
        SPECTRUM_GAP("spectrum gap"),
        /** D less the number of large singular values of scores stacked around a sample. */
        NORMAL_BUNDLE("score normal bundle"),
        /** D + sigma^2 (trace of the score's Jacobian + |score|^2). */
        FLIPD("FLIPD");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** {@return what reports call it} */
        public String label() {
            return label;
        }
    }

    /**
     * One estimate.
     *
     * @param method how
     * @param value median over samples
     * @param low 10 % quantile over samples
     * @param high 90 % quantile over samples
     * @param note what a reader should know, one sentence; empty where there is nothing
     */
    public record Estimate(Method method, double value, double low, double high, String note) {}

    /**
     * Copies.
     *
     * @param estimates one a method
     * @param chosen d, which frames and alignment use
     * @param reason why this d, one sentence
     */
    public IntrinsicDimension {
        estimates = List.copyOf(estimates);
    }

    /** {@return largest less smallest estimate} */
    public double disagreement() {
        double[] values = estimates.stream().mapToDouble(Estimate::value).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[values.length - 1] - values[0];
    }
}
