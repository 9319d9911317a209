// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.RidgeSufficientStatistics;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;

/**
 * How a model's samples come to the ridge of the data, and what becomes of them.
 *
 * <p>Metrics of levels have a place and noise level as their target, see {@link #target}, or the
 * macro average over the levels of samples; shares of verdicts have the macro average alone.
 * Immutable but for {@link #statistics}.
 */
public final class RidgeEvaluation implements Evaluation<Regressor> {
    private final RidgeMetric.Context context;
    private final RidgeRun.Result result;
    private final Map<MetricID<Regressor>, Double> results = new LinkedHashMap<>();
    private final EvaluationProvenance provenance;

    RidgeEvaluation(
            RidgeMetric.Context context, RidgeRun.Result result, EvaluationProvenance provenance) {
        this.context = context;
        this.result = result;
        this.provenance = provenance;
        for (RidgeMetrics metric : RidgeMetrics.values()) {
            if (metric.atLevel().isPresent()) {
                for (RidgeLevel level : context.levels()) {
                    put(metric.forTarget(new MetricTarget<>(target(level))));
                }
            }
            put(metric.forTarget(MetricTarget.macroAverageTarget()));
        }
    }

    private void put(RidgeMetric metric) {
        results.put(metric.getID(), metric.compute(context));
    }

    /**
     * The target of metrics at a level: an output named after place and time.
     *
     * @param level the level
     * @return the target
     */
    public static Regressor target(RidgeLevel level) {
        return new Regressor(
                String.format(Locale.ROOT, "%s t=%.9f", level.place().label(), level.level().t()),
                level.level().t());
    }

    /** {@return all levels, place by place, from little noise to much} */
    public List<RidgeLevel> levels() {
        return context.levels();
    }

    /**
     * The levels of one place, from little noise to much.
     *
     * @param place samples, held-out data, or examples of a data set
     * @return the levels; empty where the place was not measured
     */
    public List<RidgeLevel> levels(RidgePlace place) {
        return levels().stream().filter(level -> level.place() == place).toList();
    }

    /** {@return everything else} */
    public RidgeFindings findings() {
        return result.findings();
    }

    /**
     * {@return the tracks that all follows from; to be written, or merged into those of other
     * samples}
     */
    public RidgeSufficientStatistics statistics() {
        return result.statistics();
    }

    /**
     * One metric at one level.
     *
     * @param metric the metric
     * @param level one of {@link #levels()}
     * @return its value; NaN where it is not defined
     */
    public double get(RidgeMetrics metric, RidgeLevel level) {
        return metric.forTarget(new MetricTarget<>(target(level))).compute(context);
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
        StringBuilder text = new StringBuilder(findings().verdict());
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%-14s %11s %8s %10s %10s %10s %6s%n",
                        "states",
                        "sigma/alpha",
                        "rho",
                        "on ridge",
                        "normal e",
                        "tangent e",
                        "n"));
        for (RidgeLevel level : levels()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-14s %11.4g %8.3g %10.3g %10.4g %10.4g %6d%n",
                            level.place().label(),
                            level.noise(),
                            level.get(RidgeQuantity.RHO).median(),
                            level.onRidge().share(),
                            level.get(RidgeQuantity.NORMAL_ERROR).median(),
                            level.get(RidgeQuantity.TANGENT_ERROR).median(),
                            level.count()));
        }
        return text.toString();
    }
}
