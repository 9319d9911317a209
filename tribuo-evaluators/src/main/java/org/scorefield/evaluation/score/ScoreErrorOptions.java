// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the score error is measured.
 *
 * @param levels noise levels, spread evenly in log SNR
 * @param samples noised samples at each level; where they are more than the data, each datum gets
 *     as many noises as comes nearest
 * @param seed of the order of the data and of the noise
 * @param batchSize rows in one evaluation of the network; changes no result beyond rounding
 * @param confidence of the one-sided lower bounds, in (0.5, 1)
 * @param principalAxes axes that carry every quadratic, where the data have more dimensions
 * @param ridges relative ridges to choose from, each at least 0
 * @param timeBudget where present, a level ends early once its share of the time is over and enough
 *     samples are in, at least 256; results then depend on the machine
 */
public record ScoreErrorOptions(
        int levels,
        int samples,
        long seed,
        int batchSize,
        double confidence,
        int principalAxes,
        List<Double> ridges,
        Optional<Duration> timeBudget) {

    /** Ridges from none to strong. */
    public static final List<Double> RIDGES =
            List.of(0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0);

    /** 8 levels of 2048 samples, seed 0, batches of 64, 95 %, 16 axes, {@link #RIDGES}. */
    public static final ScoreErrorOptions DEFAULT =
            new ScoreErrorOptions(8, 2048, 0L, 64, 0.95, 16, RIDGES, Optional.empty());

    /** Checks the values. */
    public ScoreErrorOptions {
        ridges = List.copyOf(ridges);
        require(levels >= 1, "levels", "at least 1", levels);
        require(samples >= 16, "samples", "at least 16", samples);
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
        require(confidence > 0.5 && confidence < 1, "confidence", "in (0.5, 1)", confidence);
        require(principalAxes >= 1, "principalAxes", "at least 1", principalAxes);
        require(
                !ridges.isEmpty() && ridges.stream().allMatch(r -> r >= 0 && r < 1e12),
                "ridges",
                "one or more numbers from 0 on",
                ridges);
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": expected " + rule + ", found " + found + "; change the option");
        }
    }

    /** These options with another number of levels. */
    public ScoreErrorOptions withLevels(int count) {
        return new ScoreErrorOptions(
                count, samples, seed, batchSize, confidence, principalAxes, ridges, timeBudget);
    }

    /** These options with another number of samples at each level. */
    public ScoreErrorOptions withSamples(int count) {
        return new ScoreErrorOptions(
                levels, count, seed, batchSize, confidence, principalAxes, ridges, timeBudget);
    }

    /** These options with another seed. */
    public ScoreErrorOptions withSeed(long value) {
        return new ScoreErrorOptions(
                levels, samples, value, batchSize, confidence, principalAxes, ridges, timeBudget);
    }

    /** These options with another batch size. */
    public ScoreErrorOptions withBatchSize(int rows) {
        return new ScoreErrorOptions(
                levels, samples, seed, rows, confidence, principalAxes, ridges, timeBudget);
    }

    /** These options with another confidence. */
    public ScoreErrorOptions withConfidence(double probability) {
        return new ScoreErrorOptions(
                levels, samples, seed, batchSize, probability, principalAxes, ridges, timeBudget);
    }

    /** These options with another number of principal axes. */
    public ScoreErrorOptions withPrincipalAxes(int axes) {
        return new ScoreErrorOptions(
                levels, samples, seed, batchSize, confidence, axes, ridges, timeBudget);
    }

    /** These options with other ridges. */
    public ScoreErrorOptions withRidges(List<Double> choices) {
        return new ScoreErrorOptions(
                levels, samples, seed, batchSize, confidence, principalAxes, choices, timeBudget);
    }

    /** These options with a time budget. */
    public ScoreErrorOptions withTimeBudget(Duration budget) {
        return new ScoreErrorOptions(
                levels,
                samples,
                seed,
                batchSize,
                confidence,
                principalAxes,
                ridges,
                Optional.of(budget));
    }
}
