// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.ReverseProcess;

/**
 * How the evaluator follows a checkpoint's samples to the ridge.
 *
 * @param levels noise levels of the ledger, spread evenly in log SNR, at least 1
 * @param way how samples are made
 * @param geometry which ridge, and what counts as memorised
 * @param reference points of the reference data that make the density, at most; further data are
 *     held out
 * @param seed of the choice of data and of the noise
 * @param batchSize rows in one evaluation of the network
 */
public record RidgeEvaluatorOptions(
        int levels, Way way, Geometry geometry, int reference, long seed, int batchSize) {

    /**
     * 8 levels; 32 samples of 48 steps of the reverse SDE beside 32 held-out data; d up to 8 and
     * radius from the data, kappa = 2; 512 points.
     */
    public static final RidgeEvaluatorOptions DEFAULT =
            new RidgeEvaluatorOptions(
                    8,
                    new Way(Process.REVERSE_SDE, 32, 48, 32),
                    new Geometry(OptionalInt.empty(), 8, OptionalDouble.empty(), 2),
                    512,
                    0L,
                    64);

    /** How samples are made. */
    public enum Process {
        /** Ancestral sampling, the reverse SDE: fresh noise at each step. */
        REVERSE_SDE("reverse SDE", ReverseProcess.ANCESTRAL),
        /** DDIM without noise, the probability flow. */
        PROBABILITY_FLOW("probability flow", ReverseProcess.DDIM);

        private final String label;
        private final GeneratingProcess process;

        Process(String label, GeneratingProcess process) {
            this.label = label;
            this.process = process;
        }

        /** {@return the name for people} */
        public String label() {
            return label;
        }

        /** {@return the rule of a step} */
        public GeneratingProcess process() {
            return process;
        }
    }

    /**
     * How samples are made.
     *
     * @param process the rule of a step
     * @param samples how many, at least 2
     * @param steps equal steps in log SNR, at least one less than levels
     * @param heldOut held-out data that are noised and looked at in the same way, at least 2
     */
    public record Way(Process process, int samples, int steps, int heldOut) {

        /**
         * Checks the values.
         *
         * @param process the rule of a step
         * @param samples how many, at least 2
         * @param steps equal steps in log SNR, at least one less than levels
         * @param heldOut held-out data that are noised and looked at in the same way, at least 2
         */
        public Way {
            require(samples >= 2, "samples", "at least 2", samples);
            require(steps >= 2, "steps", "at least 2", steps);
            require(heldOut >= 2, "heldOut", "at least 2", heldOut);
        }
    }

    /**
     * Which ridge, and what counts as memorised.
     *
     * @param directions d; where absent, chosen from the eigengaps, see {@link DirectionVote}
     * @param largest the largest d that may be chosen, at least 1
     * @param radius samples that end within this of a training point (times alpha) are memorised,
     *     in the units of x; where absent, from the data, see {@link MemoryRadius}
     * @param kappa samples with a distance of at most kappa sigma sqrt(D - d) are on the ridge
     */
    public record Geometry(
            OptionalInt directions, int largest, OptionalDouble radius, double kappa) {

        /**
         * Checks the values.
         *
         * @param directions d; where absent, chosen from the eigengaps, see {@link DirectionVote}
         * @param largest the largest d that may be chosen, at least 1
         * @param radius samples that end within this of a training point (times alpha) are
         *     memorised, in the units of x; where absent, from the data, see {@link MemoryRadius}
         * @param kappa samples with a distance of at most kappa sigma sqrt(D - d) are on the ridge
         */
        public Geometry {
            directions.ifPresent(d -> require(d >= 1, "directions", "at least 1", d));
            require(largest >= 1, "largest", "at least 1", largest);
            radius.ifPresent(
                    r ->
                            require(
                                    r > 0 && r < Double.POSITIVE_INFINITY,
                                    "radius",
                                    "a positive number",
                                    r));
            require(
                    kappa > 0 && kappa < Double.POSITIVE_INFINITY,
                    "kappa",
                    "a positive number",
                    kappa);
        }
    }

    /**
     * Checks the values.
     *
     * @param levels noise levels of the ledger, spread evenly in log SNR, at least 1
     * @param way how samples are made
     * @param geometry which ridge, and what counts as memorised
     * @param reference points of the reference data that make the density, at most; further data
     *     are held out
     * @param seed of the choice of data and of the noise
     * @param batchSize rows in one evaluation of the network
     */
    public RidgeEvaluatorOptions {
        require(levels >= 1, "levels", "at least 1", levels);
        require(reference >= 2, "reference", "at least 2 points", reference);
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
    }

    /** Equal steps of the sampler: no fewer than there are levels. */
    int steps() {
        return Math.max(way.steps(), levels);
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s: expected %s, found %s; change the option",
                            name,
                            rule,
                            found));
        }
    }

    /**
     * These options with another way to make samples.
     *
     * @param other how samples are made
     * @return these options with another way to make samples
     */
    public RidgeEvaluatorOptions withWay(Way other) {
        return new RidgeEvaluatorOptions(levels, other, geometry, reference, seed, batchSize);
    }

    /**
     * These options with another ridge.
     *
     * @param other which ridge, and what counts as memorised
     * @return these options with another ridge
     */
    public RidgeEvaluatorOptions withGeometry(Geometry other) {
        return new RidgeEvaluatorOptions(levels, way, other, reference, seed, batchSize);
    }

    /**
     * These options with another number of points that make the density.
     *
     * @param points points of the reference data that make the density, at most; further data are
     *     held out
     * @return these options with another number of points that make the density
     */
    public RidgeEvaluatorOptions withReference(int points) {
        return new RidgeEvaluatorOptions(levels, way, geometry, points, seed, batchSize);
    }
}
