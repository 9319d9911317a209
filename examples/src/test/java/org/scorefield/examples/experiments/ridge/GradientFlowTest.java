// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Case C8 of the ridge's specification, and laws on random moments. */
class GradientFlowTest {

    private static final double ROUNDING = 1e-14;

    /** U = diag(2, .5), V = (1, .2); the power of the data is free, here .7. */
    private static final FeatureMoments C8 =
            new FeatureMoments(new double[][] {{2, 0}, {0, .5}}, new double[][] {{1, .2}}, .7);

    private static final GradientFlow FROM_ZERO = GradientFlow.of(C8, new double[1][2]);

    @Test
    void weights_c8_areTheKnownFunctionsOfTime() {
        for (double s : new double[] {0, .25, 1, 3}) {
            double[] w = FROM_ZERO.weights(s)[0];
            assertThat(w[0]).isCloseTo(.5 * (1 - Math.exp(-4 * s)), within(ROUNDING));
            assertThat(w[1]).isCloseTo(.4 * (1 - Math.exp(-s)), within(ROUNDING));
        }
        assertThat(FROM_ZERO.weights(Double.POSITIVE_INFINITY)[0])
                .containsExactly(new double[] {.5, .4}, within(ROUNDING));
    }

    @Test
    void loss_c8_isTheKnownOne() {
        assertThat(FROM_ZERO.loss(.25) - .7).isCloseTo(-0.9276198112093661, within(ROUNDING));
        assertThat(FROM_ZERO.loss(1) - .7).isCloseTo(-1.1380108920542396, within(ROUNDING));
        assertThat(FROM_ZERO.loss(Double.POSITIVE_INFINITY) - .7)
                .isCloseTo(-1.16, within(ROUNDING));
    }

    @Test
    void optimisationError_c8_isTheRestOfTheLoss() {
        // (p/d) sum_k lam_k e^(-4 s lam_k) W_inf,k^2
        double at1 = 2 * (2 * Math.exp(-8) * .25 + .5 * Math.exp(-2) * .16);
        assertThat(FROM_ZERO.optimisationError(1)).isCloseTo(at1, within(ROUNDING));
        assertThat(FROM_ZERO.optimisationError(Double.POSITIVE_INFINITY)).isZero();
        LossParts parts = FROM_ZERO.parts(1, -.5);
        assertThat(parts.architecturalBias()).isCloseTo(.7 - 1.16 + .5, within(ROUNDING));
        assertThat(parts.total()).isCloseTo(FROM_ZERO.loss(1), within(ROUNDING));
    }

    @Test
    void singularMoments_keepTheStartWhereNothingIsLearned() {
        // The second feature is never active: lam = 0 and V = 0 there.
        FeatureMoments moments =
                new FeatureMoments(new double[][] {{2, 0}, {0, 0}}, new double[][] {{1, 0}}, 1);
        GradientFlow flow = GradientFlow.of(moments, new double[][] {{.3, .7}});
        assertThat(flow.weights(Double.POSITIVE_INFINITY)[0])
                .containsExactly(new double[] {.5, .7}, within(ROUNDING));
        assertThat(flow.weights(1e6)[0]).containsExactly(new double[] {.5, .7}, within(ROUNDING));
    }

    @Test
    void randomMoments_splitAddsUpAndErrorFallsWithTime() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int p = 1 + random.nextInt(6);
            GradientFlow flow = GradientFlow.of(moments(random, p), normal(random, 2, p));
            double before = Double.POSITIVE_INFINITY;
            for (double s : new double[] {0, .01, .1, 1, 10, 100, Double.POSITIVE_INFINITY}) {
                double loss = flow.loss(s);
                double size = 1 + flow.loss(0);
                assertThat(flow.parts(s, .1).total())
                        .as("seed %d, s = %s", seed, s)
                        .isCloseTo(loss, within(1e-11 * size));
                assertThat(loss).as("seed %d, s = %s", seed, s).isLessThan(before + 1e-12 * size);
                before = loss;
            }
        }
    }

    @Test
    void weights_atSmallTimes_followTheDifferentialEquation() {
        // dW/ds = -2 (W U - V), by central differences
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            FeatureMoments moments = moments(random, 3);
            GradientFlow flow = GradientFlow.of(moments, normal(random, 2, 3));
            double step = 1e-5;
            double[][] w = flow.weights(.2);
            double[][] after = flow.weights(.2 + step);
            double[][] before = flow.weights(.2 - step);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    double right = moments.v()[i][j];
                    for (int k = 0; k < 3; k++) {
                        right -= w[i][k] * moments.u()[k][j];
                    }
                    assertThat((after[i][j] - before[i][j]) / (2 * step))
                            .as("seed %d", seed)
                            .isCloseTo(2 * right, within(1e-6));
                }
            }
        }
    }

    @Test
    void shapesThatDoNotFit_areRefused() {
        assertThatThrownBy(
                        () ->
                                new FeatureMoments(
                                        new double[][] {{1, 0}, {0, 1}}, new double[][] {{1}}, 1))
                .hasMessage(
                        "moments: expected U [p][p] and V [d][p], found p = 2 and a row of V with"
                                + " 1; take both over the same features");
        assertThatThrownBy(() -> GradientFlow.of(C8, new double[2][2]))
                .hasMessage(
                        "start: expected [1][2] as V, found [2][2]; give a weight for each output"
                                + " and feature");
        assertThatThrownBy(() -> FROM_ZERO.weights(-1))
                .hasMessage(
                        "s: expected a training time of 0 or more, found -1.0; infinity is allowed");
    }

    /** U = E f f^T / p and V = E y f^T / p of random features and targets with two outputs. */
    private static FeatureMoments moments(Random random, int p) {
        int n = 12;
        double[][] f = normal(random, n, p);
        double[][] y = normal(random, n, 2);
        double[][] u = new double[p][p];
        double[][] v = new double[2][p];
        double power = 0;
        for (int m = 0; m < n; m++) {
            for (int j = 0; j < p; j++) {
                for (int k = 0; k < p; k++) {
                    u[j][k] += f[m][j] * f[m][k] / (n * p);
                }
                v[0][j] += y[m][0] * f[m][j] / (n * p);
                v[1][j] += y[m][1] * f[m][j] / (n * p);
            }
            power += (y[m][0] * y[m][0] + y[m][1] * y[m][1]) / (2 * n);
        }
        return new FeatureMoments(u, v, power);
    }

    private static double[][] normal(Random random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        Arrays.stream(values).forEach(row -> Arrays.setAll(row, i -> random.nextGaussian()));
        return values;
    }
}
