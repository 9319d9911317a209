// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferencePredictor;

/** Frames of each kind where the tangents are known, and where there are none. */
class TangentFramesTest {

    private static final NoiseSchedule OU = new OrnsteinUhlenbeck(3);
    private static final long SEED = 11;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray array(double[]... rows) {
        return VectorRows.array(rows, manager);
    }

    private ReferencePredictor exact(double[][] points) {
        return new ReferencePredictor(Empirical.of(points, manager), OU, Predictions.EPSILON);
    }

    /** |sine| of the angle between the frame and the tangent of the circle at angle. */
    private static double error(Tangents found, int state, double angle) {
        double[] axis = found.axes()[state][0];
        double[] normal = Curves.onCircle(angle);
        return Math.abs(VectorRows.dot(axis, normal));
    }

    @Test
    void allKinds_onTheCircle_giveItsTangent() {
        double[][] points = Curves.circle(512);
        NoiseLevel level = NoiseLevel.of(OU, 0.05 / 3);
        double[][] states = new double[5][];
        double[] angles = new double[5];
        for (int i = 0; i < 5; i++) {
            angles[i] = 0.3 + i;
            double[] way = Curves.onCircle(angles[i]);
            double radius = level.alpha() * (0.9 + 0.05 * i);
            states[i] = new double[] {radius * way[0], radius * way[1]};
        }
        NDArray x = array(states);
        Tangents analytic = Curves.circleFrames().at(x, level, 1);
        Tangents pca = LocalPcaFrames.of(array(points)).at(x, level, 1);
        Tangents ridge = new RidgeFrames(Empirical.of(points, manager)).at(x, level, 1);
        Tangents jacobian = ScoreJacobianFrames.of(exact(points)).at(x, level, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(error(analytic, i, angles[i])).isLessThan(1e-15);
            // Eight neighbours are centred on the state to half their distance.
            assertThat(error(pca, i, angles[i])).isLessThan(Math.PI / 512);
            // The density is round but for what 512 points leave: spec case D4 gives 1e-11.
            assertThat(error(ridge, i, angles[i])).isLessThan(1e-9);
            assertThat(error(jacobian, i, angles[i])).isLessThan(1e-9);
            assertThat(VectorRows.length(pca.axes()[i][0])).isCloseTo(1, within(1e-14));
        }
    }

    @Test
    void jacobianOfTheExactModel_inManyDimensions_hasTheRidgeFrame() {
        Random random = new Random(SEED);
        for (int dimension : new int[] {6, 70}) {
            double[][] points = new double[120][dimension];
            for (double[] point : points) {
                for (int a = 0; a < dimension; a++) {
                    point[a] = random.nextGaussian() * 2 / (1 + a);
                }
            }
            NoiseLevel level = NoiseLevel.of(OU, 0.1);
            NDArray x = array(points[0], points[1], points[2]);
            Tangents ridge = new RidgeFrames(Empirical.of(points, manager)).at(x, level, 2);
            Tangents own = ScoreJacobianFrames.of(exact(points)).at(x, level, 2);
            for (int i = 0; i < 3; i++) {
                for (double[] axis : own.axes()[i]) {
                    // The search is to 1e-4 of the largest eigenvalue where D is above 64.
                    assertThat(VectorRows.length(ridge.normal(i, axis)))
                            .as("D = %d, seed %d", dimension, SEED)
                            .isLessThan(dimension == 6 ? 1e-9 : 1e-2);
                }
            }
        }
    }

    @Test
    void frames_thatNothingDetermines_areUndefined() {
        NoiseLevel level = NoiseLevel.of(OU, 0.1);
        double[][] triangle = Curves.circle(3);
        assertThat(
                        new RidgeFrames(Empirical.of(triangle, manager))
                                .at(array(new double[2]), level, 1)
                                .defined(0))
                .isFalse();
        // Two distinct points span a line whatever the data are, however often they occur.
        double[][] repeated = {{0, 0}, {1, 0}, {0, 0}, {1, 0}, {0, 0}, {1, 0}};
        assertThat(LocalPcaFrames.of(array(repeated)).at(array(new double[2]), level, 1).defined(0))
                .isFalse();
        double[][] square = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
        assertThat(LocalPcaFrames.of(array(square)).at(array(new double[2]), level, 1).defined(0))
                .isFalse();
        double[][] line = {{0, 0}, {1, 0.1}, {2, 0}};
        Tangents found = LocalPcaFrames.of(array(line)).at(array(new double[2]), level, 1);
        assertThat(found.defined(0)).isTrue();
        assertThat(found.axes()[0][0]).containsExactly(new double[] {1, 0}, within(1e-12));
        AnalyticFrames dependent =
                new AnalyticFrames("analytic", p -> new double[][] {{1, 0, 0}, {2, 0, 0}});
        assertThat(dependent.at(array(new double[3]), level, 2).defined(0)).isFalse();
    }

    @Test
    void directions_asManyAsDimensions_areRefused() {
        NoiseLevel level = NoiseLevel.of(OU, 0.1);
        NDArray x = array(new double[2]);
        for (TangentFrames frames :
                new TangentFrames[] {
                    Curves.circleFrames(),
                    LocalPcaFrames.of(array(Curves.circle(9))),
                    new RidgeFrames(Empirical.of(Curves.circle(9), manager)),
                    ScoreJacobianFrames.of(exact(Curves.circle(9)))
                }) {
            assertThatThrownBy(() -> frames.at(x, level, 2))
                    .as(frames.name())
                    .hasMessageContaining("d: expected 1 to 1 tangent directions")
                    .hasMessageContaining("found 2; choose fewer");
        }
        NDArray wide = array(new double[3]);
        assertThatThrownBy(
                        () ->
                                new AnalyticFrames("analytic", p -> new double[][] {{1, 0, 0}})
                                        .at(wide, level, 2))
                .hasMessageContaining("the 1 tangent directions that the formula of analytic");
    }
}
