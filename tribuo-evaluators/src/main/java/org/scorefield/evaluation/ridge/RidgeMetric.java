// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.List;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricContext;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/**
 * One of {@link RidgeMetrics} at one place and noise level, averaged over levels, or of all
 * samples.
 */
public final class RidgeMetric implements EvaluationMetric<Regressor, RidgeMetric.Context> {
    private final MetricTarget<Regressor> target;
    private final RidgeMetrics metric;

    RidgeMetric(MetricTarget<Regressor> target, RidgeMetrics metric) {
        this.target = target;
        this.metric = metric;
    }

    @Override
    public double compute(Context context) {
        if (metric.verdict().isPresent()) {
            return context.shares().isEmpty()
                    ? Double.NaN
                    : context.shares().get(metric.verdict().get()).share();
        }
        return metric.atLevel()
                .map(
                        value ->
                                target.getOutputTarget()
                                        .map(level -> value.applyAsDouble(context.level(level)))
                                        .orElseGet(
                                                () ->
                                                        context.own().stream()
                                                                .mapToDouble(value)
                                                                .filter(Double::isFinite)
                                                                .average()
                                                                .orElse(Double.NaN)))
                .orElse(Double.NaN);
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
                        + " RidgeEvaluator, which knows the reference distribution");
    }

    /** The levels and shares that every metric is read from. */
    public static final class Context extends MetricContext<Regressor> {
        private final List<RidgeLevel> levels;
        private final VerdictShares shares;

        Context(
                Model<Regressor> model,
                List<Prediction<Regressor>> predictions,
                List<RidgeLevel> levels,
                VerdictShares shares) {
            super(model, predictions);
            this.levels = List.copyOf(levels);
            this.shares = shares;
        }

        /** {@return all levels, place by place, from little noise to much} */
        public List<RidgeLevel> levels() {
            return levels;
        }

        /** {@return shares of verdicts among samples; empty where none were made} */
        public VerdictShares shares() {
            return shares;
        }

        /** Levels of samples, or of examples where none were made. */
        List<RidgeLevel> own() {
            return levels.stream().filter(l -> l.place() != RidgePlace.HELD_OUT).toList();
        }

        private RidgeLevel level(Regressor target) {
            String name = target.getNames()[0];
            return levels.stream()
                    .filter(level -> RidgeEvaluation.target(level).getNames()[0].equals(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "target: expected a level of this evaluation, found "
                                                    + name
                                                    + "; make targets with"
                                                    + " RidgeEvaluation.target"));
        }
    }
}
