// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.reference.ReferenceData;

/** The empirical distribution against plain loops over differences, and its invariances. */
class EmpiricalTest {

    private static final long SEED = 7;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] normal(long seed, int n, int dimension) {
        Random random = new Random(seed);
        double[][] rows = new double[n][dimension];
        for (double[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return rows;
    }

    private NDArray array(double[]... rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    /** Log density, score and Hessian product of one state, by a loop over differences. */
    private record Loop(double logDensity, double[] score, double[] product) {

        static Loop of(double[][] points, double[] x, double[] v, double[] level) {
            double alpha = level[0];
            double variance = level[1] * level[1];
            int n = points.length;
            int dimension = x.length;
            double[] logits = new double[n];
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < dimension; i++) {
                    double difference = x[i] - alpha * points[k][i];
                    logits[k] -= difference * difference / (2 * variance);
                }
            }
            double max = Arrays.stream(logits).max().orElseThrow();
            double sum = Arrays.stream(logits).map(l -> Math.exp(l - max)).sum();
            double[] score = new double[dimension];
            for (int k = 0; k < n; k++) {
                double weight = Math.exp(logits[k] - max) / sum;
                for (int i = 0; i < dimension; i++) {
                    score[i] += weight * (alpha * points[k][i] - x[i]) / variance;
                }
            }
            double[] product = new double[dimension];
            for (int k = 0; k < n; k++) {
                double weight = Math.exp(logits[k] - max) / sum;
                double along = 0;
                for (int i = 0; i < dimension; i++) {
                    along += ((alpha * points[k][i] - x[i]) / variance - score[i]) * v[i];
                }
                for (int i = 0; i < dimension; i++) {
                    double own = (alpha * points[k][i] - x[i]) / variance - score[i];
                    product[i] += weight * own * along;
                }
            }
            for (int i = 0; i < dimension; i++) {
                product[i] -= v[i] / variance;
            }
            double volume = .5 * dimension * Math.log(2 * Math.PI * variance);
            return new Loop(max + Math.log(sum) - Math.log(n) - volume, score, product);
        }
    }

    private void agreesWithLoop(double[][] points, double[][] x, double[] level, double tolerance) {
        Empirical p = Empirical.of(points, manager);
        double[][] v = normal(SEED + 1, x.length, x[0].length);
        double alpha = level[0];
        double sigma = level[1];
        double[] logs = p.logDensity(array(x), alpha, sigma).toDoubleArray();
        NDArray scores = p.score(array(x), alpha, sigma);
        NDArray products = p.hessianProduct(array(x), array(v), alpha, sigma);
        for (int row = 0; row < x.length; row++) {
            Loop loop = Loop.of(points, x[row], v[row], level);
            String where = String.format("seed %d, row %d, sigma %s", SEED, row, sigma);
            double size = Arrays.stream(loop.score).map(Math::abs).max().orElseThrow();
            double stretch = Arrays.stream(loop.product).map(Math::abs).max().orElseThrow();
            assertThat(logs[row])
                    .as(where)
                    .isCloseTo(loop.logDensity, within(tolerance * (1 + Math.abs(logs[row]))));
            assertThat(scores.get(row).toDoubleArray())
                    .as(where)
                    .containsExactly(loop.score, within(tolerance * size));
            assertThat(products.get(row).toDoubleArray())
                    .as(where)
                    .containsExactly(loop.product, within(tolerance * stretch));
        }
    }

    @Test
    void images_ofManyLevels_agreeWithALoop() {
        // 784 dimensions, 2,000 points. Where the weights spread (large sigma) and where one point
        // has them all; error: 784 roundings of numbers whose sum is |x|^2 / sigma^2 = 1e3 to 1e5.
        double[][] points = normal(SEED, 2000, 784);
        for (double[] level : new double[][] {{.1, 1}, {.05, 3}, {.9, .2}, {1, 40}}) {
            double[][] x = normal(SEED + 2, 6, 784);
            for (int row = 0; row < x.length; row++) {
                for (int i = 0; i < 784; i++) {
                    x[row][i] = level[0] * points[row][i] + level[1] * x[row][i];
                }
            }
            agreesWithLoop(points, x, level, 1e-11);
        }
    }

    @Test
    void smallSigma_nearPoints_keepTheirDigits() {
        // Pairs 1e-5 apart in 784 dimensions on coordinates of order 1, sigma = 1e-6: |x|^2/sigma^2
        // is 1e15, so exponents from inner products would be wrong by about 1.
        double apart = 1e-5;
        double sigma = 1e-6;
        double[][] points = normal(SEED, 200, 784);
        double[][] x = new double[5][];
        Random random = new Random(SEED);
        for (int pair = 0; pair < x.length; pair++) {
            points[pair + 100] = points[pair].clone();
            points[pair + 100][3] += apart;
            x[pair] = points[pair].clone();
            x[pair][3] += apart * (.5 + .05 * (pair - 2));
            x[pair][4] += sigma * random.nextGaussian();
        }
        // d . v is a difference of numbers of order 28 (784 terms) and of size 1e-6: 28 * 28 *
        // 1e-16
        // over 1e-6.
        agreesWithLoop(points, x, new double[] {1, sigma}, 1e-7);
    }

    @Test
    void tinyWeight_besideTheNearestPoint_countsInTheHessian() {
        // Two points at distance 2, x on the nearer one: log(w2/w1) = -2/sigma^2 = -600 or so. The
        // off-axis Hessian entry along the axis is w2 * 4 / sigma^4, far below rounding of 1.
        double sigma = Math.sqrt(2 / 600.0);
        Empirical p = Empirical.of(new double[][] {{1, 0}, {-1, 0}}, manager);
        NDArray x = array(new double[] {1, 0});
        double shift = p.denoiser(x, 1, sigma).getDouble(0, 0) - 1;
        assertThat(shift).isZero();
        double score = p.score(x, 1, sigma).getDouble(0, 0);
        double expected = -2 * Math.exp(-600) / (sigma * sigma);
        assertThat(score / expected).isCloseTo(1, within(1e-11));
    }

    @Test
    void duplicatesAndOrder_changeNothing() {
        double[][] points = normal(SEED, 50, 4);
        List<double[]> twice = new ArrayList<>(Arrays.asList(points));
        twice.addAll(Arrays.asList(points));
        Collections.shuffle(twice, new Random(SEED));
        NDArray x = array(normal(SEED + 3, 7, 4));
        NDArray v = array(normal(SEED + 4, 7, 4));
        for (double sigma : new double[] {1e-4, .3, 2}) {
            Empirical once = Empirical.of(points, manager);
            Empirical doubled = Empirical.of(twice.toArray(double[][]::new), manager);
            assertClose(once.logDensity(x, .7, sigma), doubled.logDensity(x, .7, sigma));
            assertClose(once.score(x, .7, sigma), doubled.score(x, .7, sigma));
            assertClose(
                    once.hessianProduct(x, v, .7, sigma), doubled.hessianProduct(x, v, .7, sigma));
        }
    }

    @Test
    void rotatedData_haveRotatedScores() {
        double c = Math.cos(.7);
        double s = Math.sin(.7);
        double[][] points = normal(SEED, 50, 2);
        double[][] rotated =
                Arrays.stream(points)
                        .map(q -> new double[] {c * q[0] - s * q[1], s * q[0] + c * q[1]})
                        .toArray(double[][]::new);
        NDArray turn = array(new double[] {c, s}, new double[] {-s, c});
        NDArray x = array(normal(SEED + 3, 7, 2));
        Empirical p = Empirical.of(points, manager);
        Empirical q = Empirical.of(rotated, manager);
        for (double sigma : new double[] {.05, .5}) {
            assertClose(p.score(x, .9, sigma).matMul(turn), q.score(x.matMul(turn), .9, sigma));
            assertClose(p.logDensity(x, .9, sigma), q.logDensity(x.matMul(turn), .9, sigma));
        }
    }

    @Test
    void movedData_loseNoDigits() {
        // 1e6 away from the origin; coordinates themselves are rounded by 1e-10 there.
        double[][] points = normal(SEED, 50, 4);
        double far = 1 << 20;
        double[][] moved =
                Arrays.stream(points)
                        .map(q -> Arrays.stream(q).map(a -> a + far).toArray())
                        .toArray(double[][]::new);
        NDArray x = array(normal(SEED + 3, 7, 4));
        NDArray here = Empirical.of(points, manager).score(x, 1, .1);
        NDArray there = Empirical.of(moved, manager).score(x.add(far), 1, .1);
        assertThat(there.sub(here).abs().max().getDouble()).isLessThan(1e-10 / 1e-3 * 50);
    }

    @Test
    void manyStates_inSeveralBlocks_areThoseOfEach() {
        // 6,000 points allow 699 rows at a time.
        Empirical p = Empirical.of(normal(SEED, 6000, 2), manager);
        NDArray x = array(normal(SEED + 5, 1500, 2));
        NDArray v = array(normal(SEED + 6, 3000, 2)).reshape(2, 1500, 2);
        NDArray all = p.hessianProduct(x, v, .8, .3);
        NDArray scores = p.score(x, .8, .3);
        for (int row : new int[] {0, 698, 699, 1398, 1499}) {
            NDArray one = x.get(row + ":" + (row + 1));
            assertClose(scores.get(row), p.score(one, .8, .3).get(0));
            NDArray direction = v.get(":, " + row + ":" + (row + 1));
            assertClose(all.get(":, " + row), p.hessianProduct(one, direction, .8, .3).get(":, 0"));
        }
    }

    @Test
    void nearestDistances_areThoseOfALoop() {
        double[][] points = normal(SEED, 400, 5);
        double[][] x = normal(SEED + 5, 20, 5);
        double[] found = Empirical.of(points, manager).nearestDistances(array(x), .6);
        for (int row = 0; row < x.length; row++) {
            double[] state = x[row];
            double least =
                    Arrays.stream(points)
                            .mapToDouble(
                                    y -> {
                                        double square = 0;
                                        for (int i = 0; i < y.length; i++) {
                                            square += Math.pow(state[i] - .6 * y[i], 2);
                                        }
                                        return Math.sqrt(square);
                                    })
                            .min()
                            .orElseThrow();
            assertThat(found[row]).as("seed %d", SEED).isCloseTo(least, within(1e-13));
        }
    }

    @Test
    void referenceData_areItsPoints() {
        float[] values = {1, 2, 3, 4, 5, 7};
        ReferenceData data = ReferenceData.of(values, new long[] {1, 2}, "three");
        Empirical p = Empirical.of(data, manager);
        Empirical q = Empirical.of(new double[][] {{1, 2}, {3, 4}, {5, 7}}, manager);
        NDArray x = array(normal(SEED, 4, 2));
        assertClose(p.score(x, .5, .5), q.score(x, .5, .5));
        assertThat(p.count()).isEqualTo(3);
    }

    @Test
    void manager_holdsThePointsAndNoTemporaries() {
        try (NDManager data = manager.newSubManager()) {
            Empirical.of(normal(SEED, 5000, 3), data);
            // Points, their transposed view, their squares.
            assertThat(data.getManagedArrays()).hasSize(3);
        }
    }

    @Test
    void points_thatDoNotFit_areRefused() {
        assertThatThrownBy(() -> Empirical.of(new double[0][], manager))
                .hasMessageStartingWith("points: expected at least one point");
        assertThatThrownBy(() -> Empirical.of(new double[][] {{1, 2}, {3}}, manager))
                .hasMessage(
                        "points: expected 2 coordinates each, found 1 at point 1; give rows of one"
                                + " length");
        assertThatThrownBy(() -> Empirical.of(new double[][] {{1, Double.NaN}}, manager))
                .hasMessageStartingWith("points: expected finite numbers");
    }

    private static void assertClose(NDArray expected, NDArray actual) {
        double scale = 1 + expected.abs().max().getDouble();
        assertThat(actual.sub(expected).abs().max().getDouble() / scale)
                .as("seed %d", SEED)
                .isLessThan(1e-12);
    }
}
