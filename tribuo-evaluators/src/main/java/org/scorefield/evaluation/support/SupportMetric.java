// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.List;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricContext;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/** One of {@link SupportMetrics}, of one target. */
public final class SupportMetric implements EvaluationMetric<Regressor, SupportMetric.Context> {
    private final MetricTarget<Regressor> target;
    private final SupportMetrics metric;

    SupportMetric(MetricTarget<Regressor> target, SupportMetrics metric) {
        this.target = target;
        this.metric = metric;
    }

    @Override
    public double compute(Context context) {
        String name = target.getOutputTarget().map(r -> r.getNames()[0]).orElse("");
        return metric.of(context.findings(), name);
    }

    @Override
    public MetricTarget<Regressor> getTarget() {
        return target;
    }

    @Override
    public String getName() {
        return metric.name();
    }

    /** Not supported: findings need trajectories, which the evaluator follows. */
    @Override
    public Context createContext(Model<Regressor> model, List<Prediction<Regressor>> predictions) {
        throw new UnsupportedOperationException(
                "metric: expected findings of an evaluation, found predictions alone; use"
                        + " SupportEvaluator, which follows trajectories");
    }

    /** The findings that every metric is read from. */
    public static final class Context extends MetricContext<Regressor> {
        private final SupportFindings findings;

        Context(
                Model<Regressor> model,
                List<Prediction<Regressor>> predictions,
                SupportFindings findings) {
            super(model, predictions);
            this.findings = findings;
        }

        /** {@return what was found} */
        public SupportFindings findings() {
            return findings;
        }
    }
}
