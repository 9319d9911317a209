// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;

/**
 * The landscape that a model descends when it is not told the noise level, and whether its
 * parameterisation survives that.
 *
 * <p>Metrics have a place and time as their target, see {@link #target}, or the macro average over
 * all. Immutable.
 */
public final class MarginalEnergyEvaluation implements Evaluation<Regressor> {
    private final MarginalEnergyMetric.Context context;
    private final EnergyFindings findings;
    private final Map<MetricID<Regressor>, Double> results = new LinkedHashMap<>();
    private final EvaluationProvenance provenance;

    MarginalEnergyEvaluation(
            MarginalEnergyMetric.Context context,
            EnergyFindings findings,
            EvaluationProvenance provenance) {
        this.context = context;
        this.findings = findings;
        this.provenance = provenance;
        for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
            for (EnergyLevel level : context.levels()) {
                put(new MarginalEnergyMetric(new MetricTarget<>(target(level)), metric));
            }
            put(new MarginalEnergyMetric(MetricTarget.macroAverageTarget(), metric));
        }
    }

    private void put(MarginalEnergyMetric metric) {
        results.put(metric.getID(), metric.compute(context));
    }

    /**
     * The target of metrics at a level: an output named after place and time.
     *
     * @param level the level
     * @return the target
     */
    public static Regressor target(EnergyLevel level) {
        return new Regressor(
                String.format(Locale.ROOT, "%s t=%.9f", level.place().label(), level.t()),
                level.t());
    }

    /** {@return all levels, place by place, times ascending} */
    public List<EnergyLevel> levels() {
        return context.levels();
    }

    /**
     * The levels of one place, times ascending.
     *
     * @param place data, noised data, trajectories or samples
     * @return the levels; empty where the place was not measured
     */
    public List<EnergyLevel> levels(Place place) {
        return levels().stream().filter(level -> level.place() == place).toList();
    }

    /** {@return everything else} */
    public EnergyFindings findings() {
        return findings;
    }

    /**
     * The mean of one metric at one level.
     *
     * @param metric the metric
     * @param level one of {@link #levels()}
     * @return the mean over the states; NaN where none has it
     */
    public double get(MarginalEnergyMetrics metric, EnergyLevel level) {
        return level.get(metric).mean();
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
        StringBuilder text = new StringBuilder(findings.stability().sentence());
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%-14s %8s %10s %10s %10s %10s %6s%n",
                        "states",
                        "t",
                        "energy",
                        "E[t|u]",
                        "J1",
                        "drift err",
                        "n"));
        for (EnergyLevel level : levels()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-14s %8.4f %10.4g %10.4g %10.4g %10.4g %6d%n",
                            level.place().label(),
                            level.t(),
                            level.get(MarginalEnergyMetrics.ENERGY).median(),
                            level.get(MarginalEnergyMetrics.POSTERIOR_TIME).median(),
                            level.get(MarginalEnergyMetrics.J1).median(),
                            level.get(MarginalEnergyMetrics.OPTIMAL_DRIFT_ERROR).median(),
                            level.count()));
        }
        return text.toString();
    }
}
