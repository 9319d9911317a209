// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.List;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricContext;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/** The mean of one of {@link MarginalEnergyMetrics} at one place and time, or over all of them. */
public final class MarginalEnergyMetric
        implements EvaluationMetric<Regressor, MarginalEnergyMetric.Context> {
    private final MetricTarget<Regressor> target;
    private final MarginalEnergyMetrics metric;

    MarginalEnergyMetric(MetricTarget<Regressor> target, MarginalEnergyMetrics metric) {
        this.target = target;
        this.metric = metric;
    }

    @Override
    public double compute(Context context) {
        return target.getOutputTarget()
                .map(level -> context.level(level).get(metric).mean())
                .orElseGet(
                        () ->
                                context.levels().stream()
                                        .mapToDouble(level -> level.get(metric).mean())
                                        .filter(Double::isFinite)
                                        .average()
                                        .orElse(Double.NaN));
    }

    @Override
    public MetricTarget<Regressor> getTarget() {
        return target;
    }

    @Override
    public String getName() {
        return metric.name();
    }

    /** Not supported: levels need a reference distribution, which the evaluator knows. */
    @Override
    public Context createContext(Model<Regressor> model, List<Prediction<Regressor>> predictions) {
        throw new UnsupportedOperationException(
                "metric: expected levels of an evaluation, found predictions alone; use"
                        + " MarginalEnergyEvaluator, which knows the reference distribution");
    }

    /** The levels that every metric is read from. */
    public static final class Context extends MetricContext<Regressor> {
        private final List<EnergyLevel> levels;

        Context(
                Model<Regressor> model,
                List<Prediction<Regressor>> predictions,
                List<EnergyLevel> levels) {
            super(model, predictions);
            this.levels = List.copyOf(levels);
        }

        /** {@return all levels, place by place, times ascending} */
        public List<EnergyLevel> levels() {
            return levels;
        }

        private EnergyLevel level(Regressor target) {
            return levels.stream()
                    .filter(level -> MarginalEnergyEvaluation.target(level).equals(target))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "target: expected a level of this evaluation, found "
                                                    + target
                                                    + "; use MarginalEnergyEvaluation.target"));
        }
    }
}
