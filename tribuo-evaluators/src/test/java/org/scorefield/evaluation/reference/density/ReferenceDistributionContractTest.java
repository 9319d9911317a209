// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every reference distribution, at noise levels from 0.05 to 3. */
class ReferenceDistributionContractTest {

    private static final int D = 3;
    private static final int N = 6;
    private static final long SEED = 20;
    private static final double[][] LEVELS = {{1, .3}, {.9, .05}, {.5, .8}, {1, 3}, {0, 1.2}};

    /** Step and error of central differences of functions whose scale is about sigma: step^2. */
    private static final double STEP = 1e-4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    enum Case {
        EMPIRICAL {
            @Override
            ReferenceDistribution make(NDManager manager) {
                Random random = new Random(SEED);
                double[][] points = new double[40][D];
                for (double[] point : points) {
                    for (int i = 0; i < D; i++) {
                        point[i] = 2 + random.nextGaussian();
                    }
                }
                return Empirical.of(points, manager);
            }
        },
        JITTERED {
            @Override
            ReferenceDistribution make(NDManager manager) {
                return new Jittered(EMPIRICAL.make(manager), 0.4);
            }
        },
        ISOTROPIC {
            @Override
            ReferenceDistribution make(NDManager manager) {
                return GaussianMixture.isotropic(
                        new double[] {.2, .5, .3},
                        new double[][] {{2, 1, 0}, {0, 2, 3}, {3, 3, 1}},
                        new double[] {.5, 0, 1.5});
            }
        },
        FULL {
            @Override
            ReferenceDistribution make(NDManager manager) {
                double[][] first = {{2, .5, .3}, {.5, 1, -.2}, {.3, -.2, .4}};
                double[][] second = {{1, 1, 0}, {1, 1, 0}, {0, 0, .2}};
                return GaussianMixture.of(
                        new double[] {.6, .4},
                        new double[][] {{2, 1, 3}, {1, 2, 2}},
                        new double[][][] {first, second});
            }
        };

        abstract ReferenceDistribution make(NDManager manager);
    }

    private NDArray normal(long seed, long... shape) {
        Random random = new Random(seed);
        Shape s = new Shape(shape);
        double[] values = new double[(int) s.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return manager.create(values, s);
    }

    /** States that have some density at the level. */
    private NDArray states(ReferenceDistribution p, double alpha, double sigma) {
        return p.sample(N, new Random(SEED), manager)
                .mul(alpha)
                .add(normal(SEED + 1, N, D).mul(sigma));
    }

    private static double largest(NDArray array) {
        return array.abs().max().getDouble();
    }

    @ParameterizedTest
    @EnumSource
    void score_isTheGradientOfLogDensity(Case which) {
        ReferenceDistribution p = which.make(manager);
        for (double[] level : LEVELS) {
            double alpha = level[0];
            double sigma = level[1];
            NDArray x = states(p, alpha, sigma);
            NDArray v = normal(SEED + 2, N, D);
            NDArray step = v.mul(STEP * sigma);
            NDArray difference =
                    p.logDensity(x.add(step), alpha, sigma)
                            .sub(p.logDensity(x.sub(step), alpha, sigma))
                            .div(2 * STEP * sigma);
            NDArray product = p.score(x, alpha, sigma).mul(v).sum(new int[] {1});
            assertThat(largest(product.sub(difference)) * sigma)
                    .as("seed %d, alpha %s, sigma %s", SEED, alpha, sigma)
                    .isLessThan(20 * STEP * STEP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hessianProduct_isTheDerivativeOfTheScore(Case which) {
        ReferenceDistribution p = which.make(manager);
        for (double[] level : LEVELS) {
            double alpha = level[0];
            double sigma = level[1];
            NDArray x = states(p, alpha, sigma);
            NDArray v = normal(SEED + 3, N, D);
            NDArray step = v.mul(STEP * sigma);
            NDArray difference =
                    p.score(x.add(step), alpha, sigma)
                            .sub(p.score(x.sub(step), alpha, sigma))
                            .div(2 * STEP * sigma);
            NDArray product = p.hessianProduct(x, v, alpha, sigma);
            assertThat(product.getShape()).isEqualTo(v.getShape());
            assertThat(largest(product.sub(difference)) * sigma * sigma)
                    .as("seed %d, alpha %s, sigma %s", SEED, alpha, sigma)
                    .isLessThan(100 * STEP * STEP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hessianProduct_ofSeveralDirections_isThatOfEachAndSymmetric(Case which) {
        ReferenceDistribution p = which.make(manager);
        NDArray x = states(p, .8, .4);
        NDArray v = normal(SEED + 4, N, D);
        NDArray w = normal(SEED + 5, N, D);
        NDArray both = p.hessianProduct(x, NDArrays.stack(new NDList(v, w)), .8, .4);
        assertThat(both.getShape()).isEqualTo(new Shape(2, N, D));
        assertThat(largest(both.get(0).sub(p.hessianProduct(x, v, .8, .4)))).isLessThan(1e-14);
        assertThat(largest(both.get(1).sub(p.hessianProduct(x, w, .8, .4)))).isLessThan(1e-14);
        NDArray skew =
                both.get(0).mul(w).sum(new int[] {1}).sub(both.get(1).mul(v).sum(new int[] {1}));
        assertThat(largest(skew)).as("seed %d", SEED).isLessThan(1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void denoiser_isTweediesFormula(Case which) {
        ReferenceDistribution p = which.make(manager);
        for (double[] level : LEVELS) {
            double alpha = level[0];
            double sigma = level[1];
            if (alpha > 0) {
                NDArray x = states(p, alpha, sigma);
                NDArray tweedie = p.score(x, alpha, sigma).mul(sigma * sigma).add(x).div(alpha);
                assertThat(largest(p.denoiser(x, alpha, sigma).sub(tweedie)))
                        .as("seed %d, alpha %s, sigma %s", SEED, alpha, sigma)
                        .isLessThan(1e-13);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everything_withoutData_isPureNoise(Case which) {
        ReferenceDistribution p = which.make(manager);
        NDArray x = normal(SEED + 6, N, D);
        double sigma = 1.5;
        NDArray expected =
                x.square()
                        .sum(new int[] {1})
                        .div(-2 * sigma * sigma)
                        .sub(D * Math.log(sigma * Math.sqrt(2 * Math.PI)));
        assertThat(largest(p.logDensity(x, 0, sigma).sub(expected))).isLessThan(1e-13);
        assertThat(largest(p.score(x, 0, sigma).add(x.div(sigma * sigma)))).isLessThan(1e-14);
        NDArray means = p.denoiser(x, 0, sigma);
        assertThat(largest(means.sub(means.get("0:1")))).isLessThan(1e-14);
        NDArray draws = p.sample(20_000, new Random(SEED), manager);
        // Standard deviations are at most 1.5, so 4 standard errors are at most .043.
        assertThat(largest(draws.mean(new int[] {0}).sub(means.get(0)))).isLessThan(.043);
    }

    @ParameterizedTest
    @EnumSource
    void everything_farFromTheData_isFinite(Case which) {
        ReferenceDistribution p = which.make(manager);
        NDArray x = normal(SEED + 7, N, D).mul(1e8);
        for (NDArray value :
                new NDArray[] {
                    p.logDensity(x, .9, 1e-3),
                    p.score(x, .9, 1e-3),
                    p.denoiser(x, .9, 1e-3),
                    p.hessianProduct(x, x.div(1e8), .9, 1e-3)
                }) {
            assertThat(value.toDoubleArray()).doesNotContain(Double.NaN);
            assertThat(largest(value)).isLessThan(1e30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everything_atSeveralLevels_isThatAtEach(Case which) {
        ReferenceDistribution p = which.make(manager);
        NDArray x = states(p, .8, .4);
        double[][] alpha = new double[N][];
        double[][] sigma = new double[N][];
        for (int i = 0; i < N; i++) {
            // The second level is shared by all states.
            alpha[i] = new double[] {1 - .1 * i, .5, 0};
            sigma[i] = new double[] {.05 + .1 * i, .7, 1 + i};
        }
        Levels levels = new Levels(alpha, sigma);
        NDArray logs = p.logDensity(x, levels);
        NDArray scores = p.score(x, levels);
        NDArray denoisers = p.denoiser(x, levels);
        Moments moments = p.moments(x, levels);
        assertThat(largest(moments.score().sub(scores))).isZero();
        assertThat(largest(moments.denoiser().sub(denoisers))).isZero();
        assertThat(logs.getShape()).isEqualTo(new Shape(N, 3));
        assertThat(scores.getShape()).isEqualTo(new Shape(N, 3, D));
        assertThat(denoisers.getManager()).isSameAs(manager);
        for (int i = 0; i < N; i++) {
            NDArray state = x.get(i + ":" + (i + 1));
            for (int j = 0; j < 3; j++) {
                double a = alpha[i][j];
                double s = sigma[i][j];
                assertThat(logs.getDouble(i, j))
                        .isCloseTo(p.logDensity(state, a, s).getDouble(0), within(1e-11));
                assertThat(largest(scores.get(i, j).sub(p.score(state, a, s).get(0))) * s)
                        .isLessThan(1e-11);
                assertThat(largest(denoisers.get(i, j).sub(p.denoiser(state, a, s).get(0))))
                        .isLessThan(1e-11);
            }
        }
        assertThatThrownBy(() -> p.score(x.get("0:2"), levels))
                .hasMessage(
                        "levels: expected those of 2 states, found 6; give a row for each state");
    }

    @ParameterizedTest
    @EnumSource
    void density_integratesToOne(Case which) {
        ReferenceDistribution p = which.make(manager);
        // The trapezoidal rule on a cube of 12 sigma beyond the data, h = sigma/2 of the narrowest
        // Gaussian: its error is 2 exp(-2 pi^2 sigma^2 / h^2) = 1e-34.
        double sigma = 1;
        double h = .5;
        int m = 60;
        double[] grid = new double[m * m * m * D];
        for (int i = 0; i < m * m * m; i++) {
            grid[i * D] = -13 + h * (i / (m * m));
            grid[i * D + 1] = -13 + h * (i / m % m);
            grid[i * D + 2] = -13 + h * (i % m);
        }
        NDArray x = manager.create(grid, new Shape(m * m * m, D));
        double total = p.logDensity(x, 1, sigma).exp().sum().getDouble() * h * h * h;
        assertThat(total).isCloseTo(1, within(1e-8));
    }

    @ParameterizedTest
    @EnumSource
    void results_belongToTheManagerOfX_andNothingElseStays(Case which) {
        try (NDManager data = manager.newSubManager();
                NDManager states = manager.newSubManager()) {
            ReferenceDistribution p = which.make(data);
            NDArray x = states.ones(new Shape(4, D), DataType.FLOAT64);
            int held = data.getManagedArrays().size();
            for (int call = 0; call < 3; call++) {
                int before = states.getManagedArrays().size();
                NDArray[] results = {
                    p.logDensity(x, 1, 1e-3),
                    p.score(x, 1, 1),
                    p.denoiser(x, 1, 1),
                    p.hessianProduct(x, x, 1, 1),
                    p.sample(2, new Random(1), states)
                };
                for (NDArray result : results) {
                    assertThat(result.getManager()).isSameAs(states);
                }
                assertThat(states.getManagedArrays()).hasSize(before + results.length);
                assertThat(data.getManagedArrays()).hasSize(held);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void arguments_thatDoNotFit_areRefusedWithWhatToDo(Case which) {
        ReferenceDistribution p = which.make(manager);
        NDArray x = normal(SEED, 2, D);
        assertThatThrownBy(() -> p.score(normal(SEED, 2, D + 1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "x: expected shape [n, 3] with n >= 1, found (2, 4); give one state a row");
        assertThatThrownBy(() -> p.score(x.toType(DataType.FLOAT32, false), 1, 1))
                .hasMessage(
                        "x: expected FLOAT64, found float32; convert with toType(DataType.FLOAT64,"
                                + " false)");
        assertThatThrownBy(() -> p.logDensity(x.mul(Double.NaN), 1, 1))
                .hasMessageStartingWith("x: expected finite numbers")
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> p.denoiser(x.div(0), 1, 1)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> p.score(x, -1, 1))
                .hasMessageStartingWith("alpha: expected a number in [0, 1.0E50], found -1.0;");
        for (double sigma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            if (sigma == 0 && which == Case.JITTERED) {
                // All its data have a density of their own.
                assertThat(p.score(x, 1, sigma).getShape()).isEqualTo(x.getShape());
                continue;
            }
            assertThatThrownBy(() -> p.score(x, 1, sigma))
                    .hasMessageStartingWith("sigma: expected a number in [1.0E-50, 1.0E50], found")
                    .hasMessageContaining("without noise this distribution has no density");
        }
        assertThatThrownBy(() -> p.hessianProduct(x, normal(SEED, 3, D), 1, 1))
                .hasMessage(
                        "v: expected shape (2, 3) or [k, *(2, 3)], found (3, 3); give a direction"
                                + " for each state");
        assertThatThrownBy(() -> p.sample(0, new Random(1), manager))
                .hasMessageStartingWith("n: expected at least 1 draw, found 0");
    }
}
