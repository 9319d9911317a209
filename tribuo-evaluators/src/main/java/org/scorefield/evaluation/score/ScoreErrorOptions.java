// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimator;

/**
 * How the score error is measured.
 *
 * @param levels noise levels, 1 to 1000, spread evenly in log SNR
 * @param times where not empty, the noise levels in [0, 1] themselves, in place of {@code levels}
 * @param samples noised samples at each level; where they are more than the data, each datum gets
 *     as many noises as comes nearest
 * @param seed of the order of the data and of the noise
 * @param batchSize rows in one evaluation of the network; changes no result beyond rounding
 * @param confidence of the bounds and intervals, in (0.5, 1)
 * @param testFunctions classes of potentials, at least one
 * @param fitSamples rows of each half of the data, at most, that fit and choose its potential;
 *     further rows only certify. Memory depends on this number, not on {@code samples}
 * @param estimator how values are taken from data
 * @param timeBudget where present, a level ends early once its share of the time is over and enough
 *     samples are in, at least 256; results then depend on the machine
 * @param stateFile where present, sums are saved to this file as they grow, so that an interrupted
 *     evaluation can be resumed
 */
public record ScoreErrorOptions(
        int levels,
        List<Double> times,
        int samples,
        long seed,
        int batchSize,
        double confidence,
        List<TestFunctionSpec> testFunctions,
        int fitSamples,
        Estimator estimator,
        Optional<Duration> timeBudget,
        Optional<Path> stateFile) {

    /** Beyond these no number of the path gains, and statistics would fill the memory. */
    private static final int MOST_LEVELS = 1000;

    /** 8 levels of 2048 samples, seed 0, batches of 64, 95 %, classes chosen by the data. */
    public static final ScoreErrorOptions DEFAULT =
            new ScoreErrorOptions(
                    8,
                    List.of(),
                    2048,
                    0L,
                    64,
                    0.95,
                    List.of(TestFunctionSpec.AUTO),
                    2048,
                    Estimator.CROSS_FITTED,
                    Optional.empty(),
                    Optional.empty());

    /**
     * Checks the values.
     *
     * @param levels noise levels, 1 to 1000, spread evenly in log SNR
     * @param times where not empty, the noise levels in [0, 1] themselves, in place of {@code
     *     levels}
     * @param samples noised samples at each level; where they are more than the data, each datum
     *     gets as many noises as comes nearest
     * @param seed of the order of the data and of the noise
     * @param batchSize rows in one evaluation of the network; changes no result beyond rounding
     * @param confidence of the bounds and intervals, in (0.5, 1)
     * @param testFunctions classes of potentials, at least one
     * @param fitSamples rows of each half of the data, at most, that fit and choose its potential;
     *     further rows only certify. Memory depends on this number, not on {@code samples}
     * @param estimator how values are taken from data
     * @param timeBudget where present, a level ends early once its share of the time is over and
     *     enough samples are in, at least 256; results then depend on the machine
     * @param stateFile where present, sums are saved to this file as they grow, so that an
     *     interrupted evaluation can be resumed
     */
    public ScoreErrorOptions {
        testFunctions = List.copyOf(testFunctions);
        times = List.copyOf(times);
        require(levels >= 1, "levels", "at least 1", levels);
        require(levels <= MOST_LEVELS, "levels", "at most " + MOST_LEVELS, levels);
        require(samples >= 16, "samples", "at least 16", samples);
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
        require(confidence > 0.5 && confidence < 1, "confidence", "in (0.5, 1)", confidence);
        require(!testFunctions.isEmpty(), "testFunctions", "at least one class", testFunctions);
        require(fitSamples >= 8, "fitSamples", "at least 8", fitSamples);
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": expected " + rule + ", found " + found + "; change the option");
        }
    }

    /** The noise levels on a schedule: {@code times}, or {@code levels} of them spread evenly. */
    List<NoiseLevel> noiseLevels(NoiseSchedule schedule) {
        return times.isEmpty()
                ? NoiseLevel.spread(schedule, levels)
                : times.stream().distinct().sorted().map(t -> NoiseLevel.of(schedule, t)).toList();
    }

    /**
     * These options with another number of levels.
     *
     * @param count noise levels, spread evenly in log SNR
     * @return these options with another number of levels
     */
    public ScoreErrorOptions withLevels(int count) {
        return new ScoreErrorOptions(
                count,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with given noise levels, times in [0, 1].
     *
     * @param given where not empty, the noise levels in [0, 1] themselves, in place of {@code
     *     levels}
     * @return these options with given noise levels, times in [0, 1]
     */
    public ScoreErrorOptions withTimes(List<Double> given) {
        return new ScoreErrorOptions(
                levels,
                given,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another number of samples at each level.
     *
     * @param count noised samples at each level; where they are more than the data, each datum gets
     *     as many noises as comes nearest
     * @return these options with another number of samples at each level
     */
    public ScoreErrorOptions withSamples(int count) {
        return new ScoreErrorOptions(
                levels,
                times,
                count,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another seed.
     *
     * @param value of the order of the data and of the noise
     * @return these options with another seed
     */
    public ScoreErrorOptions withSeed(long value) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                value,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another batch size.
     *
     * @param rows rows in one evaluation of the network; changes no result beyond rounding
     * @return these options with another batch size
     */
    public ScoreErrorOptions withBatchSize(int rows) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                rows,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another confidence.
     *
     * @param probability of the bounds and intervals, in (0.5, 1)
     * @return these options with another confidence
     */
    public ScoreErrorOptions withConfidence(double probability) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                probability,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with other classes of potentials.
     *
     * @param classes classes of potentials, at least one
     * @return these options with other classes of potentials
     */
    public ScoreErrorOptions withTestFunctions(List<TestFunctionSpec> classes) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                classes,
                fitSamples,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another number of rows that fit.
     *
     * @param rows rows of each half of the data, at most, that fit and choose its potential;
     *     further rows only certify. Memory depends on this number, not on {@code samples}
     * @return these options with another number of rows that fit
     */
    public ScoreErrorOptions withFitSamples(int rows) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                rows,
                estimator,
                timeBudget,
                stateFile);
    }

    /**
     * These options with another estimator.
     *
     * @param choice how values are taken from data
     * @return these options with another estimator
     */
    public ScoreErrorOptions withEstimator(Estimator choice) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                choice,
                timeBudget,
                stateFile);
    }

    /**
     * These options with a time budget.
     *
     * @param budget where present, a level ends early once its share of the time is over and enough
     *     samples are in, at least 256; results then depend on the machine
     * @return these options with a time budget
     */
    public ScoreErrorOptions withTimeBudget(Duration budget) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                Optional.of(budget),
                stateFile);
    }

    /**
     * These options with a file for the sums.
     *
     * @param file where present, sums are saved to this file as they grow, so that an interrupted
     *     evaluation can be resumed
     * @return these options with a file for the sums
     */
    public ScoreErrorOptions withStateFile(Path file) {
        return new ScoreErrorOptions(
                levels,
                times,
                samples,
                seed,
                batchSize,
                confidence,
                testFunctions,
                fitSamples,
                estimator,
                timeBudget,
                Optional.of(file));
    }
}
