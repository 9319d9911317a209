// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import java.util.Locale;
import org.scorefield.evaluation.ridge.geometry.ProjectionOptions;
import org.scorefield.evaluation.ridge.geometry.Ridge;

/**
 * How to follow samples to the ridge.
 *
 * @param directions d, tangent directions, at least 1
 * @param radius samples within this of a training point (times alpha) are memorised; positive, in
 *     the units of x
 * @param watch what counts as being on the ridge, and how often to look
 * @param projection how to find the foot on the ridge
 */
public record RidgeOptions(
        int directions, double radius, Watch watch, ProjectionOptions projection) {

    /**
     * What counts as being on the ridge, and how often to look.
     *
     * @param kappa a sample with distance at most kappa sigma sqrt(D - d) is on the ridge; positive
     * @param every steps between two entries of the ledger, at least 1; the start and the end are
     *     always entered
     * @param separation of the frame, see {@link Ridge}
     */
    public record Watch(double kappa, int every, double separation) {

        /** kappa = 2, every step. */
        public static final Watch DEFAULT = new Watch(2, 1, Ridge.SEPARATION);

        /**
         * Checks the values.
         *
         * @param kappa a sample with distance at most kappa sigma sqrt(D - d) is on the ridge;
         *     positive
         * @param every steps between two entries of the ledger, at least 1; the start and the end
         *     are always entered
         * @param separation of the frame, see {@link Ridge}
         */
        public Watch {
            if (!(kappa > 0) || every < 1) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "watch: expected kappa above 0 and an entry every 1 or more steps,"
                                        + " found %s and %d; 2 and 1 are usual",
                                kappa,
                                every));
            }
        }
    }

    /**
     * Checks the values.
     *
     * @param directions d, tangent directions, at least 1
     * @param radius samples within this of a training point (times alpha) are memorised; positive,
     *     in the units of x
     * @param watch what counts as being on the ridge, and how often to look
     * @param projection how to find the foot on the ridge
     */
    public RidgeOptions {
        if (directions < 1 || !(radius > 0)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "ridge: expected d of 1 or more and a radius above 0, found d = %d and"
                                    + " %s; choose d with DirectionChoice, and a radius below half"
                                    + " the distance of training points",
                            directions,
                            radius));
        }
    }

    /**
     * Options with an entry a step, kappa = 2 and mean shift to 1e-8 sigma.
     *
     * @param directions d, the ridge's dimension, at least 1
     * @param radius distance to a training point within which a sample is memorised, in the units
     *     of the data
     * @return the options
     */
    public static RidgeOptions of(int directions, double radius) {
        return new RidgeOptions(
                directions,
                radius,
                Watch.DEFAULT,
                ProjectionOptions.MEAN_SHIFT.withTolerance(1e-8));
    }

    /**
     * These options with another watch.
     *
     * @param other what counts as being on the ridge, and how often to look
     * @return these options with another watch
     */
    public RidgeOptions withWatch(Watch other) {
        return new RidgeOptions(directions, radius, other, projection);
    }

    /**
     * These options with another projection.
     *
     * @param other how to find the foot on the ridge
     * @return these options with another projection
     */
    public RidgeOptions withProjection(ProjectionOptions other) {
        return new RidgeOptions(directions, radius, watch, other);
    }
}
