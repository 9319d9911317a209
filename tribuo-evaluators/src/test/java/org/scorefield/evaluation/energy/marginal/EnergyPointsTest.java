// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;

/** Laws of the marginal energy: case A7 of the specification, identities and gains. */
class EnergyPointsTest {

    private static final int D = 3;
    private static final int N = 4;
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final TimePrior PRIOR = TimePrior.uniform(.05, .95);
    private static final Prediction[] PREDICTIONS = {
        Predictions.EPSILON,
        Predictions.SAMPLE,
        Predictions.VELOCITY,
        Predictions.V_PREDICTION,
        Predictions.eqm("t", t -> t),
        Predictions.of(.3, -1.7)
    };

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] normal(long seed, int n) {
        Random random = new Random(seed);
        double[][] rows = new double[n][D];
        for (double[] row : rows) {
            for (int i = 0; i < D; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return rows;
    }

    private NDArray array(double[][] rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private MarginalEnergy energy(double[][] points) {
        return new MarginalEnergy(
                Empirical.of(points, manager), FLOW, PRIOR, new QuadratureOptions(64, 0, 0));
    }

    private static double largest(NDArray array) {
        return array.abs().max().getDouble();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gradient_isTheDerivativeOfTheEnergy(long seed) {
        MarginalEnergy energy = energy(normal(seed, 20));
        NDArray u = array(normal(seed + 10, N));
        NDArray v = array(normal(seed + 20, N));
        double step = 1e-4;
        double[] up = energy.at(u.add(v.mul(step))).energy();
        double[] down = energy.at(u.sub(v.mul(step))).energy();
        double[] slopes = energy.at(u).gradient().mul(v).sum(new int[] {1}).toDoubleArray();
        for (int i = 0; i < N; i++) {
            // Third derivatives are of the order of 1 / sigma^3 for sigma of about 0.3.
            assertThat((up[i] - down[i]) / (2 * step))
                    .as("seed %d", seed)
                    .isCloseTo(slopes[i], within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void parts_addUpToTheTarget(long seed) {
        MarginalEnergy energy = energy(normal(seed, 20));
        NDArray u = array(normal(seed + 10, N));
        EnergyPoints at = energy.at(u);
        for (Prediction prediction : PREDICTIONS) {
            EnergyParts parts = at.parts(prediction);
            NDArray sum = parts.natural().add(parts.transport()).add(parts.drift());
            assertThat(largest(sum.sub(at.target(prediction))))
                    .as("%s, seed %d", prediction.name(), seed)
                    .isLessThan(1e-12);
        }
        NDArray sample = at.target(Predictions.SAMPLE);
        NDArray velocity = at.target(Predictions.EPSILON).sub(sample);
        assertThat(largest(velocity.sub(at.target(Predictions.VELOCITY)))).isLessThan(1e-13);
        NDArray descent = u.sub(sample);
        assertThat(largest(descent.sub(at.target(PREDICTIONS[4])))).isLessThan(1e-13);
    }

    @Test
    void duplicatesOrderAndRotation_changeNothing() {
        double[][] points = normal(4, 20);
        double[][] twice = new double[40][];
        for (int k = 0; k < 20; k++) {
            twice[39 - k] = points[k];
            twice[k] = points[k];
        }
        double c = Math.cos(1.1);
        double s = Math.sin(1.1);
        NDArray turn = array(new double[][] {{c, s, 0}, {-s, c, 0}, {0, 0, 1}});
        double[] turned = array(points).matMul(turn).toDoubleArray();
        double[][] rotated = new double[20][];
        for (int k = 0; k < 20; k++) {
            rotated[k] = Arrays.copyOfRange(turned, k * D, (k + 1) * D);
        }
        NDArray u = array(normal(14, N));
        EnergyPoints at = energy(points).at(u);
        EnergyPoints doubled = energy(twice).at(u);
        EnergyPoints around = energy(rotated).at(u.matMul(turn));
        assertThat(doubled.energy()).containsExactly(at.energy(), within(1e-12));
        assertThat(around.energy()).containsExactly(at.energy(), within(1e-12));
        NDArray target = at.target(Predictions.VELOCITY);
        assertThat(largest(doubled.target(Predictions.VELOCITY).sub(target))).isLessThan(1e-12);
        assertThat(largest(around.target(Predictions.VELOCITY).sub(target.matMul(turn))))
                .isLessThan(1e-12);
    }

    @Test
    void defaultQuadrature_inFewDimensions_hasNineDigits() {
        for (NoiseSchedule schedule : new NoiseSchedule[] {FLOW, Paths.COSINE}) {
            MarginalEnergy energy =
                    MarginalEnergy.of(
                            Empirical.of(normal(11, 20), manager),
                            schedule,
                            TimePrior.uniform(.001, .999));
            double[] errors = energy.quadratureError(array(normal(21, N)));
            assertThat(Arrays.stream(errors).max().orElseThrow()).isLessThan(1e-9);
        }
    }

    @Test
    void jensenGaps_haveTheirSigns() {
        EnergyPoints at = energy(normal(5, 20)).at(array(normal(15, N)));
        assertThat(Arrays.stream(at.jensenGap()).min().orElseThrow()).isPositive();
        assertThat(Arrays.stream(at.jensenGap(.06)).max().orElseThrow()).isNegative();
        assertThat(Arrays.stream(at.jensenGap(.94)).min().orElseThrow()).isPositive();
    }

    @Test
    void gains_ofNamedTargets_areTheirClosedForms() {
        double t = .3;
        for (NoiseSchedule schedule : new NoiseSchedule[] {FLOW, Paths.COSINE, Paths.LINEAR}) {
            Gains velocity = Gains.of(Predictions.VELOCITY, schedule, t);
            assertThat(velocity.mu()).isCloseTo(0, within(1e-15));
            assertThat(velocity.nu()).isCloseTo(1, within(1e-15));
        }
        assertThat(Gains.of(Predictions.EPSILON, FLOW, t))
                .isEqualTo(new Gains(-1 / (1 - t), 1 / (1 - t)));
        assertThat(Gains.of(Predictions.SAMPLE, Paths.LINEAR, t))
                .isEqualTo(new Gains(1 / t, -1 / t));
        Gains descent = Gains.of(PREDICTIONS[4], FLOW, t);
        assertThat(descent.mu()).isCloseTo(0, within(1e-15));
        assertThat(descent.nu()).isCloseTo(1 / t, within(1e-14));
        assertThat(Gains.of(Predictions.EPSILON, FLOW, 1).nu()).isInfinite();
    }

    @Test
    void driftPerturbation_isThatOfTheProbabilityFlow() {
        NDArray u = array(normal(16, N));
        EnergyPoints at = energy(normal(6, 20)).at(u);
        double t = .4;
        double velocity = at.driftPerturbation(Predictions.VELOCITY, t)[0];
        NDArray difference =
                at.target(Predictions.VELOCITY).sub(at.conditionalTarget(Predictions.VELOCITY, t));
        assertThat(velocity).isCloseTo(difference.get(0).norm().getDouble(), within(1e-12));
        // The field that is told the time perturbs nothing, whatever it predicts.
        for (Prediction prediction : PREDICTIONS) {
            NDArray told = at.conditionalTarget(prediction, t);
            assertThat(at.driftPerturbation(told, prediction, t)).containsOnly(0);
            // mu u + nu f is the same velocity for every prediction.
            Gains gains = Gains.of(prediction, FLOW, t);
            NDArray flow = u.mul(gains.mu()).add(told.mul(gains.nu()));
            assertThat(largest(flow.sub(at.conditionalTarget(Predictions.VELOCITY, t))))
                    .as(prediction.name())
                    .isLessThan(1e-12);
        }
    }

    @Test
    void likelihoodProducts_areDerivatives() {
        ReferenceLikelihood likelihood =
                new ReferenceLikelihood(Empirical.of(normal(7, 20), manager), FLOW);
        double[][] t = {{.2, .4}, {.3, .5}, {.4, .9}, {.1, .6}};
        NDArray u = array(normal(17, N)).reshape(N, D, 1);
        NDArray v = array(normal(18, N)).reshape(N, D, 1);
        NDArray w = manager.create(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(N, 2));
        double step = 1e-5;
        NDArray difference =
                likelihood
                        .logDensity(u.add(v.mul(step)), t)
                        .sub(likelihood.logDensity(u.sub(v.mul(step)), t))
                        .div(2 * step);
        NDArray forward = likelihood.jvp(u, v, t);
        // Third derivatives reach 1 / sigma^3 = 1000 times the cube of |v|.
        assertThat(largest(forward.sub(difference))).isLessThan(1e-5);
        NDArray backward = likelihood.vjp(u, w, t);
        assertThat(backward.getShape()).isEqualTo(u.getShape());
        double left = backward.mul(v).sum().getDouble();
        assertThat(left).isCloseTo(forward.mul(w).sum().getDouble(), within(1e-10));

        NDArray several = likelihood.jvp(u, NDArrays.stack(new NDList(v, v.mul(2))), t);
        assertThat(several.getShape()).isEqualTo(new Shape(2, N, 2));
        assertThat(largest(several.get(1).sub(forward.mul(2)))).isLessThan(1e-12);
        NDArray both = likelihood.vjp(u, NDArrays.stack(new NDList(w, w.mul(2))), t);
        assertThat(both.getShape()).isEqualTo(new Shape(2, N, D, 1));
        assertThat(largest(both.get(1).sub(backward.mul(2)))).isLessThan(1e-11);

        NDArray single = likelihood.logDensity(u.toType(DataType.FLOAT32, false), t);
        assertThat(single.getDataType()).isEqualTo(DataType.FLOAT64);
        // Rounded to 24 bits, times a slope of up to about 100.
        assertThat(largest(single.sub(likelihood.logDensity(u, t)))).isLessThan(1e-4);
    }

    @Test
    void values_belongToTheManagerOfU() {
        MarginalEnergy energy = energy(normal(8, 20));
        try (NDManager states = manager.newSubManager()) {
            NDArray u = array(normal(18, N));
            u.attach(states);
            EnergyPoints at = energy.at(u);
            int held = states.getManagedArrays().size();
            assertThat(held).as("u, scores, denoisers").isEqualTo(3);
            at.driftPerturbation(Predictions.EPSILON, .3);
            assertThat(states.getManagedArrays()).hasSize(held);
            EnergyParts parts = at.parts(Predictions.EPSILON);
            assertThat(parts.transport().getManager()).isSameAs(states);
            assertThat(states.getManagedArrays()).hasSize(held + 3);
        }
    }

    @Test
    void farState_isSaid() {
        EnergyPoints at = energy(normal(9, 20)).at(array(new double[][] {{50, 0, 0}}));
        assertThat(at.posterior().edge()[0][1]).isEqualTo(1);
        assertThat(Double.isFinite(at.energy()[0])).isTrue();
    }

    @Test
    void priorUpToPureNoise_hasTargetsButNoParts() {
        MarginalEnergy energy =
                MarginalEnergy.of(
                        GaussianMixture.standardNormal(D), FLOW, TimePrior.uniform(.05, 1));
        EnergyPoints at = energy.at(array(normal(19, N)));
        assertThat(largest(at.target(Predictions.VELOCITY))).isLessThan(10);
        NoiseSchedule ended = new Ended();
        MarginalEnergy cut =
                MarginalEnergy.of(
                        GaussianMixture.standardNormal(D), ended, TimePrior.uniform(.1, 1));
        EnergyPoints there = cut.at(array(normal(19, N)));
        assertThatThrownBy(() -> there.parts(Predictions.EPSILON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "prior: expected times with alpha > 0 for a decomposition, found alpha = 0.0")
                .hasMessageEndingWith("end the prior below t = 1");
    }

    /** The rectified flow, at pure noise from t = 1/2 on. */
    private static final class Ended implements NoiseSchedule {
        @Override
        public double alpha(double t) {
            return Math.max(0, 1 - 2 * t);
        }

        @Override
        public double sigma(double t) {
            return Math.min(1, 2 * t);
        }

        @Override
        public double alphaDot(double t) {
            return t < .5 ? -2 : 0;
        }

        @Override
        public double sigmaDot(double t) {
            return t < .5 ? 2 : 0;
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return sigmaOverAlpha / (1 + sigmaOverAlpha) / 2;
        }

        @Override
        public String name() {
            return "ended";
        }
    }
}
