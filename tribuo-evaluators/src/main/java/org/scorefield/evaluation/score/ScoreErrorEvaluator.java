// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.reference.ReferenceData;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluator;
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
public final class ScoreErrorEvaluator implements Evaluator<Regressor, ScoreErrorEvaluation> {
    private static final int LEAST_SAMPLES = 256;

    private final ScoreErrorOptions options;

    /** An evaluator with {@link ScoreErrorOptions#DEFAULT}. */
    public ScoreErrorEvaluator() {
        this(ScoreErrorOptions.DEFAULT);
    }

    /** An evaluator with options. */
    public ScoreErrorEvaluator(ScoreErrorOptions options) {
        this.options = options;
    }

    @Override
    public ScoreErrorEvaluation evaluate(Model<Regressor> model, Dataset<Regressor> dataset) {
        return evaluate(model, model.predict(dataset), dataset.getProvenance());
    }

    @Override
    public ScoreErrorEvaluation evaluate(Model<Regressor> model, DataSource<Regressor> source) {
        List<Example<Regressor>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return evaluate(model, model.predict(examples), source.getProvenance());
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
     * @throws EvaluationException where the data or the network's numbers do not allow it
     * @throws CancellationException where the thread was interrupted
     */
    public ScoreErrorEvaluation evaluate(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        ScoreErrorSufficientStatistics statistics = statistics(model, reference, progress);
        return new ScoreErrorEvaluation(
                new ScoreErrorMetric.Context(model, List.of(), statistics.estimate(options)),
                new EvaluationProvenance(model.getProvenance(), reference.provenance()));
    }

    /** The sums alone, for those who merge or store them. */
    public ScoreErrorSufficientStatistics statistics(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        NoisePredictor predictor = model.predictor();
        if (reference.dimension() != predictor.dimension()) {
            throw new EvaluationException(
                    "reference data: expected "
                            + predictor.dimension()
                            + " numbers in a sample, found "
                            + reference.dimension()
                            + "; give data of the shape that the checkpoint was trained for");
        }
        NoisedData data = new NoisedData(reference, options.samples(), options.seed());
        List<NoiseLevel> levels = NoiseLevel.spread(predictor.schedule(), options.levels());
        ScoreErrorSufficientStatistics statistics =
                new ScoreErrorSufficientStatistics(
                        key(model, reference),
                        levels,
                        functions(levels, data.principalAxes(options.principalAxes())),
                        Grouping.forData(data.used()));
        long start = System.nanoTime();
        for (int i = 0; i < levels.size(); i++) {
            long share = share(i + 1);
            addLevel(statistics, predictor, data, new Turn(i, start, share, progress));
        }
        return statistics;
    }

    /** Which level, and until when: nanoseconds from the start. */
    private record Turn(int level, long start, long share, ProgressListener progress) {
        boolean over() {
            return System.nanoTime() - start > share;
        }
    }

    private long share(int levelsDone) {
        return options.timeBudget()
                .map(Duration::toNanos)
                .map(budget -> budget / options.levels() * levelsDone)
                .orElse(Long.MAX_VALUE);
    }

    private void addLevel(
            ScoreErrorSufficientStatistics statistics,
            NoisePredictor predictor,
            NoisedData data,
            Turn turn) {
        NoiseLevel level = statistics.levels().get(turn.level());
        int step = Math.max(1, options.batchSize() / data.repeats());
        long total = (long) data.used() * data.repeats();
        long all = total * statistics.levels().size();
        // Enough for both folds, which differ by at most one run of data.
        long least =
                Math.max(LEAST_SAMPLES, 2 * (statistics.largestBlock() + 16L * data.repeats()));
        for (int from = 0; from < data.used(); from += step) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("score error: cancelled by an interrupt");
            }
            long done = (long) from * data.repeats();
            if (done >= least && turn.over()) {
                break;
            }
            turn.progress().progress("score error", total * turn.level() + done, all);
            int to = Math.min(data.used(), from + step);
            NoisedData.Noised noised = data.at(level, from, to);
            double[] predicted = predictor.epsilon(noised.x(), noised.rows(), level.t());
            statistics.add(
                    new NoisedBatch(
                            level, from, data.repeats(), noised.x(), noised.noise(), predicted));
        }
        turn.progress().progress("score error", total * (turn.level() + 1), all);
    }

    /** The class of potentials at each level: quadratic on all coordinates or on leading axes. */
    static List<TestFunctions> functions(List<NoiseLevel> levels, PrincipalAxes principal) {
        List<TestFunctions> functions = new ArrayList<>();
        for (NoiseLevel level : levels) {
            double[] centre = principal.mean().clone();
            for (int k = 0; k < centre.length; k++) {
                centre[k] *= level.alpha();
            }
            functions.add(
                    principal.axes().count() == centre.length
                            ? QuadraticFunctions.full(centre)
                            : QuadraticFunctions.leading(centre, principal.axes()));
        }
        return functions;
    }

    private String key(FieldModel model, ReferenceData reference) {
        return String.format(
                Locale.ROOT,
                "%s %s seed=%d samples=%d",
                model.getProvenance().getInstanceProvenance(),
                reference.provenance().sha256(),
                options.seed(),
                options.samples());
    }
}
