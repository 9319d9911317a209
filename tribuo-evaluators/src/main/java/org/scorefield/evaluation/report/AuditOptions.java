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
import org.scorefield.evaluation.score.ScoreErrorOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimator;
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

    /**
     * Checks the values.
     *
     * @param evaluators names of the evaluators to run, in order; see {@link Audit#evaluators()}
     * @param images reference images shown in the report, 0 for no pictures at all
     * @param referenceRole what the reference data are to the model
     * @param scoreError how the score error is measured; its levels, samples, seed, batch size,
     *     confidence and time budget are those of the audit
     * @param marginalEnergy how the marginal energy is measured; its levels, seed and batch size
     *     are those of the score error, whatever is given
     * @param support how the support is measured; its seed and time budget are those of the score
     *     error, and its batches are no larger
     * @param ridge how samples are followed to the ridge; its levels, seed and batch size are those
     *     of the score error, whatever is given
     */
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

    /** {@return these options as the key options of report.json holds them} */
    public JsonObject toJson() {
        return ReportJson.options(this);
    }

    /** {@return how the support is measured} */
    @Override
    public SupportOptions support() {
        return support.withSeed(scoreError.seed())
                .withBatchSize(Math.min(support.batchSize(), scoreError.batchSize()))
                .withTimeBudget(scoreError.timeBudget());
    }

    /** {@return noise levels} */
    public int levels() {
        return scoreError.levels();
    }

    /** {@return noised samples at each level} */
    public int samples() {
        return scoreError.samples();
    }

    /** {@return seed of every random number} */
    public long seed() {
        return scoreError.seed();
    }

    /**
     * Samples in one evaluation of the network.
     *
     * @return their number, at least 1
     */
    public int batchSize() {
        return scoreError.batchSize();
    }

    /** {@return confidence of bounds and intervals} */
    public double confidence() {
        return scoreError.confidence();
    }

    /** {@return where present, levels take fewer samples so that the audit ends near this time} */
    public Optional<Duration> timeBudget() {
        return scoreError.timeBudget();
    }

    /**
     * These options with other evaluators.
     *
     * @param names names of the evaluators to run, in order; see {@link Audit#evaluators()}
     * @return these options with other evaluators
     */
    public AuditOptions withEvaluators(List<String> names) {
        return new AuditOptions(
                names, images, referenceRole, scoreError, marginalEnergy, support, ridge);
    }

    /**
     * These options with another number of images.
     *
     * @param count reference images shown in the report, 0 for no pictures at all
     * @return these options with another number of images
     */
    public AuditOptions withImages(int count) {
        return new AuditOptions(
                evaluators, count, referenceRole, scoreError, marginalEnergy, support, ridge);
    }

    /**
     * These options with another role of the reference data.
     *
     * @param role what the reference data are to the model
     * @return these options with another role of the reference data
     */
    public AuditOptions withReferenceRole(ReferenceRole role) {
        return new AuditOptions(
                evaluators, images, role, scoreError, marginalEnergy, support, ridge);
    }

    /**
     * These options with other options of the score error.
     *
     * @param options how the score error is measured; its levels, samples, seed, batch size,
     *     confidence and time budget are those of the audit
     * @return these options with other options of the score error
     */
    public AuditOptions withScoreError(ScoreErrorOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, options, marginalEnergy, support, ridge);
    }

    /**
     * These options with other options of the marginal energy.
     *
     * @param options how the marginal energy is measured; its levels, seed and batch size are those
     *     of the score error, whatever is given
     * @return these options with other options of the marginal energy
     */
    public AuditOptions withMarginalEnergy(MarginalEnergyOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, options, support, ridge);
    }

    /**
     * These options with other options of the support.
     *
     * @param options how the support is measured; its seed and time budget are those of the score
     *     error, and its batches are no larger
     * @return these options with other options of the support
     */
    public AuditOptions withSupport(SupportOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, marginalEnergy, options, ridge);
    }

    /**
     * These options with other options of the ridge.
     *
     * @param options how samples are followed to the ridge; its levels, seed and batch size are
     *     those of the score error, whatever is given
     * @return these options with other options of the ridge
     */
    public AuditOptions withRidge(RidgeEvaluatorOptions options) {
        return new AuditOptions(
                evaluators, images, referenceRole, scoreError, marginalEnergy, support, options);
    }

    private AuditOptions with(UnaryOperator<ScoreErrorOptions> change) {
        return withScoreError(change.apply(scoreError));
    }

    /**
     * These options with another number of levels.
     *
     * @param count noise levels, at least 1
     * @return these options with another number of levels
     */
    public AuditOptions withLevels(int count) {
        return with(options -> options.withLevels(count));
    }

    /**
     * These options with another number of samples at each level.
     *
     * @param count noised samples at each level
     * @return these options with another number of samples at each level
     */
    public AuditOptions withSamples(int count) {
        return with(options -> options.withSamples(count));
    }

    /**
     * These options with another seed.
     *
     * @param value seed of every random number
     * @return these options with another seed
     */
    public AuditOptions withSeed(long value) {
        return with(options -> options.withSeed(value));
    }

    /**
     * These options with another batch size.
     *
     * @param size samples in one evaluation of the network, at least 1; changes no result beyond
     *     rounding
     * @return these options with another batch size
     */
    public AuditOptions withBatchSize(int size) {
        return with(options -> options.withBatchSize(size));
    }

    /**
     * These options with another confidence.
     *
     * @param probability of bounds and intervals, in (0.5, 1)
     * @return these options with another confidence
     */
    public AuditOptions withConfidence(double probability) {
        return with(options -> options.withConfidence(probability));
    }

    /**
     * These options with other classes of test functions.
     *
     * @param classes classes of potentials of the score error, at least one
     * @return these options with other classes of test functions
     */
    public AuditOptions withTestFunctions(List<TestFunctionSpec> classes) {
        return with(options -> options.withTestFunctions(classes));
    }

    /**
     * These options with another number of samples that fit.
     *
     * @param rows rows of each half of the data, at most, that fit the score error's potentials
     * @return these options with another number of samples that fit
     */
    public AuditOptions withFitSamples(int rows) {
        return with(options -> options.withFitSamples(rows));
    }

    /**
     * These options with another estimator.
     *
     * @param choice how the score error's values are taken from data
     * @return these options with another estimator
     */
    public AuditOptions withEstimator(Estimator choice) {
        return with(options -> options.withEstimator(choice));
    }

    /**
     * These options with a time budget.
     *
     * @param budget the time after which the audit should end; it then takes fewer samples
     * @return these options with a time budget
     */
    public AuditOptions withTimeBudget(Duration budget) {
        return with(options -> options.withTimeBudget(budget));
    }

    /**
     * These options with a file to save sums to and to resume from.
     *
     * @param file where the score error's sums are saved; read first if it exists
     * @return these options with a file to save sums to and to resume from
     */
    public AuditOptions withStateFile(Path file) {
        return with(options -> options.withStateFile(file));
    }
}
