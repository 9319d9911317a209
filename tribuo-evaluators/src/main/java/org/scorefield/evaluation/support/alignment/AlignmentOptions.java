// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import org.scorefield.djl.variation.SingularOptions;
import org.scorefield.evaluation.reference.density.TopAxes;

/**
 * How Lyapunov vectors and their alignment are computed.
 *
 * @param search how many vectors, k, and how well, where D is above {@link #DENSE}; below, the full
 *     decomposition is taken
 * @param condition how much of the sufficient condition is measured
 * @param jacobian how far to search for the score Jacobian's eigenvectors
 */
public record AlignmentOptions(
        SingularOptions search, Condition condition, TopAxes.Search jacobian) {

    /** Up to this D whole Jacobians are formed, and all is exact but for rounding. */
    public static final int DENSE = 64;

    /**
     * How much of the sufficient condition is measured.
     *
     * @param samples trajectories, from the first, at most, at least 1
     * @param every at every so many steps, counted from the last, at least 1
     * @param powers power iterations for the norm of the normal block where D is above {@link
     *     AlignmentOptions#DENSE}, at least 1; each begins where that of the step before ended
     */
    public record Condition(int samples, int every, int powers) {

        /**
         * Checks the values.
         *
         * @param samples trajectories, from the first, at most, at least 1
         * @param every at every so many steps, counted from the last, at least 1
         * @param powers power iterations for the norm of the normal block where D is above {@link
         *     AlignmentOptions#DENSE}, at least 1; each begins where that of the step before ended
         */
        public Condition {
            if (samples < 1 || every < 1 || powers < 1) {
                throw new IllegalArgumentException(
                        "condition: expected 1 or more for samples, every and powers, found "
                                + samples
                                + ", "
                                + every
                                + " and "
                                + powers
                                + "; correct the values");
            }
        }
    }

    /**
     * For states of a dimension: k vectors in at most two rounds, of which those beyond d are the
     * oversampling; the condition at every step of all samples where D is at most {@link #DENSE},
     * else at every fifth step of two samples.
     *
     * <p>Two rounds are 4 k products a step and sample, and the least that is worth having on
     * images: one leaves residuals of 7 on the zoo's DDPM of Fashion-MNIST (10 DDIM steps), two
     * 0.007 of the first of 16 vectors, 0.2 of the seventh and 0.7 of the last.
     *
     * @param vectors k
     * @param dimension D
     * @return the options
     */
    public static AlignmentOptions of(int vectors, int dimension) {
        SingularOptions search = new SingularOptions(vectors, 0, 0.05, 2);
        Condition condition =
                dimension <= DENSE
                        ? new Condition(Integer.MAX_VALUE, 1, 2)
                        : new Condition(2, 5, 2);
        return new AlignmentOptions(search, condition, new TopAxes.Search(1e-2, 48, 1));
    }

    /**
     * These options with another search.
     *
     * @param other how many vectors, k, and how well, where D is above {@link #DENSE}; below, the
     *     full decomposition is taken
     * @return these options with another search
     */
    public AlignmentOptions withSearch(SingularOptions other) {
        return new AlignmentOptions(other, condition, jacobian);
    }

    /**
     * These options with more or less of the condition.
     *
     * @param other how much of the sufficient condition is measured
     * @return these options with more or less of the condition
     */
    public AlignmentOptions withCondition(Condition other) {
        return new AlignmentOptions(search, other, jacobian);
    }

    /** {@return k} */
    public int vectors() {
        return search.count();
    }
}
