// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import org.scorefield.djl.variation.SingularOptions;
import org.scorefield.evaluation.reference.TopAxes;

/**
 * How Lyapunov vectors and their alignment are computed.
 *
 * @param search how many vectors, k, and how well, where D is above {@link #DENSE}; below, the full
 *     decomposition is taken
 * @param every the sufficient condition is measured at every so many steps, at least 1
 * @param powers power iterations for the norm of the normal block where D is above {@link #DENSE},
 *     at least 1; each begins where that of the step before ended
 * @param jacobian how far to search for the score Jacobian's eigenvectors
 */
public record AlignmentOptions(
        SingularOptions search, int every, int powers, TopAxes.Search jacobian) {

    /** Up to this D whole Jacobians are formed, and all is exact but for rounding. */
    public static final int DENSE = 64;

    /** Checks the values. */
    public AlignmentOptions {
        if (every < 1 || powers < 1) {
            throw new IllegalArgumentException(
                    "condition: expected 1 or more for every and powers, found "
                            + every
                            + " and "
                            + powers
                            + "; correct the values");
        }
    }

    /**
     * For states of a dimension: k vectors in at most two rounds with four further vectors; the
     * condition at every step where D is at most {@link #DENSE}, else at every fifth.
     *
     * @param vectors k
     * @param dimension D
     */
    public static AlignmentOptions of(int vectors, int dimension) {
        SingularOptions search = SingularOptions.leading(vectors).withTolerance(0.05).withRounds(2);
        return new AlignmentOptions(
                search, dimension <= DENSE ? 1 : 5, 2, new TopAxes.Search(1e-2, 48, 1));
    }

    /** These options with another search. */
    public AlignmentOptions withSearch(SingularOptions other) {
        return new AlignmentOptions(other, every, powers, jacobian);
    }

    /** These options with the condition at every so many steps. */
    public AlignmentOptions withEvery(int steps) {
        return new AlignmentOptions(search, steps, powers, jacobian);
    }

    /** k. */
    public int vectors() {
        return search.count();
    }
}
