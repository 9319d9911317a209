// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The class of potentials against its definition, on seeded random data. */
class QuadraticFunctionsTest {
    private static final long SEED = 41;
    private static final int D = 5;
    private static final int ROWS = 40;
    private static final NoiseLevel LEVEL = new NoiseLevel(0.4, 0.6, 0.4);

    /** Sums of a few hundred products in float64. */
    private static final double ROUNDING = 1e-9;

    static Stream<TestFunctions> classes() {
        double[] centre = {.1, -.2, .3, 0, 1};
        return Stream.of(
                QuadraticFunctions.full(centre),
                QuadraticFunctions.leading(centre, Axes.of(axes(2))),
                QuadraticFunctions.leading(centre, Axes.of(axes(4))));
    }

    private static DMatrixRMaj axes(int m) {
        return RandomMatrices_DDRM.orthogonal(D, m, new Random(SEED));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void value_fromMoments_isTheSumOverRows(TestFunctions functions) {
        NoisedBatch batch = batch(ROWS, SEED);
        double[] moments = new double[functions.moments()];
        functions.add(batch, 0, ROWS, moments);
        for (Form form : Form.values()) {
            double[] theta = functions.fit(moments, form, 0.5);
            double[] gradient = functions.gradient(theta, batch.x());
            double[] laplacian = functions.laplacian(theta, batch.x());
            double sum = 0;
            for (int i = 0; i < gradient.length; i++) {
                double error =
                        batch.predicted()[i] - (form == Form.DENOISING ? batch.noise()[i] : 0);
                sum += 2 * error * gradient[i] - gradient[i] * gradient[i];
            }
            for (double value : laplacian) {
                sum -= form == Form.STEIN ? 2 * LEVEL.sigma() * value : 0;
            }
            assertThat(functions.value(moments, theta, form))
                    .as("%s %s seed %d", functions.name(), form, SEED)
                    .isCloseTo(sum, within(ROUNDING * ROWS));
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void add_inParts_isTheWhole(TestFunctions functions) {
        NoisedBatch batch = batch(ROWS, SEED);
        double[] whole = new double[functions.moments()];
        functions.add(batch, 0, ROWS, whole);
        double[] parts = new double[functions.moments()];
        functions.add(batch, 0, 7, parts);
        functions.add(batch, 7, ROWS, parts);
        for (int i = 0; i < whole.length; i++) {
            assertThat(parts[i]).isCloseTo(whole[i], within(ROUNDING));
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void fit_withoutRidge_isTheBestPotential(TestFunctions functions) {
        NoisedBatch batch = batch(400, SEED);
        double[] moments = new double[functions.moments()];
        functions.add(batch, 0, 400, moments);
        for (Form form : Form.values()) {
            double[] theta = functions.fit(moments, form, 0);
            double best = functions.value(moments, theta, form);
            double[] other = functions.fit(moments, form, 0.3);
            assertThat(best).isGreaterThan(functions.value(moments, other, form));
            // At the maximum the value is a parabola: steps both ways lose the same.
            double[] up = new double[theta.length];
            double[] down = new double[theta.length];
            Arrays.setAll(up, i -> theta[i] + 0.1 * other[i]);
            Arrays.setAll(down, i -> theta[i] - 0.1 * other[i]);
            double lossUp = best - functions.value(moments, up, form);
            double lossDown = best - functions.value(moments, down, form);
            assertThat(lossUp).as("%s %s", functions.name(), form).isPositive();
            assertThat(lossUp).isCloseTo(lossDown, within(1e-5 * lossUp));
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void laplacian_ofPotential_isTheDivergenceOfItsGradient(TestFunctions functions) {
        NoisedBatch batch = batch(ROWS, SEED);
        double[] moments = new double[functions.moments()];
        functions.add(batch, 0, ROWS, moments);
        double[] theta = functions.fit(moments, Form.STEIN, 0.1);
        double[] x = Arrays.copyOf(batch.x(), D);
        double[][] jacobian = new double[D][D];
        double divergence = 0;
        for (int k = 0; k < D; k++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[k] += 0.5;
            down[k] -= 0.5;
            double[] high = functions.gradient(theta, up);
            double[] low = functions.gradient(theta, down);
            for (int j = 0; j < D; j++) {
                jacobian[j][k] = high[j] - low[j];
            }
            divergence += jacobian[k][k];
        }
        assertThat(functions.laplacian(theta, x)[0]).isCloseTo(divergence, within(ROUNDING));
        for (int j = 0; j < D; j++) {
            for (int k = 0; k < D; k++) {
                assertThat(jacobian[j][k]).isCloseTo(jacobian[k][j], within(ROUNDING));
            }
        }
    }

    @Test
    void value_nestedClasses_risesOnTheSameSample() {
        NoisedBatch batch = batch(400, SEED);
        DMatrixRMaj three = axes(3);
        DMatrixRMaj two = CommonOps_DDRM.extract(three, 0, D, 0, 2);
        double[] centre = new double[D];
        double last = 0;
        for (TestFunctions functions :
                new TestFunctions[] {
                    QuadraticFunctions.leading(centre, Axes.of(two)),
                    QuadraticFunctions.leading(centre, Axes.of(three)),
                    QuadraticFunctions.full(centre)
                }) {
            double[] moments = new double[functions.moments()];
            functions.add(batch, 0, 400, moments);
            double[] theta = functions.fit(moments, Form.DENOISING, 0);
            double value = functions.value(moments, theta, Form.DENOISING);
            assertThat(value).as(functions.name()).isGreaterThan(last);
            last = value;
        }
    }

    @Test
    void features_ofClasses_countFreeCoefficients() {
        assertThat(classes().mapToInt(TestFunctions::features)).containsExactly(20, 13, 20);
    }

    @Test
    void fit_negativeRidge_isRefused() {
        TestFunctions functions = QuadraticFunctions.full(new double[2]);
        assertThatThrownBy(() -> functions.fit(new double[functions.moments()], Form.STEIN, -1))
                .hasMessage(
                        "ridge: expected a number that is at least 0, found -1.0; 0 means no"
                                + " shrinkage");
    }

    private static NoisedBatch batch(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[rows * D];
        double[] noise = new double[rows * D];
        double[] predicted = new double[rows * D];
        for (int i = 0; i < x.length; i++) {
            noise[i] = random.nextGaussian();
            x[i] = LEVEL.alpha() * random.nextDouble() + LEVEL.sigma() * noise[i];
            predicted[i] = Math.tanh(x[i] + (i % D == 0 ? 0 : x[i - 1])) + 0.1;
        }
        return new NoisedBatch(LEVEL, 0, 1, x, noise, predicted);
    }
}
