// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.List;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricContext;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/** One of {@link ScoreErrorMetrics} at one noise level, or averaged over levels. */
public final class ScoreErrorMetric
        implements EvaluationMetric<Regressor, ScoreErrorMetric.Context> {
    private final MetricTarget<Regressor> target;
    private final ScoreErrorMetrics metric;

    ScoreErrorMetric(MetricTarget<Regressor> target, ScoreErrorMetrics metric) {
        this.target = target;
        this.metric = metric;
    }

    @Override
    public double compute(Context context) {
        return target.getOutputTarget()
                .map(level -> metric.at(context.level(level)))
                .orElseGet(() -> metric.over(context.levels()));
    }

    @Override
    public MetricTarget<Regressor> getTarget() {
        return target;
    }

    @Override
    public String getName() {
        return metric.name();
    }

    @Override
    public Context createContext(Model<Regressor> model, List<Prediction<Regressor>> predictions) {
        ScoreErrorOptions options = ScoreErrorOptions.DEFAULT;
        FieldModel field = FieldModel.require(model);
        return new Context(
                model,
                predictions,
                NoisedExamples.statistics(field, predictions, options).estimate(options));
    }

    /** The errors at all levels, from which every metric is read. */
    public static final class Context extends MetricContext<Regressor> {
        private final List<LevelError> levels;

        Context(
                Model<Regressor> model,
                List<Prediction<Regressor>> predictions,
                List<LevelError> levels) {
            super(model, predictions);
            this.levels = List.copyOf(levels);
        }

        /** {@return errors, level by level} */
        public List<LevelError> levels() {
            return levels;
        }

        private LevelError level(Regressor target) {
            return levels.stream()
                    .filter(level -> ScoreErrorEvaluation.target(level.level()).equals(target))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "target: expected a level of this evaluation, found "
                                                    + target
                                                    + "; use ScoreErrorEvaluation.target"));
        }
    }
}
