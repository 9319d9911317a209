// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

import java.util.List;

/**
 * A lower bound on |Pi e|^2, the squared gradient component of the score error, in epsilon units:
 * between 0 and D for a useful model, the same scale at every noise level.
 *
 * <p>The data are cut in two halves; the potential fitted and chosen on one is certified on the
 * other. The estimate is unbiased for what these potentials capture, which is never more than the
 * truth; it is not cut at 0, so that averages stay honest.
 *
 * @param value the estimate
 * @param standardError of the estimate, as if the halves were independent: too small where there is
 *     little to find; bounds and interval allow for it
 * @param interval two-sided confidence interval of what the potentials capture
 * @param lowerBound one-sided lower confidence bound for |Pi e|^2; NaN for estimators that have
 *     none
 * @param simultaneousBound lower bound that holds at all levels of the evaluation together
 * @param confidence of each, for example 0.95
 * @param n noised samples that certify
 * @param clusters independent data among them
 * @param features coefficients of all classes together
 * @param classes what each class certifies by itself, then the union
 * @param first chosen on the first half, certified on the second
 * @param second the other way round
 * @param directions leading directions of grad psi, largest first
 * @param notes what was left out and why, one sentence each
 */
public record GradientEstimate(
        double value,
        double standardError,
        Interval interval,
        double lowerBound,
        double simultaneousBound,
        double confidence,
        long n,
        long clusters,
        int features,
        List<ClassEstimate> classes,
        Choice first,
        Choice second,
        List<Direction> directions,
        List<String> notes) {

    /**
     * Copies.
     *
     * @param value the estimate
     * @param standardError of the estimate, as if the halves were independent: too small where
     *     there is little to find; bounds and interval allow for it
     * @param interval two-sided confidence interval of what the potentials capture
     * @param lowerBound one-sided lower confidence bound for |Pi e|^2; NaN for estimators that have
     *     none
     * @param simultaneousBound lower bound that holds at all levels of the evaluation together
     * @param confidence of each, for example 0.95
     * @param n noised samples that certify
     * @param clusters independent data among them
     * @param features coefficients of all classes together
     * @param classes what each class certifies by itself, then the union
     * @param first chosen on the first half, certified on the second
     * @param second the other way round
     * @param directions leading directions of grad psi, largest first
     * @param notes what was left out and why, one sentence each
     */
    public GradientEstimate {
        classes = List.copyOf(classes);
        directions = List.copyOf(directions);
        notes = List.copyOf(notes);
    }

    /** {@return the names of the classes, joined} */
    public String testFunctions() {
        return String.join(
                " + ",
                classes.stream()
                        .map(ClassEstimate::testFunctions)
                        .filter(name -> !name.startsWith("union"))
                        .toList());
    }
}
