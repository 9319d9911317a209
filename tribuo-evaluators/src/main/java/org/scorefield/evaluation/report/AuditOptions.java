// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.score.Estimator;
import org.scorefield.evaluation.score.ScoreErrorOptions;
import org.scorefield.evaluation.score.TestFunctionSpec;
import org.scorefield.evaluation.support.SupportOptions;

/**
 * How an audit is done.
 *
 * @param evaluators names of the evaluators to run, in order; see {@link Audit#evaluators()}
 * @param images reference images shown in the report, 0 for no pictures at all
 * @param referenceRole what the reference data are to the model
 * @param scoreError how the score error is measured; its levels, samples, seed, batch size,
 *     confidence and time budget are those of the audit
 * @param marginalEnergy how the marginal energy is measured; its levels, seed and batch size are
 *     those of the score error, whatever is given
 * @param support how the support is measured; its seed and time budget are those of the score
 *     error, and its batches are no larger
 * @param ridge how samples are followed to the ridge; its levels, seed and batch size are those of
 *     the score error, whatever is given
 */
public record AuditOptions(
        List<String> evaluators,
        int images,
        ReferenceRole referenceRole,
        ScoreErrorOptions scoreError,
        MarginalEnergyOptions marginalEnergy,
        SupportOptions support,
        RidgeEvaluatorOptions ridge) {

    /** score-error at 8 levels of 2048 samples, seed 0, batches of 64, 95 %, 6 images. */
    public static final AuditOptions DEFAULT =
            new AuditOptions(
                    List.of("score-error"),
                    6,
                    ReferenceRole.SAMPLE,
                    ScoreErrorOptions.DEFAULT,
                    MarginalEnergyOptions.DEFAULT,
                    SupportOptions.DEFAULT,
                    RidgeEvaluatorOptions.DEFAULT);

    /** Checks the values. */
    public AuditOptions {
        evaluators = List.copyOf(evaluators);
        marginalEnergy =
                new MarginalEnergyOptions(
                        marginalEnergy.prior(),
                        scoreError.levels(),
                        marginalEnergy.states(),
                        marginalEnergy.runs(),
                        marginalEnergy.steps(),
                        marginalEnergy.reference(),
                        scoreError.seed(),
                        scoreError.batchSize());
        ridge =
                new RidgeEvaluatorOptions(
                        scoreError.levels(),
                        ridge.way(),
                        ridge.geometry(),
                        ridge.reference(),
                        scoreError.seed(),
                        scoreError.batchSize());
        if (images < 0) {
            throw new IllegalArgumentException(
                    "images: expected at least 0, found " + images + "; change the option");
        }
        if (referenceRole == ReferenceRole.WHOLE && scoreError.stateFile().isPresent()) {
            throw new IllegalArgumentException(
                    "state: expected no file where the reference data are the whole distribution,"
                            + " found "
                            + scoreError.stateFile().get()
                            + "; leave it out");
        }
    }

    /** These options as the key options of report.json holds them. */
    public JsonObject toJson() {
        return ReportJson.options(this);
    }

    /** How the support is measured. */
    @Override
    public SupportOptions support() {
        return support.withSeed(scoreError.seed())
                .withBatchSize(Math.min(support.batchSize(), scoreError.batchSize()))
                .withTimeBudget(scoreError.timeBudget());
    }

    /** Noise levels. */
    public int levels() {
        return scoreError.levels();
    }

    /** Noised samples at each level. */
    public int samples() {
        return scoreError.samples();
    }

    /** Seed of every random number. */
    public long seed() {
        return scoreError.seed();
    }

    /** Samples in one evaluation of the network. */
    public int batchSize() {
        return scoreError.batchSize();
    }

    /** Confidence of bounds and intervals. */
    public double confidence() {
        return scoreError.confidence();
    }

    /** Where present, levels take fewer samples so that the audit ends near this time. */
    public Optional<Duration> timeBudget() {
        return scoreError.timeBudget();
    }

    /** These options with other evaluators. */
    public AuditOptions withEvaluators(List<String> names) {
        return new AuditOptions(
                names, images, referenceRole, scoreError, marginalEnergy, support, ridge);
    }

    /** These options with another number of images. */
    public AuditOptions withImages(int count) {
        return new AuditOptions(
                evaluators, count, referenceRole, scoreError, marginalEnergy, support, ridge);
    }

    /** These options with another role of the reference data. */
    public AuditOptions withReferenceRole(ReferenceRole role) {
        return new AuditOptions(
                evaluators, images, role, scoreError, marginalEnergy, support, ridge);
    }

    /** These options with other options of the score error. */
    public AuditOptions withScoreError(ScoreErrorOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, options, marginalEnergy, support, ridge);
    }

    /** These options with other options of the marginal energy. */
    public AuditOptions withMarginalEnergy(MarginalEnergyOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, options, support, ridge);
    }

    /** These options with other options of the support. */
    public AuditOptions withSupport(SupportOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, marginalEnergy, options, ridge);
    }

    /** These options with other options of the ridge. */
    public AuditOptions withRidge(RidgeEvaluatorOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, marginalEnergy, support, options);
    }

    private AuditOptions with(UnaryOperator<ScoreErrorOptions> change) {
        return withScoreError(change.apply(scoreError));
    }

    /** These options with another number of levels. */
    public AuditOptions withLevels(int count) {
        return with(options -> options.withLevels(count));
    }

    /** These options with another number of samples at each level. */
    public AuditOptions withSamples(int count) {
        return with(options -> options.withSamples(count));
    }

    /** These options with another seed. */
    public AuditOptions withSeed(long value) {
        return with(options -> options.withSeed(value));
    }

    /** These options with another batch size. */
    public AuditOptions withBatchSize(int size) {
        return with(options -> options.withBatchSize(size));
    }

    /** These options with another confidence. */
    public AuditOptions withConfidence(double probability) {
        return with(options -> options.withConfidence(probability));
    }

    /** These options with other classes of test functions. */
    public AuditOptions withTestFunctions(List<TestFunctionSpec> classes) {
        return with(options -> options.withTestFunctions(classes));
    }

    /** These options with another number of samples that fit. */
    public AuditOptions withFitSamples(int rows) {
        return with(options -> options.withFitSamples(rows));
    }

    /** These options with another estimator. */
    public AuditOptions withEstimator(Estimator choice) {
        return with(options -> options.withEstimator(choice));
    }

    /** These options with a time budget. */
    public AuditOptions withTimeBudget(Duration budget) {
        return with(options -> options.withTimeBudget(budget));
    }

    /** These options with a file to save sums to and to resume from. */
    public AuditOptions withStateFile(Path file) {
        return with(options -> options.withStateFile(file));
    }
}
