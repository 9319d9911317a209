// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

/**
 * How a sampler runs.
 *
 * @param seed of the noise
 * @param firstSample number of the first sample, at least 0: parts of one set of samples drawn
 *     apart are the same as drawn together
 * @param batchSize states carried together, at least 1; changes no result beyond rounding
 */
public record SamplingOptions(long seed, long firstSample, int batchSize) {

    private static final int BATCH = 64;

    /**
     * Checks the values.
     *
     * @param seed of the noise
     * @param firstSample number of the first sample, at least 0: parts of one set of samples drawn
     *     apart are the same as drawn together
     * @param batchSize states carried together, at least 1; changes no result beyond rounding
     */
    public SamplingOptions {
        if (firstSample < 0) {
            throw new IllegalArgumentException(
                    "firstSample: expected at least 0, found "
                            + firstSample
                            + "; count the samples from 0");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize: expected at least 1, found " + batchSize + "; give 1 or more");
        }
    }

    /**
     * Samples from number 0 on in batches of 64.
     *
     * @param seed of all random numbers of the run
     * @return the options
     */
    public static SamplingOptions seed(long seed) {
        return new SamplingOptions(seed, 0, BATCH);
    }

    /**
     * These options with another number of the first sample.
     *
     * @param number number of the first sample, at least 0: parts of one set of samples drawn apart
     *     are the same as drawn together
     * @return these options with another number of the first sample
     */
    public SamplingOptions withFirstSample(long number) {
        return new SamplingOptions(seed, number, batchSize);
    }

    /**
     * These options with another batch size.
     *
     * @param states states carried together, at least 1; changes no result beyond rounding
     * @return these options with another batch size
     */
    public SamplingOptions withBatchSize(int states) {
        return new SamplingOptions(seed, firstSample, states);
    }
}
