// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.evaluation.reference.density.KnownData;
import org.scorefield.evaluation.support.alignment.AlignmentOptions;

/**
 * How the support of a checkpoint's samples is measured.
 *
 * @param path the generation
 * @param samples trajectories whose variations are followed; where absent 32, or 4 where D is above
 *     {@link AlignmentOptions#DENSE}
 * @param vectors k, Lyapunov vectors of each, at most D; where absent 16, or D if that is less, and
 *     8 where D is above {@link AlignmentOptions#DENSE}
 * @param directions d, the dimension of the support; estimated where absent
 * @param reference points of the reference data that make the density, at most; further data are
 *     held out
 * @param seed of the choice of data and of the noise
 * @param batchSize trajectories carried together where there is no time budget; the first batch's
 *     exponents take part in the choice of d where that is not given
 * @param timeBudget where present, trajectories are carried one by one, none is begun after this
 *     time but the first, and the result says if it is partial
 */
public record SupportOptions(
        Path path,
        OptionalInt samples,
        OptionalInt vectors,
        OptionalInt directions,
        int reference,
        long seed,
        int batchSize,
        Optional<Duration> timeBudget) {

    /** DDIM steps, 1024 points, seed 0, batches of 8. */
    public static final SupportOptions DEFAULT =
            new SupportOptions(
                    Path.DEFAULT,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    1024,
                    0L,
                    8,
                    Optional.empty());

    private static final int VECTORS = 16;
    private static final int SAMPLES = 32;
    private static final int STEPS = 40;

    /** The same for states of many numbers, where each product takes a network's evaluation. */
    private static final int FEW_VECTORS = 8;

    private static final int FEW_SAMPLES = 4;
    private static final int FEW_STEPS = 20;

    /**
     * The generation.
     *
     * @param process its steps
     * @param steps from noise to data, evenly in log SNR, at least 2; where absent 40, or 20 where
     *     D is above {@link AlignmentOptions#DENSE}
     * @param end time of the end, in (0, 1); where absent, that of sigma / alpha = 0.01 or the
     *     least noise that the schedule has
     */
    public record Path(SupportProcess process, OptionalInt steps, OptionalDouble end) {
        /** DDIM steps. */
        public static final Path DEFAULT =
                new Path(SupportProcess.DDIM, OptionalInt.empty(), OptionalDouble.empty());

        /**
         * Checks the values.
         *
         * @param process its steps
         * @param steps from noise to data, evenly in log SNR, at least 2; where absent 40, or 20
         *     where D is above {@link AlignmentOptions#DENSE}
         * @param end time of the end, in (0, 1); where absent, that of sigma / alpha = 0.01 or the
         *     least noise that the schedule has
         */
        public Path {
            if (steps.isPresent()) {
                int count = steps.getAsInt();
                require(count >= 2, "steps", "at least 2", count);
            }
            if (end.isPresent()) {
                double t = end.getAsDouble();
                require(t > 0 && t < 1, "end", "a time between 0 (data) and 1 (noise)", t);
            }
        }
    }

    /**
     * Checks the values.
     *
     * @param path the generation
     * @param samples trajectories whose variations are followed; where absent 32, or 4 where D is
     *     above {@link AlignmentOptions#DENSE}
     * @param vectors k, Lyapunov vectors of each, at most D; where absent 16, or D if that is less,
     *     and 8 where D is above {@link AlignmentOptions#DENSE}
     * @param directions d, the dimension of the support; estimated where absent
     * @param reference points of the reference data that make the density, at most; further data
     *     are held out
     * @param seed of the choice of data and of the noise
     * @param batchSize trajectories carried together where there is no time budget; the first
     *     batch's exponents take part in the choice of d where that is not given
     * @param timeBudget where present, trajectories are carried one by one, none is begun after
     *     this time but the first, and the result says if it is partial
     */
    public SupportOptions {
        if (samples.isPresent()) {
            int count = samples.getAsInt();
            require(count >= 1, "samples", "at least 1", count);
        }
        if (vectors.isPresent()) {
            int k = vectors.getAsInt();
            require(k >= 1, "vectors", "at least 1", k);
        }
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
        require(reference >= 2, "reference", "at least 2 points", reference);
        if (directions.isPresent()) {
            int d = directions.getAsInt();
            require(d >= 1, "directions", "at least 1", d);
            boolean enough = vectors.isEmpty() || d <= vectors.getAsInt();
            require(enough, "directions", "at most as many as vectors", d);
        }
    }

    /**
     * These options with another generation.
     *
     * @param other the generation
     * @return these options with another generation
     */
    public SupportOptions withPath(Path other) {
        return new SupportOptions(
                other, samples, vectors, directions, reference, seed, batchSize, timeBudget);
    }

    /**
     * These options with another number of trajectories.
     *
     * @param count trajectories whose variations are followed; where absent 32, or 4 where D is
     *     above {@link AlignmentOptions#DENSE}
     * @return these options with another number of trajectories
     */
    public SupportOptions withSamples(int count) {
        return new SupportOptions(
                path,
                OptionalInt.of(count),
                vectors,
                directions,
                reference,
                seed,
                batchSize,
                timeBudget);
    }

    /**
     * These options with another number of vectors.
     *
     * @param count k, Lyapunov vectors of each, at most D; where absent 16, or D if that is less,
     *     and 8 where D is above {@link AlignmentOptions#DENSE}
     * @return these options with another number of vectors
     */
    public SupportOptions withVectors(int count) {
        return new SupportOptions(
                path,
                samples,
                OptionalInt.of(count),
                directions,
                reference,
                seed,
                batchSize,
                timeBudget);
    }

    /**
     * These options with a dimension of the support.
     *
     * @param d d, the dimension of the support; estimated where absent
     * @return these options with a dimension of the support
     */
    public SupportOptions withDirections(int d) {
        return new SupportOptions(
                path, samples, vectors, OptionalInt.of(d), reference, seed, batchSize, timeBudget);
    }

    /**
     * These options with another number of points of the density.
     *
     * @param points points of the reference data that make the density, at most; further data are
     *     held out
     * @return these options with another number of points of the density
     */
    public SupportOptions withReference(int points) {
        return new SupportOptions(
                path, samples, vectors, directions, points, seed, batchSize, timeBudget);
    }

    /**
     * These options with another seed.
     *
     * @param value of the choice of data and of the noise
     * @return these options with another seed
     */
    public SupportOptions withSeed(long value) {
        return new SupportOptions(
                path, samples, vectors, directions, reference, value, batchSize, timeBudget);
    }

    /**
     * These options with another batch size.
     *
     * @param size trajectories carried together where there is no time budget; the first batch's
     *     exponents take part in the choice of d where that is not given
     * @return these options with another batch size
     */
    public SupportOptions withBatchSize(int size) {
        return new SupportOptions(
                path, samples, vectors, directions, reference, seed, size, timeBudget);
    }

    /**
     * These options with a time budget.
     *
     * @param budget where present, trajectories are carried one by one, none is begun after this
     *     time but the first, and the result says if it is partial
     * @return these options with a time budget
     */
    public SupportOptions withTimeBudget(Optional<Duration> budget) {
        return new SupportOptions(
                path, samples, vectors, directions, reference, seed, batchSize, budget);
    }

    /** k for states of a dimension, enough for d where that is given. */
    int vectors(int dimension) {
        int usual = dimension > AlignmentOptions.DENSE ? FEW_VECTORS : VECTORS;
        return vectors.orElse(Math.min(Math.max(usual, directions.orElse(0)), dimension));
    }

    /** Trajectories for states of a dimension. */
    int samples(int dimension) {
        return samples.orElse(dimension > AlignmentOptions.DENSE ? FEW_SAMPLES : SAMPLES);
    }

    /** Steps for states of a dimension. */
    int steps(int dimension) {
        return path.steps().orElse(dimension > AlignmentOptions.DENSE ? FEW_STEPS : STEPS);
    }

    /** Trajectories of a batch: one where time may run out between two of them. */
    int together() {
        return timeBudget.isPresent() ? 1 : batchSize;
    }

    /** How much of the reference data makes the density and how much is held out. */
    KnownData.Sizes sizes(int dimension) {
        return new KnownData.Sizes(reference, Math.max(samples(dimension), 2), seed);
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": expected " + rule + ", found " + found + "; change the option");
        }
    }
}
