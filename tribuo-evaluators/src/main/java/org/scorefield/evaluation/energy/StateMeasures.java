// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.energy.marginal.EnergyParts;
import org.scorefield.evaluation.energy.marginal.EnergyPoints;
import org.scorefield.evaluation.energy.marginal.Gains;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.energy.statistics.EnergyState;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;

/** Measures all of {@link MarginalEnergyMetrics} at states. */
final class StateMeasures {
    /** Bytes of scores and denoisers at a time. */
    private static final long BUDGET = 1L << 27;

    private static final int MOST_ROWS = 64;

    /** States of a batch whose quadrature is checked by doubling. */
    private static final int DOUBLED = 2;

    private final MarginalEnergy energy;
    private final NetworkField network;
    private final NearestPoints nearest;
    private final boolean decomposed;

    StateMeasures(MarginalEnergy energy, NetworkField network, NearestPoints nearest) {
        this.energy = energy;
        this.network = network;
        this.nearest = nearest;
        this.decomposed = energy.schedule().alpha(energy.prior().tMax()) > 0;
    }

    /** Whether lambda bar, c bar and the parts are measured. */
    boolean decomposed() {
        return decomposed;
    }

    /** How many states to hand over at a time. */
    int rows() {
        long each = 16L * energy.quadrature().nodes() * energy.reference().dimension();
        return (int) Math.max(1, Math.min(MOST_ROWS, BUDGET / each));
    }

    /**
     * What is measured at states of one place and time.
     *
     * @param place where they were taken
     * @param t their time, or NaN
     * @param u states, [n, D]; not modified
     */
    List<EnergyState> measure(Place place, double t, NDArray u) {
        int n = Math.toIntExact(u.getShape().get(0));
        List<EnergyState> states = new ArrayList<>();
        for (int from = 0; from < n; from += rows()) {
            int to = Math.min(n, from + rows());
            try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
                NDArray some = u.get(manager, new NDIndex(from + ":" + to));
                states.addAll(batch(place, t, some, from == 0));
            }
        }
        return states;
    }

    private List<EnergyState> batch(Place place, double t, NDArray u, boolean first) {
        int n = Math.toIntExact(u.getShape().get(0));
        EnergyPoints at = energy.at(u);
        Columns columns = new Columns(n, Math.sqrt(energy.reference().dimension()));
        posterior(columns, at, t);
        if (first) {
            doubled(columns, u);
        }
        columns.put(MarginalEnergyMetrics.ENERGY, at.energy());
        columns.norm(MarginalEnergyMetrics.GRADIENT, at.gradient(), 1);
        columns.put(MarginalEnergyMetrics.J1, at.jensenGap());
        columns.scaled(MarginalEnergyMetrics.NEAREST, nearest.distances(u));
        Prediction prediction = network.predictor().prediction();
        if (decomposed) {
            EnergyParts parts = at.parts(prediction);
            columns.put(MarginalEnergyMetrics.LAMBDA_BAR, parts.lambdaBar());
            columns.put(MarginalEnergyMetrics.C_BAR, parts.cBar());
            columns.norm(MarginalEnergyMetrics.NATURAL, parts.natural(), 1);
            columns.norm(MarginalEnergyMetrics.TRANSPORT, parts.transport(), 1);
            columns.norm(MarginalEnergyMetrics.DRIFT, parts.drift(), 1);
        }
        fields(columns, at, u, new Where(place, t, prediction));
        return columns.states(place, t);
    }

    private record Where(Place place, double t, Prediction prediction) {}

    private void posterior(Columns columns, EnergyPoints at, double t) {
        NoiseSchedule schedule = energy.schedule();
        PosteriorWeights weights = at.posterior();
        columns.put(MarginalEnergyMetrics.POSTERIOR_TIME, weights.mean(s -> s));
        columns.put(MarginalEnergyMetrics.POSTERIOR_SPREAD, weights.standardDeviation(s -> s));
        columns.put(MarginalEnergyMetrics.LEFT_OUT, network.leftOut(weights));
        double[][] edge = weights.edge();
        columns.put(
                MarginalEnergyMetrics.EDGE_DATA,
                Arrays.stream(edge).mapToDouble(e -> e[0]).toArray());
        columns.put(
                MarginalEnergyMetrics.EDGE_NOISE,
                Arrays.stream(edge).mapToDouble(e -> e[1]).toArray());
        if (!Double.isNaN(t)) {
            double own = Math.log(schedule.sigmaOverAlpha(t));
            double[] logs = weights.mean(s -> Math.log(schedule.sigmaOverAlpha(s)));
            columns.put(
                    MarginalEnergyMetrics.POSTERIOR_RATIO,
                    Arrays.stream(logs).map(log -> Math.exp(log - own)).toArray());
            columns.put(MarginalEnergyMetrics.J2, at.jensenGap(t));
        }
    }

    private void doubled(Columns columns, NDArray u) {
        int few = (int) Math.min(DOUBLED, u.getShape().get(0));
        double[] errors = new double[(int) u.getShape().get(0)];
        Arrays.fill(errors, Double.NaN);
        NDArray some = u.get(u.getManager(), new NDIndex("0:" + few));
        System.arraycopy(energy.quadratureError(some), 0, errors, 0, few);
        columns.put(MarginalEnergyMetrics.QUADRATURE_ERROR, errors);
    }

    private void fields(Columns columns, EnergyPoints at, NDArray u, Where where) {
        Prediction prediction = where.prediction();
        NDArray best = at.target(prediction);
        columns.norm(MarginalEnergyMetrics.TARGET, best, 1);
        NDArray blind =
                NetworkField.finite(network.blind(u, at.posterior()), where.place(), where.t());
        columns.norm(MarginalEnergyMetrics.FIELD_ERROR, blind.sub(best), 1);
        if (Double.isNaN(where.t())) {
            return;
        }
        double nu = Math.abs(Gains.of(prediction, energy.schedule(), where.t()).nu());
        NDArray told = at.conditionalTarget(prediction, where.t());
        columns.norm(MarginalEnergyMetrics.OPTIMAL_DRIFT_ERROR, best.sub(told), nu);
        columns.norm(MarginalEnergyMetrics.TRAINED_DRIFT_ERROR, blind.sub(told), nu);
        double[] spreads = at.targetSpread(prediction);
        columns.scaled(
                MarginalEnergyMetrics.GAIN_SPREAD,
                Arrays.stream(spreads).map(spread -> nu * spread).toArray());
        if (!network.predictor().blind()) {
            NDArray own = NetworkField.finite(network.told(u, where.t()), where.place(), where.t());
            columns.norm(MarginalEnergyMetrics.TOLD_ERROR, own.sub(told), 1);
            columns.norm(MarginalEnergyMetrics.TOLD_DRIFT_ERROR, own.sub(told), nu);
        }
    }

    /** Values of n states, column by column. */
    private static final class Columns {
        private final Map<MarginalEnergyMetrics, double[]> values =
                new EnumMap<>(MarginalEnergyMetrics.class);
        private final int n;
        private final double root;

        Columns(int n, double root) {
            this.n = n;
            this.root = root;
        }

        void put(MarginalEnergyMetrics metric, double[] column) {
            values.put(metric, column);
        }

        /** Norms divided by sqrt(D). */
        void scaled(MarginalEnergyMetrics metric, double[] norms) {
            put(metric, Arrays.stream(norms).map(norm -> norm / root).toArray());
        }

        void norm(MarginalEnergyMetrics metric, NDArray rows, double factor) {
            double[] norms = rows.square().sum(new int[] {1}).sqrt().toDoubleArray();
            scaled(metric, Arrays.stream(norms).map(norm -> factor * norm).toArray());
        }

        List<EnergyState> states(Place place, double t) {
            List<EnergyState> states = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Map<MarginalEnergyMetrics, Double> row = new EnumMap<>(MarginalEnergyMetrics.class);
                for (Map.Entry<MarginalEnergyMetrics, double[]> column : values.entrySet()) {
                    if (!Double.isNaN(column.getValue()[i])) {
                        row.put(column.getKey(), column.getValue()[i]);
                    }
                }
                states.add(new EnergyState(place, t, row));
            }
            return states;
        }
    }
}
