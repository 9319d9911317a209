// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.field.VectorField;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** Frames from a Jacobian: those of the density where the score has one. */
class LearnedLevelTest {

    private static final double SIGMA = .6;
    private static final long SEED = 5;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A score plus c J x, J the quarter turn of the first two coordinates; shape [2, D / 2]. */
    private record Turning(ReferenceDistribution p, double c) implements VectorField {

        private NDArray flat(NDArray u) {
            return u.reshape(-1, p.dimension()).toType(DataType.FLOAT64, true);
        }

        private NDArray turn(NDArray u, double factor) {
            NDArray first = u.get(":, 0:1");
            NDArray second = u.get(":, 1:2");
            return second.neg().concat(first, 1).concat(u.get(":, 2:").mul(0), 1).mul(factor);
        }

        private NDArray back(NDArray value, NDArray like) {
            return value.reshape(like.getShape()).toType(like.getDataType(), true);
        }

        @Override
        public NDArray evaluate(NDArray u) {
            NDArray x = flat(u);
            return back(p.score(x, 1, SIGMA).add(turn(x, c)), u);
        }

        private NDArray product(NDArray u, NDArray v, double factor) {
            NDArray x = flat(u);
            if (v.getShape().dimension() == u.getShape().dimension()) {
                NDArray d = flat(v);
                return back(p.hessianProduct(x, d, 1, SIGMA).add(turn(d, factor)), v);
            }
            long k = v.getShape().get(0);
            NDArray d = v.reshape(k, x.getShape().get(0), -1).toType(DataType.FLOAT64, true);
            NDArray turned = turn(d.reshape(-1, p.dimension()), factor).reshape(d.getShape());
            return back(p.hessianProduct(x, d, 1, SIGMA).add(turned), v);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            return product(u, v, c);
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            return product(u, w, -c);
        }
    }

    private Empirical points(int dimension) {
        Random random = new Random(SEED);
        double[][] points = new double[150][dimension];
        for (double[] point : points) {
            for (int i = 0; i < dimension; i++) {
                point[i] = random.nextGaussian() * 2 / (1 + i);
            }
        }
        return Empirical.of(points, manager);
    }

    private NDArray states(int n, int dimension) {
        Random random = new Random(SEED + 1);
        double[] values = new double[n * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return manager.create(values, new Shape(n, dimension));
    }

    private LearnedLevel learned(ReferenceDistribution p, double c, DataType type) {
        Shape shape = new Shape(2, p.dimension() / 2);
        return LearnedLevel.of(new Turning(p, c), new LearnedLevel.Sample(shape, type), SIGMA);
    }

    @Test
    void frames_ofATrueScore_areThoseOfTheDensity() {
        // 6 dimensions: all axes at once; 80: the block Krylov method, to its 1e-5.
        for (int dimension : new int[] {6, 80}) {
            Empirical p = points(dimension);
            NDArray x = states(4, dimension);
            double error = dimension == 6 ? 1e-10 : 1e-3;
            RidgePoints expected = Ridge.of(new ReferenceLevel(p, 1, SIGMA), 2).at(x);
            for (double turn : new double[] {0, .7}) {
                RidgePoints found = Ridge.of(learned(p, turn, DataType.FLOAT64), 2).at(x);
                for (int i = 0; i < 4; i++) {
                    assertThat(found.frames().ratios()[i])
                            .as("seed %d, turn %s", SEED, turn)
                            .containsExactly(expected.frames().ratios()[i], within(error));
                    assertThat(found.defined()[i]).isTrue();
                }
                NDArray cosines =
                        found.frames().axes().mul(expected.frames().axes()).sum(new int[] {2});
                assertThat(cosines.abs().sub(1).abs().max().getDouble()).isLessThan(error);
                if (turn == 0) {
                    assertThat(found.residuals())
                            .containsExactly(expected.residuals(), within(1e-2));
                }
            }
        }
    }

    @Test
    void frames_inSinglePrecision_areCloseToThose() {
        Empirical p = points(6);
        NDArray x = states(4, 6);
        RidgePoints expected = Ridge.of(new ReferenceLevel(p, 1, SIGMA), 1).at(x);
        RidgePoints found = Ridge.of(learned(p, 0, DataType.FLOAT32), 1).at(x);
        for (int i = 0; i < 4; i++) {
            assertThat(found.frames().ratios()[i])
                    .containsExactly(expected.frames().ratios()[i], within(1e-5));
        }
    }

    @Test
    void antisymmetricShare_isThatOfTheTurn() {
        Empirical p = points(6);
        NDArray x = states(3, 6);
        NDArray axes = manager.eye(6).toType(DataType.FLOAT64, false);
        NDArray each = axes.expandDims(1).broadcast(new Shape(6, 3, 6)).duplicate();
        double[] symmetric =
                p.hessianProduct(x, each, 1, SIGMA).square().sum(new int[] {0, 2}).toDoubleArray();
        double[] found = learned(p, 2, DataType.FLOAT64).antisymmetricShare(x, 4000, SEED);
        for (int i = 0; i < 3; i++) {
            // |2 J|^2 = 8; the estimate has a relative error of about sqrt(2 / 4000) = 2 %.
            double share = 8 / (8 + symmetric[i]);
            assertThat(found[i]).as("seed %d", SEED).isCloseTo(share, within(.08 * share));
        }
        assertThat(learned(p, 0, DataType.FLOAT64).antisymmetricShare(x, 2, SEED))
                .containsOnly(new double[1], within(1e-25));
    }

    @Test
    void sigma_ofZero_isRefused() {
        assertThatThrownBy(
                        () ->
                                LearnedLevel.of(
                                        new Turning(points(2), 0),
                                        new LearnedLevel.Sample(new Shape(2), DataType.FLOAT64),
                                        0))
                .hasMessage(
                        "sigma: expected a positive number, found 0.0; there is no score without"
                                + " noise, end the path a little earlier");
    }
}
