// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an audit is done.
 *
 * @param evaluators names of the evaluators to run, in order; see {@link Audit#evaluators()}
 * @param levels noise levels, at least 1
 * @param samples noised samples at each level, at least 16
 * @param seed of every random number
 * @param batchSize samples in one evaluation of the network; changes no result
 * @param images reference images shown in the report, 0 for none
 * @param timeBudget where present, levels take fewer samples so that the audit ends near this time
 */
public record AuditOptions(
        List<String> evaluators,
        int levels,
        int samples,
        long seed,
        int batchSize,
        int images,
        Optional<Duration> timeBudget) {

    /** score-error at 8 levels of 2048 samples, seed 0, batches of 64, 6 images. */
    public static final AuditOptions DEFAULT =
            new AuditOptions(List.of("score-error"), 8, 2048, 0L, 64, 6, Optional.empty());

    /** Checks the values. */
    public AuditOptions {
        evaluators = List.copyOf(evaluators);
        positive("levels", levels, 1);
        positive("samples", samples, 16);
        positive("batchSize", batchSize, 1);
        positive("images", images, 0);
    }

    /** These options with other evaluators. */
    public AuditOptions withEvaluators(List<String> names) {
        return new AuditOptions(names, levels, samples, seed, batchSize, images, timeBudget);
    }

    /** These options with another number of levels. */
    public AuditOptions withLevels(int count) {
        return new AuditOptions(evaluators, count, samples, seed, batchSize, images, timeBudget);
    }

    /** These options with another number of samples at each level. */
    public AuditOptions withSamples(int count) {
        return new AuditOptions(evaluators, levels, count, seed, batchSize, images, timeBudget);
    }

    /** These options with another seed. */
    public AuditOptions withSeed(long value) {
        return new AuditOptions(evaluators, levels, samples, value, batchSize, images, timeBudget);
    }

    /** These options with another batch size. */
    public AuditOptions withBatchSize(int size) {
        return new AuditOptions(evaluators, levels, samples, seed, size, images, timeBudget);
    }

    /** These options with another number of images. */
    public AuditOptions withImages(int count) {
        return new AuditOptions(evaluators, levels, samples, seed, batchSize, count, timeBudget);
    }

    /** These options with a time budget. */
    public AuditOptions withTimeBudget(Duration budget) {
        return new AuditOptions(
                evaluators, levels, samples, seed, batchSize, images, Optional.of(budget));
    }

    private static void positive(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": expected at least " + least + ", found " + value + "; raise it");
        }
    }
}
