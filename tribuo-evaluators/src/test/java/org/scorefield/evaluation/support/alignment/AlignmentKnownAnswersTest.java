// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.AnalyticFrames;
import org.scorefield.evaluation.support.tangent.Curves;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.scorefield.evaluation.support.tangent.VectorRows;

/** Cases D2, D4 and D5 of the specification: Lyapunov vectors against the tangents of curves. */
class AlignmentKnownAnswersTest {

    private static final OrnsteinUhlenbeck OU = new OrnsteinUhlenbeck(3);
    private static final int STEPS = 600;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** RK4 of the probability flow, on times tau of one ratio from 3. */
    private static AlignmentRun run(ReferenceDistribution data, double tau, int steps) {
        ReferencePredictor exact = new ReferencePredictor(data, OU, Predictions.EPSILON);
        StepMaps maps =
                StepMaps.of(
                        exact.field(Quantity.VELOCITY),
                        ButcherTableau.RK4,
                        OU.through(steps, 3, tau).times());
        return AlignmentRun.of(exact, maps, AlignmentOptions.of(2, 2));
    }

    private Alignment align(AlignmentRun run, NDArray start, TangentFrames... frames) {
        return run.align(run.vectors(start, SamplingOptions.seed(1)), List.of(frames), 1);
    }

    private static double[] degrees(Alignment found, SupportQuantity angle, String frame) {
        double[] radians = found.statistics().get(new SupportColumn(angle, frame, 0));
        return Arrays.stream(radians).map(Math::toDegrees).sorted().toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, -.2759757, -.8943340",
        "0.01, -.3435330163, -1.6624161745",
        "0.001, -.3852974097, -2.8050806398"
    })
    void d4_circle_leadingVectorIsTheTangent(double tau, double tangential, double radial) {
        NDArray start =
                VectorRows.array(
                        new double[][] {{1.5 * Math.cos(0.3), 1.5 * Math.sin(0.3)}}, manager);
        AlignmentRun run = run(Empirical.of(Curves.circle(512), manager), tau, STEPS);
        Alignment found = align(run, start, Curves.circleFrames());
        double horizon = 1 - tau / 3;
        // The digits that the specification prints; RK4 on 600 steps, measured 2e-9.
        double digits = tau == 0.05 ? 1e-7 : 1e-8;
        double[] exponents = found.vectors().exponents()[0];
        assertThat(exponents[0] * horizon).isCloseTo(tangential, within(digits));
        assertThat(exponents[1] * horizon).isCloseTo(radial, within(digits));
        SupportSufficientStatistics statistics = found.statistics();
        assertThat(
                        statistics
                                .get(
                                        new SupportColumn(
                                                SupportQuantity.LYAPUNOV_ANGLE, "analytic", 0))[0])
                .isCloseTo(0, within(1e-10));
        // The score is radial: the first vector is normal to it, the second along it.
        assertThat(statistics.bands(SupportQuantity.SCORE_ALIGNMENT, "").get(0).mean())
                .isCloseTo(0, within(1e-9));
        assertThat(statistics.bands(SupportQuantity.SCORE_ALIGNMENT, "").get(1).mean())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void circle_byItsSymmetry_leaksNowhereAndCompressesLate() {
        int steps = 60;
        AlignmentRun run =
                run(Empirical.of(Curves.circle(512), manager), 0.01, steps)
                        .withCondition(Curves.circleFrames());
        NDArray start = VectorRows.array(new double[][] {{1.2, 0.4}, {-0.7, 1}}, manager);
        Alignment found = align(run, start, Curves.circleFrames());
        for (SupportQuantity quantity :
                List.of(SupportQuantity.LEAK, SupportQuantity.SLOPE, SupportQuantity.SLOPE_BOUND)) {
            List<Band> bands = found.statistics().bands(quantity, "");
            assertThat(bands).hasSize(steps);
            // What 512 points leave of the symmetry; slopes before are those of the first steps.
            assertThat(bands.get(steps - 1).high()).as(quantity.label()).isCloseTo(0, within(1e-9));
        }
        Band last = found.statistics().band(SupportQuantity.COMPRESSION, "", steps - 1);
        // Distances from the circle go as sqrt(tau) late, and tau falls by one factor a step.
        assertThat(last.high()).isCloseTo(Math.pow(300, -0.5 / steps), within(0.005));
        assertThat(found.levels()).hasSize(steps);
        assertThat(found.levels().get(steps - 1).sigma())
                .isCloseTo(Math.sqrt(-Math.expm1(-0.02)), within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, 29.55, 22.78, 88.32, 7.888, 30.41, 5e-4, 5e-3",
        "0.002, 3.883, 3.115, 9.112, .00565, .0584, 5e-6, 5e-5"
    })
    void d5_twoMoons_anglesOfLyapunovAndJacobianVectors(
            double tau,
            double mean,
            double median,
            double max,
            double jacobianMean,
            double jacobianMax,
            double meanDigit,
            double maxDigit) {
        double[][] starts =
                IntStream.range(0, 16)
                        .mapToObj(i -> Curves.onCircle(2 * Math.PI * (i + 0.25) / 16))
                        .map(p -> new double[] {1.5 * p[0], 1.5 * p[1]})
                        .toArray(double[][]::new);
        Alignment found =
                align(
                        run(Empirical.of(Curves.moons(200), manager), tau, STEPS),
                        VectorRows.array(starts, manager),
                        Curves.moonFrames());
        double[] angles = degrees(found, SupportQuantity.LYAPUNOV_ANGLE, "analytic");
        // The digits that the specification prints, here and below.
        double digit = tau == 0.05 ? 5e-3 : 5e-4;
        assertThat(Arrays.stream(angles).average().orElseThrow()).isCloseTo(mean, within(digit));
        assertThat((angles[7] + angles[8]) / 2).isCloseTo(median, within(digit));
        assertThat(angles[15]).isCloseTo(max, within(digit));
        double[] jacobian = degrees(found, SupportQuantity.JACOBIAN_ANGLE, "analytic");
        assertThat(Arrays.stream(jacobian).average().orElseThrow())
                .isCloseTo(jacobianMean, within(meanDigit));
        assertThat(jacobian[15]).isCloseTo(jacobianMax, within(maxDigit));
    }

    @Test
    void d2_lineTarget_hasAngleZeroAndTheBoundOfADiagonalFlow() {
        // s_normal is not 0 but 1e-8, far below the noise.
        ReferenceDistribution line =
                GaussianMixture.gaussian(new double[2], new double[][] {{1, 0}, {0, 1e-16}});
        TangentFrames axis = new AnalyticFrames("analytic", p -> new double[][] {{1, 0}});
        NDArray start = VectorRows.array(new double[][] {{1, 1}, {-0.3, 2}}, manager);
        Alignment found = align(run(line, 0.001, STEPS / 4).withCondition(axis), start, axis);
        SupportSufficientStatistics statistics = found.statistics();
        assertThat(statistics.get(new SupportColumn(SupportQuantity.LYAPUNOV_ANGLE, "analytic", 0)))
                .containsOnly(new double[] {0}, within(1e-12));
        double normal = Math.sqrt(Math.expm1(-0.002) / Math.expm1(-6.0));
        double horizon = 1 - 0.001 / 3;
        // RK4 on 150 steps: measured 1.2e-8.
        assertThat(Math.exp(found.vectors().exponents()[0][1] * horizon))
                .isCloseTo(normal, within(1e-7));
        assertThat(statistics.bands(SupportQuantity.SLOPE_BOUND, "").get(STEPS / 4 - 1).high())
                .isCloseTo(0, within(1e-12));
    }
}
