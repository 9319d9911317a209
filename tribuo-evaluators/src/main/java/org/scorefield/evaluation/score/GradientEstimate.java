// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

/**
 * A cross-fitted lower bound on |Pi e|^2, the squared gradient component of the score error, in
 * epsilon units: between 0 and D for a useful model, the same scale at every noise level.
 *
 * <p>The estimate itself is unbiased for what the fitted potential captures, which is never more
 * than the truth; it is not cut at 0, so that averages stay honest.
 *
 * @param value the estimate
 * @param standardError of the estimate, as if the folds were independent: too small where there is
 *     little to find; the bound allows for it
 * @param lowerBound one-sided lower confidence bound for |Pi e|^2
 * @param confidence of the bound, for example 0.95
 * @param n noised samples
 * @param clusters independent data among them
 * @param testFunctions name of the class of potentials
 * @param features coefficients of the class
 * @param first what was chosen on the first fold and certified on the second
 * @param second the other way round
 */
public record GradientEstimate(
        double value,
        double standardError,
        double lowerBound,
        double confidence,
        long n,
        long clusters,
        String testFunctions,
        int features,
        Choice first,
        Choice second) {

    /**
     * What was chosen without the certifying fold.
     *
     * @param form Stein or denoising
     * @param ridge relative ridge
     */
    public record Choice(Form form, double ridge) {}
}
