// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

/**
 * What one class of potentials certifies by itself, or the union of all.
 *
 * @param testFunctions name of the class
 * @param features its coefficients
 * @param value cross-fitted estimate, in epsilon units, not cut at 0
 * @param standardError of the value, as if the two halves were independent
 * @param lowerBound one-sided lower confidence bound for |Pi e|^2 by this class alone
 */
public record ClassEstimate(
        String testFunctions,
        int features,
        double value,
        double standardError,
        double lowerBound) {}
