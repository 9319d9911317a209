// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Principal axes of posteriors: by products, and in the log domain far below the doubles. */
class PosteriorAxesTest {

    private static final long SEED = 31;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] normal(long seed, int n, double... scales) {
        Random random = new Random(seed);
        double[][] rows = new double[n][scales.length];
        for (double[] row : rows) {
            for (int i = 0; i < scales.length; i++) {
                row[i] = scales[i] * random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[] falling(int dimension) {
        double[] scales = new double[dimension];
        Arrays.setAll(scales, i -> 1 / (1 + .2 * i));
        return scales;
    }

    private NDArray array(double[]... rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static double largest(NDArray array) {
        return array.abs().max().getDouble();
    }

    /** C u = C_j u and u_i . u_j = 0 or 1, by products that know nothing of the decomposition. */
    private static void areEigenpairs(
            ReferenceDistribution p, NDArray x, double[] level, PosteriorAxes found, double error) {
        NDArray axes = found.axes();
        NDArray image =
                p.covarianceProduct(x, axes.transpose(1, 0, 2), level[0], level[1])
                        .transpose(1, 0, 2);
        double[] values = Arrays.stream(found.ratios()).flatMapToDouble(Arrays::stream).toArray();
        double top = Arrays.stream(values).max().orElseThrow();
        long k = axes.getShape().get(1);
        NDArray scaled =
                axes.mul(x.getManager().create(values, new Shape(x.getShape().get(0), k, 1)));
        assertThat(largest(image.sub(scaled)) / top).as("level %s", level[1]).isLessThan(error);
        NDArray gram = axes.matMul(axes.transpose(0, 2, 1));
        NDArray eye = x.getManager().eye((int) k, (int) k, 0, axes.getDataType());
        assertThat(largest(gram.sub(eye))).isLessThan(1e-12);
    }

    @Test
    void axes_ofFewPoints_areEigenvectorsOfTheCovariance() {
        double[][] points = normal(SEED, 60, falling(7));
        ReferenceDistribution p = Empirical.of(points, manager);
        NDArray x = array(normal(SEED + 1, 9, falling(7)));
        for (double[] level : new double[][] {{1, .2}, {.8, .6}, {.5, 2}, {.1, 5}}) {
            areEigenpairs(p, x, level, p.posteriorAxes(x, level[0], level[1], 3), 1e-11);
        }
    }

    @Test
    void axes_ofManyPoints_areEigenvectorsOfTheCovariance() {
        // 2,000 points in 160 dimensions: native arrays, and the block Krylov method where the
        // posterior is wide (sigma = 1) or a small Gram matrix where it is not.
        double[][] points = normal(SEED, 2000, falling(160));
        ReferenceDistribution p = Empirical.of(points, manager);
        NDArray x = array(normal(SEED + 1, 3, falling(160)));
        for (double[] level : new double[][] {{1, .3}, {1, 1}}) {
            areEigenpairs(p, x, level, p.posteriorAxes(x, level[0], level[1], 5), 1e-8);
        }
    }

    @Test
    void axes_ofMixture_areEigenvectorsOfTheCovariance() {
        double[][] spread = new double[90][90];
        for (int i = 0; i < 90; i++) {
            spread[i][i] = 2.0 / (i + 1);
        }
        ReferenceDistribution p =
                GaussianMixture.of(
                        new double[] {.3, .7},
                        normal(SEED, 2, falling(90)),
                        new double[][][] {spread, spread});
        NDArray x = array(normal(SEED + 1, 4, falling(90)));
        areEigenpairs(p, x, new double[] {.9, .5}, p.posteriorAxes(x, .9, .5, 3), 1e-8);
    }

    @Test
    void axes_ofJitteredPoints_areEigenvectorsOfTheCovariance() {
        ReferenceDistribution points = Empirical.of(normal(SEED, 60, falling(7)), manager);
        NDArray x = array(normal(SEED + 1, 9, falling(7)));
        for (ReferenceDistribution p :
                List.of(new Jittered(points, .3), new Jittered(new Jittered(points, .2), .4))) {
            for (double[] level : new double[][] {{1, .2}, {.8, .6}, {.5, 2}}) {
                areEigenpairs(p, x, level, p.posteriorAxes(x, level[0], level[1], 3), 1e-11);
            }
        }
    }

    @Test
    void axes_ofJitteredPointsFarApart_keepTheLogarithmsOfThePoints() {
        // Two points: C' = 9 / cosh^2(3 x / s^2) along the line through them, case C1 at alpha = 1.
        double h = .1;
        double sigma = .01;
        double variance = h * h + sigma * sigma;
        ReferenceDistribution p =
                new Jittered(Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager), h);
        PosteriorAxes found = p.posteriorAxes(array(new double[] {.7, .4}), 1, sigma, 2);
        assertThat(found.axes().abs().toDoubleArray()).containsExactly(1, 0, 0, 0);
        double kept = sigma * sigma / variance;
        // log cosh u = u - log 2 for large u
        double log = Math.log(9 / variance) - 2 * (2.1 / variance - Math.log(2));
        assertThat(found.logRatios()[0][0]).isCloseTo(log + Math.log(kept), within(1e-9));
        assertThat(found.logRatios()[0][1]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(found.isotropic()).isCloseTo(1 - kept, within(1e-15));
        assertThat(found.ratios()[0]).containsOnly(found.isotropic());
        assertThat(p.rank(2)).isEqualTo(1);
    }

    @Test
    void covarianceProduct_isThatOfTheHessian() {
        for (ReferenceDistribution p :
                new ReferenceDistribution[] {
                    Empirical.of(normal(SEED, 30, 1, 2, 3), manager),
                    GaussianMixture.isotropic(
                            new double[] {.4, .6}, normal(SEED, 2, 1, 1, 1), new double[] {.3, 0})
                }) {
            NDArray x = array(normal(SEED + 1, 5, 1, 1, 1));
            NDArray v = array(normal(SEED + 2, 5, 1, 1, 1));
            NDArray expected = p.hessianProduct(x, v, .8, .7).mul(.7 * .7).add(v);
            assertThat(largest(p.covarianceProduct(x, v, .8, .7).sub(expected))).isLessThan(1e-13);
        }
    }

    @Test
    void levelsOfWeight_farBelowTheDoubles_keepTheirAxes() {
        // (0,0,0), (1,0,0), (1,2,0), (0,0,9) and sigma = .02 at the first: weights e^-1250,
        // e^-6250, e^-101250. Each further axis is the new point's part across those before:
        // C_1 = w_2, C_2 = 4 w_3, C_3 = 81 w_4 up to ratios of weights.
        double[][] points = {{0, 0, 0}, {1, 0, 0}, {1, 2, 0}, {0, 0, 9}};
        PosteriorAxes found =
                Empirical.of(points, manager)
                        .posteriorAxes(array(new double[] {0, 0, 0}), 1, .02, 3);
        double h = .02 * .02;
        double[] logs = {
            -1 / (2 * h) - Math.log(h),
            Math.log(4) - 5 / (2 * h) - Math.log(h),
            Math.log(81) - 81 / (2 * h) - Math.log(h)
        };
        for (int j = 0; j < 3; j++) {
            assertThat(found.logRatios()[0][j]).isCloseTo(logs[j], within(1e-9));
        }
        double[] axes = found.axes().abs().toDoubleArray();
        assertThat(axes).containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-15));
    }

    @Test
    void levelsOfWeight_inNativeArrays_areThoseOfPlainOnes() {
        // The same points with copies far away, so that they no longer fit on the heap.
        double[][] few = normal(SEED, 40, falling(12));
        double[][] many = Arrays.copyOf(few, 30_000);
        double[][] far = normal(SEED + 1, many.length, falling(12));
        for (int k = few.length; k < many.length; k++) {
            many[k] = far[k];
            many[k][0] += 1000;
        }
        NDArray x = array(normal(SEED + 2, 4, falling(12)));
        for (double sigma : new double[] {.005, .05, .5}) {
            PosteriorAxes plain = Empirical.of(few, manager).posteriorAxes(x, 1, sigma, 6);
            PosteriorAxes nat = Empirical.of(many, manager).posteriorAxes(x, 1, sigma, 6);
            for (int i = 0; i < 4; i++) {
                double[] expected = plain.logRatios()[i];
                for (int j = 0; j < 6; j++) {
                    // The far points move the common centre: exponents 1e6 / sigma^2 lose 1e-16.
                    assertThat(nat.logRatios()[i][j])
                            .as("seed %d, sigma %s, axis %d", SEED, sigma, j)
                            .isCloseTo(expected[j], within(1e-8 * (1 + Math.abs(expected[j]))));
                }
            }
            NDArray cosines = plain.axes().mul(nat.axes()).sum(new int[] {2}).abs();
            assertThat(largest(cosines.sub(1))).as("sigma %s", sigma).isLessThan(1e-7);
        }
    }

    @Test
    void rank_endsWithTheDistinctPoints() {
        double[][] points = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0}};
        for (double sigma : new double[] {.01, 1}) {
            PosteriorAxes found =
                    Empirical.of(points, manager)
                            .posteriorAxes(array(new double[] {.4, .3, .5}), 1, sigma, 3);
            assertThat(found.logRatios()[0][0]).isGreaterThan(Double.NEGATIVE_INFINITY);
            assertThat(found.logRatios()[0][1]).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(found.axes().get(0, 0).toDoubleArray()[2]).isZero();
            assertThat(largest(found.axes().get(":, 1:"))).isZero();
        }
        PosteriorAxes one =
                Empirical.of(new double[][] {{1, 2}}, manager)
                        .posteriorAxes(array(new double[] {0, 0}), 1, .5, 2);
        assertThat(one.logRatios()[0]).containsOnly(Double.NEGATIVE_INFINITY);
    }

    @Test
    void pointsOnALine_haveOneAxis() {
        double[][] points = normal(SEED, 300, 1, 0, 0);
        for (double[] point : points) {
            point[1] = 3 * point[0];
            point[2] = -point[0] / 3;
        }
        PosteriorAxes found =
                Empirical.of(points, manager)
                        .posteriorAxes(array(new double[] {.4, .3, .5}), 1, 1, 2);
        assertThat(found.logRatios()[0][1]).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void count_outOfRange_isRefused() {
        Empirical p = Empirical.of(new double[][] {{1, 2}, {3, 4}}, manager);
        assertThatThrownBy(() -> p.posteriorAxes(array(new double[] {0, 0}), 1, 1, 3))
                .hasMessage(
                        "count: expected 1 to 2 axes, found 3; ask for no more than there are"
                                + " dimensions");
    }

    @Test
    void search_thatEndsEarly_saysHowFarItCame() {
        double[][] points = normal(SEED, 200, falling(150));
        ReferenceDistribution p = Empirical.of(points, manager);
        NDArray x = array(normal(SEED + 1, 2, falling(150)));
        TopAxes short_ =
                TopAxes.of(
                        v -> p.covarianceProduct(x, v, 1, 3),
                        x,
                        5,
                        new TopAxes.Search(1e-9, 18, 1));
        TopAxes whole =
                TopAxes.of(v -> p.covarianceProduct(x, v, 1, 3), x, 5, TopAxes.Search.DEFAULT);
        assertThat(short_.residuals()[0]).isGreaterThan(1e-9);
        assertThat(whole.residuals()[0]).isLessThan(1e-9);
        assertThat(short_.products()).isEqualTo(18);
        for (int j = 0; j < 5; j++) {
            assertThat(short_.values()[0][j])
                    .isCloseTo(
                            whole.values()[0][j],
                            within(2 * short_.residuals()[0] * whole.values()[0][0]));
        }
    }
}
