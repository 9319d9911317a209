// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.DoublePredicate;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldEvaluator;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;

/**
 * Measures, per noise level, the denoising loss and how much of the score error can reach the
 * samples.
 *
 * <p>Two ways in, one set of statistics: Tribuo's {@code evaluate(model, dataset)} on a {@link
 * FieldModel} and {@link NoisedExamples}, and {@link #evaluate(FieldModel, ReferenceData,
 * ProgressListener)}, which keeps images as dense arrays. Source: spec score-error; Khelifa,
 * Turner, Venkataramanan, arXiv 2606.06179.
 */
public final class ScoreErrorEvaluator implements FieldEvaluator<ScoreErrorEvaluation> {
    private final ScoreErrorOptions options;

    /** An evaluator with {@link ScoreErrorOptions#DEFAULT}. */
    public ScoreErrorEvaluator() {
        this(ScoreErrorOptions.DEFAULT);
    }

    /**
     * An evaluator with options.
     *
     * @param options levels, samples, test functions and estimator
     */
    public ScoreErrorEvaluator(ScoreErrorOptions options) {
        this.options = options;
    }

    @Override
    public ScoreErrorEvaluation evaluate(
            Model<Regressor> model,
            List<Prediction<Regressor>> predictions,
            DataProvenance provenance) {
        FieldModel field = FieldModel.require(model);
        List<LevelError> levels =
                NoisedExamples.statistics(field, predictions, options).estimate(options);
        return new ScoreErrorEvaluation(
                new ScoreErrorMetric.Context(model, predictions, levels),
                new EvaluationProvenance(model.getProvenance(), provenance));
    }

    /**
     * The dense path, for images as for anything else.
     *
     * @param model the model
     * @param reference held-out data of the model's dimension
     * @param progress hears of samples done
     * @return the evaluation
     * @throws EvaluationException where the data or the network's numbers do not allow it
     * @throws CancellationException where the thread was interrupted
     */
    public ScoreErrorEvaluation evaluate(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluation(model, reference, statistics(model, reference, progress));
    }

    /**
     * The dense path where the true score is known: a lower bound without the noise of drawn
     * examples, |e|^2, an upper bound and their ratio.
     *
     * @param model the model
     * @param reference data from the distribution whose score is known
     * @param truth the score of that distribution, noised
     * @param progress hears of samples done
     * @return the evaluation
     */
    public ScoreErrorEvaluation evaluate(
            FieldModel model, ReferenceData reference, TrueScore truth, ProgressListener progress) {
        try (ScoreErrorRun run =
                new ScoreErrorRun(options, model, reference, Optional.of(truth), progress)) {
            return evaluation(model, reference, run.all(run.none(), clock()));
        }
    }

    /**
     * The statistics alone, for those who merge or store them.
     *
     * @param model the model
     * @param reference held-out data of the model's dimension
     * @param progress hears of samples done
     * @return sums of all levels
     */
    public ScoreErrorSufficientStatistics statistics(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        try (ScoreErrorRun run =
                new ScoreErrorRun(options, model, reference, Optional.empty(), progress)) {
            return run.all(run.none(), clock());
        }
    }

    /**
     * Goes on where the state file of the options ends, to the same numbers as without a break; at
     * the beginning where there is no such file.
     *
     * @param model the model, as before
     * @param reference the data, as before
     * @param progress hears of samples done
     * @return the evaluation
     * @throws IOException where the file cannot be read, or belongs to another model, other data or
     *     other options
     */
    public ScoreErrorEvaluation resume(
            FieldModel model, ReferenceData reference, ProgressListener progress)
            throws IOException {
        try (ScoreErrorRun run =
                new ScoreErrorRun(options, model, reference, Optional.empty(), progress)) {
            return evaluation(model, reference, run.all(run.saved(), clock()));
        }
    }

    /**
     * Sums over some of the data, for potentials that were fitted before: parts of an evaluation
     * that is spread over several machines, to be merged.
     *
     * @param model the model
     * @param reference the data
     * @param fitted statistics with potentials; not modified
     * @param data positions in the order of the audit, from 0 to below {@code samples}
     * @return statistics of these data alone
     */
    public ScoreErrorSufficientStatistics certify(
            FieldModel model,
            ReferenceData reference,
            ScoreErrorSufficientStatistics fitted,
            Positions data) {
        try (ScoreErrorRun run =
                new ScoreErrorRun(
                        options, model, reference, Optional.empty(), ProgressListener.NONE)) {
            return run.certify(fitted, data);
        }
    }

    private ScoreErrorEvaluation evaluation(
            FieldModel model, ReferenceData reference, ScoreErrorSufficientStatistics statistics) {
        return new ScoreErrorEvaluation(
                new ScoreErrorMetric.Context(model, List.of(), statistics.estimate(options)),
                new EvaluationProvenance(model.getProvenance(), reference.provenance()));
    }

    /** Whether the time for a part of the evaluation is over; part in (0, 1]. */
    private DoublePredicate clock() {
        long start = System.nanoTime();
        return part ->
                options.timeBudget().isPresent()
                        && System.nanoTime() - start > part * options.timeBudget().get().toNanos();
    }
}
