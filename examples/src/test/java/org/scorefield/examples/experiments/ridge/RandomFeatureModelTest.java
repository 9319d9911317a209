// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moments, losses and the model against averages taken directly. */
class RandomFeatureModelTest {

    private static final double[][] TWO = {{3, 0}, {-3, 0}};
    private static final double[][] THREE = {{0, 0}, {5, 0}, {0, 5}};
    private static final RidgeClaimOptions SMALL = new RidgeClaimOptions(12, 2, 1, 1, 1, 1, 0);

    /** The corner of a feature costs the trapezoidal rule about step^2 / 12 of its slope. */
    private static final double STEP = 1 / 10.0;

    private static final double CORNERS = 2e-3;

    /** At little noise features have corners in tau, too. */
    private static final double CORNERS_IN_TIME = 1e-2;

    private static TrainingTimes times(TrainingTimes.Law law, int panels) {
        return TrainingTimes.of(law, 1e-3, 10, panels);
    }

    private static RandomFeatures features(long seed) {
        return RandomFeatures.draw(2, SMALL, new Random(seed));
    }

    @Test
    void times_haveTheMeansOfTheirLaws() {
        assertThat(mean(times(TrainingTimes.Law.UNIFORM, 8))).isCloseTo(5.0005, within(1e-12));
        assertThat(mean(times(TrainingTimes.Law.LOG_UNIFORM, 8)))
                .isCloseTo((10 - 1e-3) / Math.log(1e4), within(1e-12));
    }

    private static double mean(TrainingTimes times) {
        return FeatureMoments.dot(times.taus(), times.weights());
    }

    @Test
    void posteriorVariance_withOnePoint_isZero_andWithMuchNoise_isThatOfTheData() {
        assertThat(
                        PosteriorVariance.of(
                                new double[][] {{2, 1}}, times(TrainingTimes.Law.UNIFORM, 1)))
                .isZero();
        // At tau = 10 a state says nothing: E |alpha x0|^2 / d, up to alpha^2 9 of itself.
        TrainingTimes late = new TrainingTimes(new double[] {10}, new double[] {1});
        assertThat(PosteriorVariance.of(TWO, late) / (4.5 * Math.exp(-20)))
                .isCloseTo(1, within(1e-7));
        assertThat(PosteriorVariance.of(new double[][] {{3}, {-3}}, late) / (9 * Math.exp(-20)))
                .isCloseTo(1, within(1e-7));
    }

    @Test
    void posteriorVariance_onAGridOfHalfTheStep_isTheSame() {
        TrainingTimes times = times(TrainingTimes.Law.LOG_UNIFORM, 2);
        assertThat(PosteriorVariance.of(THREE, times))
                .isCloseTo(PosteriorVariance.of(THREE, times, 1 / 16.0), within(1e-7));
    }

    @ParameterizedTest
    @EnumSource(TrainingTimes.Law.class)
    void loss_ofTheTrainedModel_isThatOfTheMoments(TrainingTimes.Law law) {
        long seed = 7;
        RandomFeatures features = features(seed);
        TrainingTimes times = times(law, 1);
        FeatureMoments moments = FeatureMoments.of(features, THREE, times);
        double[][] start = RandomFeatures.normal(2, 12, new Random(seed));
        GradientFlow flow = GradientFlow.of(moments, start);
        double irreducible = PosteriorVariance.of(THREE, times);
        double before = Double.POSITIVE_INFINITY;
        for (double s : new double[] {0, 1, 100, Double.POSITIVE_INFINITY}) {
            LossParts parts = flow.parts(s, irreducible);
            double direct = loss(new RandomFeatureModel(features, flow.weights(s)), times);
            assertThat(parts.total())
                    .as("seed %d, s = %s", seed, s)
                    .isCloseTo(direct, within(CORNERS * direct));
            assertThat(parts.architecturalBias()).as("seed %d", seed).isPositive();
            assertThat(parts.total()).isLessThan(before);
            before = parts.total();
        }
    }

    /** E |m - alpha x0|^2 / 2 by the trapezoidal rule over the noise. */
    private static double loss(RandomFeatureModel model, TrainingTimes times) {
        int side = (int) Math.round(12 / STEP) + 1;
        double sum = 0;
        try (NDManager manager = model.newManager()) {
            for (int k = 0; k < times.count(); k++) {
                double tau = times.taus()[k];
                double alpha = Math.exp(-tau);
                double sigma = Math.sqrt(-Math.expm1(-2 * tau));
                for (double[] point : THREE) {
                    double[] x = new double[2 * side * side];
                    double[] density = new double[side * side];
                    for (int node = 0; node < density.length; node++) {
                        double first = -6 + node % side * STEP;
                        double second = -6 + node / side * STEP;
                        x[2 * node] = alpha * point[0] + sigma * first;
                        x[2 * node + 1] = alpha * point[1] + sigma * second;
                        density[node] =
                                STEP
                                        * STEP
                                        * Math.exp(-(first * first + second * second) / 2)
                                        / (2 * Math.PI);
                    }
                    NDArray states = manager.create(x, new Shape(density.length, 2));
                    double[] m = model.output(states, new double[] {tau / 10}).toDoubleArray();
                    for (int node = 0; node < density.length; node++) {
                        double across = m[2 * node] - alpha * point[0];
                        double up = m[2 * node + 1] - alpha * point[1];
                        double square = (across * across + up * up) / 2;
                        sum += times.weights()[k] / 3 * density[node] * square;
                    }
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(TrainingTimes.Law.class)
    void loss_withTwiceThePanels_isTheSame(TrainingTimes.Law law) {
        GradientFlow few = flow(times(law, 32));
        GradientFlow many = flow(times(law, 64));
        for (double s : new double[] {1, 100, Double.POSITIVE_INFINITY}) {
            assertThat(few.loss(s))
                    .as("s = %s", s)
                    .isCloseTo(many.loss(s), within(CORNERS_IN_TIME * many.loss(s)));
        }
    }

    private static GradientFlow flow(TrainingTimes times) {
        FeatureMoments moments = FeatureMoments.of(features(3), TWO, times);
        return GradientFlow.of(moments, RandomFeatures.normal(2, 12, new Random(3)));
    }

    @Test
    void outputsFromZero_stayInTheSpanOfTheData() {
        FeatureMoments moments =
                FeatureMoments.of(features(1), TWO, times(TrainingTimes.Law.UNIFORM, 1));
        GradientFlow flow = GradientFlow.of(moments, new double[2][12]);
        assertThat(flow.weights(30)[0]).doesNotContain(0);
        assertThat(flow.weights(30)[1]).containsOnly(0);
    }

    @Test
    void epsilonAndOutput_agree_andTimesMayDifferByState() {
        Random random = new Random(5);
        RandomFeatures features = features(5);
        RandomFeatureModel model =
                new RandomFeatureModel(features, RandomFeatures.normal(2, 12, random));
        double[] t = {.3, .01, .9};
        try (NDManager manager = model.newManager()) {
            double[] numbers = RandomFeatures.normal(1, 6, random)[0];
            NDArray x = manager.create(numbers, new Shape(3, 2));
            int held = manager.getManagedArrays().size();
            double[] together = model.output(x, t).toDoubleArray();
            for (int i = 0; i < 3; i++) {
                double[] single = Arrays.copyOfRange(numbers, 2 * i, 2 * i + 2);
                NDArray state = manager.create(single, new Shape(1, 2));
                double[] epsilon = model.epsilon(state, t[i]).toDoubleArray();
                double sigma = model.schedule().sigma(t[i]);
                for (int j = 0; j < 2; j++) {
                    assertThat(single[j] - sigma * epsilon[j])
                            .isCloseTo(together[2 * i + j], within(1e-12));
                }
            }
            // One output, three states and three estimates: nothing else stays.
            assertThat(manager.getManagedArrays()).hasSize(held + 7);
            assertThat(model.prediction().c(model.schedule(), .3))
                    .isCloseTo(Math.exp(-3), within(1e-15));
            assertThat(model.prediction().d(model.schedule(), .3)).isZero();
        }
    }

    @Test
    void whatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> new RandomFeatureModel(features(0), new double[2][11]))
                .hasMessage(
                        "weights: expected [2][12], found [2][11]; give one for each coordinate and"
                                + " feature");
        assertThatThrownBy(
                        () ->
                                new RandomFeatures(
                                        new double[2][2], new double[1][3], new double[2], 10))
                .hasMessage(
                        "features: expected as many rows of Wx, Wt and b, at least 1, found 2, 1"
                                + " and 2; give one of each for every feature");
        assertThatThrownBy(
                        () ->
                                PosteriorVariance.of(
                                        new double[1][3], times(TrainingTimes.Law.UNIFORM, 1)))
                .hasMessageStartingWith("data: expected points of 1 or 2 numbers, found 3;");
    }
}
