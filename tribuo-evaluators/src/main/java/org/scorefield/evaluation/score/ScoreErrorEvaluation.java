// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;

/**
 * The score error of a model, level by level.
 *
 * <p>Metrics have the noise level as their target, see {@link #target}, or the macro average over
 * levels. Immutable.
 */
public final class ScoreErrorEvaluation implements Evaluation<Regressor> {
    private final ScoreErrorMetric.Context context;
    private final Map<MetricID<Regressor>, Double> results = new LinkedHashMap<>();
    private final EvaluationProvenance provenance;

    ScoreErrorEvaluation(ScoreErrorMetric.Context context, EvaluationProvenance provenance) {
        this.context = context;
        this.provenance = provenance;
        for (ScoreErrorMetrics metric : ScoreErrorMetrics.values()) {
            for (LevelError level : context.levels()) {
                put(metric.forTarget(new MetricTarget<>(target(level.level()))));
            }
            put(metric.forTarget(MetricTarget.macroAverageTarget()));
        }
    }

    private void put(ScoreErrorMetric metric) {
        results.put(metric.getID(), metric.compute(context));
    }

    /**
     * The target of metrics at a level: an output named after its time.
     *
     * @param level the level
     * @return the target
     */
    public static Regressor target(NoiseLevel level) {
        return new Regressor(String.format(Locale.ROOT, "t=%.9f", level.t()), level.t());
    }

    /** {@return errors from the least noise to the most} */
    public List<LevelError> levels() {
        return context.levels();
    }

    /**
     * One metric at one level.
     *
     * @param metric the metric
     * @param level one of the levels that were measured
     * @return its value; NaN where it is not defined
     */
    public double get(ScoreErrorMetrics metric, NoiseLevel level) {
        return get(metric.forTarget(new MetricTarget<>(target(level))).getID());
    }

    /**
     * One metric averaged over levels.
     *
     * @param metric the metric
     * @return the mean over the levels, each of equal weight
     */
    public double average(ScoreErrorMetrics metric) {
        return get(metric.forTarget(MetricTarget.macroAverageTarget()).getID());
    }

    @Override
    public Map<MetricID<Regressor>, Double> asMap() {
        return Map.copyOf(results);
    }

    /** Predictions that were evaluated; empty after the dense path. */
    @Override
    public List<Prediction<Regressor>> getPredictions() {
        return context.getPredictions();
    }

    @Override
    public EvaluationProvenance getProvenance() {
        return provenance;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%8s %9s %18s %18s %12s %8s%n",
                        "t",
                        "sigma",
                        "denoising loss",
                        "gradient part",
                        "at least",
                        "n"));
        for (LevelError level : levels()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%8.4f %9.4g %9.4g +- %6.2g %9.4g +- %6.2g %9.4g %8d%n",
                            level.level().t(),
                            level.level().sigma(),
                            level.denoisingLoss().value(),
                            level.denoisingLoss().standardError(),
                            level.gradient().value(),
                            level.gradient().standardError(),
                            level.gradient().lowerBound(),
                            level.gradient().n()));
        }
        return text.toString();
    }
}
