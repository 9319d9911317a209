// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.PosteriorMeanField;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.reference.density.Empirical;

/** The exact conditioned model, averaged over the exact posterior, is the optimal blind field. */
class PosteriorMeanOfReferenceTest {

    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final TimePrior PRIOR = TimePrior.uniform(0.05, 0.95);

    /** The spec's own quadrature, to its printed digits. */
    private static final QuadratureOptions FIXED = new QuadratureOptions(128, 0, 0);

    private static final Offset<Double> TWELVE_DIGITS = within(1e-12);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> caseA1() {
        Prediction equilibrium = Predictions.eqm("t", t -> t);
        return Stream.of(
                Arguments.of(Predictions.EPSILON, 0.504256782541, -0.167804018773),
                Arguments.of(Predictions.SAMPLE, 0.655732387618, 0.474609913292),
                Arguments.of(Predictions.VELOCITY, -0.151475605076, -0.642413932065),
                Arguments.of(equilibrium, 0.044267612382, -0.174609913292));
    }

    @ParameterizedTest
    @MethodSource("caseA1")
    void evaluate_fourCorners_isCaseA1(Prediction prediction, double first, double second) {
        VectorField field = field(prediction, Quantity.OUTPUT);
        NDArray u = manager.create(new double[] {.7, .3}, new Shape(1, 2));
        assertThat(field.evaluate(u).toDoubleArray())
                .containsExactly(new double[] {first, second}, TWELVE_DIGITS);
    }

    @Test
    void evaluate_ofAnotherQuantity_isCaseA1() {
        VectorField field = field(Predictions.EPSILON, Quantity.VELOCITY);
        NDArray u = manager.create(new double[] {.7, .3}, new Shape(1, 2));
        assertThat(field.evaluate(u).toDoubleArray())
                .containsExactly(new double[] {-0.151475605076, -0.642413932065}, TWELVE_DIGITS);
    }

    @Test
    void products_haveThePosteriorsDerivative() {
        VectorField field = field(Predictions.VELOCITY, Quantity.OUTPUT);
        NDArray u = manager.create(new double[] {.7, .3, -.4, 1.1}, new Shape(2, 2));
        NDArray v = manager.create(new double[] {1, -2, .5, 3}, new Shape(2, 2));
        NDArray w = manager.create(new double[] {-1, .3, 2, 1}, new Shape(2, 2));
        double h = 1e-5;
        NDArray expected =
                field.evaluate(u.add(v.mul(h))).sub(field.evaluate(u.sub(v.mul(h)))).div(2 * h);
        NDArray product = field.jvp(u, v);
        assertThat(product.sub(expected).abs().max().getDouble())
                .isLessThan(1e-7); // h^2 and third derivatives
        double adjoint = field.vjp(u, w).mul(v).sum().getDouble();
        assertThat(adjoint).isCloseTo(product.mul(w).sum().getDouble(), within(1e-12));
    }

    @Test
    void jvp_withoutThePosteriorsPart_wouldBeAnotherMatrix() {
        PosteriorMeanField field = field(Predictions.VELOCITY, Quantity.OUTPUT);
        NDArray u = manager.create(new double[] {.7, .3}, new Shape(1, 2));
        NDArray v = manager.create(new double[] {1, -2}, new Shape(1, 2));
        double[] t = field.weights(u).times()[0];
        double[] q = field.weights(u).weights()[0];
        NDArray part = u.mul(0);
        for (int i = 0; i < t.length; i++) {
            NDArray product = exact(Predictions.VELOCITY).frozen(Quantity.OUTPUT, t[i]).jvp(u, v);
            part = part.add(product.mul(q[i]));
        }
        assertThat(field.jvp(u, v).sub(part).abs().max().getDouble()).isGreaterThan(0.1);
    }

    private PosteriorMeanField field(Prediction prediction, Quantity quantity) {
        NoisePosterior posterior =
                new NoisePosterior(new ReferenceLikelihood(corners(), FLOW), PRIOR, FIXED);
        return new PosteriorMeanField(exact(prediction), quantity, posterior, 0);
    }

    private DiffusionModel exact(Prediction prediction) {
        return new ReferenceNetwork(corners(), FLOW, prediction).model();
    }

    private Empirical corners() {
        return Empirical.of(new double[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}, manager);
    }
}
