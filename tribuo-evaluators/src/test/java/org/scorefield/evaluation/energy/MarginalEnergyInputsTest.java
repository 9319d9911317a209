// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.energy.marginal.Paths;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Data sets of Tribuo, and inputs that are to be refused or spoken of. */
class MarginalEnergyInputsTest {
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final TimePrior PRIOR = TimePrior.uniform(.01, .99);
    private static final MarginalEnergyOptions SMALL =
            new MarginalEnergyOptions(PRIOR, 1, 4, 2, 3, 64, 3L, 16);
    private static final float[] CORNERS = {1, 1, 1, -1, -1, 1, -1, -1};

    private static ReferenceData data(float... values) {
        return ReferenceData.of(values, new long[] {2}, "points");
    }

    /** A network of one number everywhere. */
    private record Constant(double value) implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return FLOW;
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return x.mul(0).add(value);
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager();
        }

        FieldModel model() {
            return FieldModel.of("constant", this, Map.of("checkpoint", "constant"));
        }
    }

    private static MarginalEnergyEvaluation evaluate(double value, ReferenceData data) {
        return new MarginalEnergyEvaluator(SMALL)
                .evaluate(new Constant(value).model(), data, ProgressListener.NONE);
    }

    @Test
    void evaluate_aNetworkThatGivesNaN_isRefused() {
        assertThatThrownBy(() -> evaluate(Double.NaN, data(CORNERS)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                        "network: expected finite numbers, found others for 4 of 4 states (data);"
                                + " check the checkpoint, its card and the data's range");
    }

    @Test
    void evaluate_dataOfAnotherDimension_isRefused() {
        ReferenceData other = ReferenceData.of(new float[] {1, 2, 3, 4, 5, 6}, new long[] {3}, "");
        assertThatThrownBy(() -> evaluate(0, other))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                        "reference: expected 2 numbers in a sample, found 3; give data of the shape"
                                + " that the checkpoint was trained for");
    }

    @Test
    void evaluate_oneDatum_isRefused() {
        assertThatThrownBy(() -> evaluate(0, data(1, 2)))
                .hasMessageContaining("expected at least 2 samples, found 1");
    }

    @Test
    void evaluate_fewAndRepeatedData_isSaid() {
        MarginalEnergyEvaluation evaluation = evaluate(0, data(1, 1, 1, 1, -1, 1, -1, -1));
        assertThat(evaluation.findings().warnings())
                .anyMatch(w -> w.startsWith("The reference density has 4 points only"))
                .anyMatch(w -> w.startsWith("No data are held out"))
                .anyMatch(w -> w.startsWith("1 of 4 reference points repeat others"));
    }

    @Test
    void evaluate_everyPointTwice_changesNothing() {
        float[] twice = {1, 1, 1, -1, -1, 1, -1, -1, 1, 1, 1, -1, -1, 1, -1, -1};
        ReferenceDistribution once;
        try (NDManager manager = NDManager.newBaseManager()) {
            once = Empirical.of(data(CORNERS), manager);
            ReferenceDistribution both = Empirical.of(data(twice), manager);
            Dataset<Regressor> states = states(.3, new double[][] {{.7, .3}, {0, -1}});
            FieldModel model = new Constant(0).model();
            assertThat(new MarginalEnergyEvaluator(SMALL, both).evaluate(model, states).levels())
                    .first()
                    .satisfies(
                            level ->
                                    assertThat(level.get(MarginalEnergyMetrics.ENERGY).mean())
                                            .isEqualTo(
                                                    new MarginalEnergyEvaluator(SMALL, once)
                                                            .evaluate(model, states)
                                                            .levels()
                                                            .get(0)
                                                            .get(MarginalEnergyMetrics.ENERGY)
                                                            .mean(),
                                                    org.assertj.core.api.Assertions.within(1e-9)));
        }
    }

    @Test
    void evaluate_aDataSet_measuresItsStates() {
        GaussianMixture normal =
                GaussianMixture.isotropic(
                        new double[] {1}, new double[][] {{0, 0}}, new double[] {1});
        FieldModel model =
                new ExactPredictor(normal, Paths.COSINE, Predictions.EPSILON, null).model();
        MarginalEnergyEvaluation evaluation =
                new MarginalEnergyEvaluator(SMALL, normal)
                        .evaluate(model, states(.5, new double[][] {{3, 4}, {0, 0}}));
        // Case A4: E = |u|^2 / 2 + log 2 pi, grad E = u, at every time alike.
        EnergyLevel level = evaluation.levels(Place.NOISED).get(0);
        assertThat(level.count()).isEqualTo(2);
        assertThat(level.get(MarginalEnergyMetrics.ENERGY).mean())
                .isCloseTo(
                        12.5 / 2 + Math.log(2 * Math.PI),
                        org.assertj.core.api.Assertions.within(1e-9));
        assertThat(level.get(MarginalEnergyMetrics.GRADIENT).mean())
                .isCloseTo(2.5 / Math.sqrt(2), org.assertj.core.api.Assertions.within(1e-9));
        assertThat(level.get(MarginalEnergyMetrics.TRANSPORT).mean())
                .isCloseTo(0, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(evaluation.findings().stability().verdict())
                .isEqualTo(Stability.Verdict.UNDECIDED);
        assertThat(evaluation.getPredictions()).hasSize(2);
    }

    @Test
    void evaluate_statesFarOutside_areSaidWithTheirShare() {
        try (NDManager manager = NDManager.newBaseManager()) {
            MarginalEnergyEvaluation evaluation =
                    new MarginalEnergyEvaluator(SMALL, Empirical.of(data(CORNERS), manager))
                            .evaluate(
                                    new Constant(0).model(),
                                    states(.2, new double[][] {{1, 1.2}, {90, 0}, {-5, 80}}));
            assertThat(evaluation.findings().warnings())
                    .contains(
                            "2 of 3 states (noised data) lie farther from the data than the prior"
                                    + " explains: p(t | u) is cut off at t_max = 0.99.");
        }
    }

    @Test
    void evaluate_aDataSetWithoutDistribution_saysWhatToDo() {
        assertThatThrownBy(
                        () ->
                                new MarginalEnergyEvaluator()
                                        .evaluate(
                                                new Constant(0).model(),
                                                states(.2, new double[][] {{1, 1}})))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith("reference: expected a distribution given at construction");
    }

    @Test
    void prior_outsideTheSchedule_isRefused() {
        assertThatThrownBy(() -> TimePrior.uniform(.1, 1.2))
                .hasMessageContaining("expected times of the schedule");
    }

    private static Dataset<Regressor> states(double t, double[][] rows) {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("states", factory), factory);
        String[] names = FieldModel.names(rows[0].length);
        for (double[] row : rows) {
            ArrayExample<Regressor> example =
                    new ArrayExample<>(new Regressor(names, new double[row.length]));
            FieldModel.features(row, t).forEach(example::add);
            data.add(example);
        }
        return data;
    }
}
