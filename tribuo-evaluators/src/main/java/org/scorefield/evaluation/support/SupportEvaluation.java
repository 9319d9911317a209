// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;

/**
 * Whether a model's samples stay on the support of the data.
 *
 * <p>Metrics have a vector, frame or perturbation as their target, see {@link #target}, or the
 * macro average where they belong to the whole. Immutable.
 */
public final class SupportEvaluation implements Evaluation<Regressor> {
    private final SupportMetric.Context context;
    private final Map<MetricID<Regressor>, Double> results = new LinkedHashMap<>();
    private final EvaluationProvenance provenance;

    SupportEvaluation(SupportMetric.Context context, EvaluationProvenance provenance) {
        this.context = context;
        this.provenance = provenance;
        for (SupportMetrics metric : SupportMetrics.values()) {
            for (String name : metric.targets(context.findings())) {
                SupportMetric of =
                        metric.forTarget(
                                metric.ofTheWhole()
                                        ? MetricTarget.macroAverageTarget()
                                        : new MetricTarget<>(target(name)));
                results.put(of.getID(), of.compute(context));
            }
        }
    }

    /**
     * The target of a metric.
     *
     * @param name one of {@link SupportMetrics#targets}
     * @return the target
     */
    public static Regressor target(String name) {
        return new Regressor(name, 0);
    }

    /** {@return what was found} */
    public SupportFindings findings() {
        return context.findings();
    }

    /**
     * A metric of the whole.
     *
     * @param metric one that belongs to the whole
     * @return its value; NaN where it was not measured
     */
    public double get(SupportMetrics metric) {
        return metric.of(context.findings(), "");
    }

    /**
     * A metric of a vector, frame or perturbation.
     *
     * @param metric the metric
     * @param target one of {@link SupportMetrics#targets}
     * @return its value; NaN where it was not measured
     */
    public double get(SupportMetrics metric, String target) {
        return metric.of(context.findings(), target);
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
        StringBuilder text = new StringBuilder(findings().verdict().sentence());
        for (SupportMetrics metric : SupportMetrics.values()) {
            for (String name : metric.targets(findings())) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%n%-24s %-24s %12.5g",
                                metric,
                                name,
                                get(metric, name)));
            }
        }
        return text.toString();
    }
}
