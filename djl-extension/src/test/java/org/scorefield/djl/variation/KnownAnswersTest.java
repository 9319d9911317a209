// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

/** Cases D1 to D5 of the specification of the support evaluator. */
class KnownAnswersTest {

    private static final SamplingOptions OPTIONS = SamplingOptions.seed(4);
    private static final double[] DEVIATIONS = {2, 1, 0.5, 0.01};

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void d1_gaussianByTheOde_hasTheSingularValuesOfItsFlow() {
        // Near tau = 0 the narrow axis changes on the scale 1e-4.
        List<Double> times =
                KnownFlows.times(800, 3, 0, x -> Math.log(x + 1e-4), y -> Math.exp(y) - 1e-4);
        // Dormand-Prince with 800 steps: measured 1e-12.
        assertThat(
                        values(
                                StepMaps.of(
                                        KnownFlows.gaussian(DEVIATIONS, 1),
                                        ButcherTableau.DORMAND_PRINCE,
                                        times)))
                .containsExactly(
                        new double[] {
                            1.9926049615586279, 1, 0.5004654150610868, 0.010012415605378465
                        },
                        within(1e-10));
    }

    @Test
    void d1_gaussianByTheSdeWithFixedNoise_hasTheSingularValuesOfItsFlow() {
        List<Double> times =
                KnownFlows.times(800, 3, 0, x -> Math.log(x + 1e-4), y -> Math.exp(y) - 1e-4);
        double[] found =
                values(
                        StepMaps.of(
                                KnownFlows.gaussian(DEVIATIONS, 2),
                                ButcherTableau.DORMAND_PRINCE,
                                times));
        double[] expected = {
            0.1976782870187734, Math.exp(-3), 0.012469949527867327, 4.991077243202535e-06
        };
        for (int i = 0; i < 4; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-9 * expected[i]));
        }
    }

    @Test
    void d1_stepsOfTheReverseSde_approachItsSingularValuesWithOrderOne() {
        // The very steps of Euler-Maruyama, noise fixed, on the straight path from t = 0.9 to 0.1:
        // J = (alpha_to / alpha_from) h_to sigma_from^2... in closed form by the SDE's own ODE.
        NoiseSchedule schedule = new RectifiedFlow();
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            TimeGrid grid = TimeGrid.uniform(400 << i, 0.9, 0.1);
            double[] found =
                    values(
                            StepMaps.of(
                                    t -> gaussianDenoiser(schedule, t),
                                    schedule,
                                    ReverseProcess.EULER_MARUYAMA,
                                    grid));
            for (int axis = 0; axis < 3; axis++) {
                double exact = sdeJacobian(schedule, DEVIATIONS[axis], 0.9, 0.1);
                errors[i] = Math.max(errors[i], Math.abs(found[axis] - exact) / exact);
            }
        }
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isCloseTo(1, within(0.15));
    }

    /** J_SDE = J_ODE^2 alpha_from / alpha_to (D1: e^-(T - tau) for alpha = e^-tau). */
    private static double sdeJacobian(NoiseSchedule schedule, double s, double from, double to) {
        double ode =
                Math.hypot(schedule.alpha(to) * s, schedule.sigma(to))
                        / Math.hypot(schedule.alpha(from) * s, schedule.sigma(from));
        return ode * ode * schedule.alpha(from) / schedule.alpha(to);
    }

    @Test
    void d1_veFlow_hasItsSingularValues() {
        VeSchedule schedule = new VeSchedule(1e-6, 10);
        List<Double> times = KnownFlows.uniform(3000, 1, 0);
        double[] found =
                values(
                        StepMaps.of(
                                TimedField.probabilityFlow(
                                        t -> gaussianDenoiser(schedule, t), schedule),
                                ButcherTableau.RK4,
                                times));
        for (int i = 0; i < 4; i++) {
            double exact = DEVIATIONS[i] / Math.hypot(DEVIATIONS[i], 10);
            // sigma ends at 1e-6, not at 0: (1e-6 / s)^2 / 2 for s = 0.01 is 5e-9.
            assertThat(found[i]).isCloseTo(exact, within(1e-8 * exact));
        }
    }

    @Test
    void d1_rectifiedFlow_fromNoiseToData_hasExactlyTheDeviations() {
        // dx/dt = E[eps - x0 | x] = (t - (1 - t) s^2) / ((1 - t)^2 s^2 + t^2) x, defined at both
        // ends.
        TimedField velocity =
                t -> {
                    double[] rates = new double[4];
                    for (int i = 0; i < 4; i++) {
                        double s2 = DEVIATIONS[i] * DEVIATIONS[i];
                        rates[i] = (t - (1 - t) * s2) / ((1 - t) * (1 - t) * s2 + t * t);
                    }
                    return KnownFlows.diagonal(rates);
                };
        List<Double> times =
                KnownFlows.times(800, 1, 0, x -> Math.log(x + 1e-2), y -> Math.exp(y) - 1e-2);
        assertThat(values(StepMaps.of(velocity, ButcherTableau.DORMAND_PRINCE, times)))
                .containsExactly(DEVIATIONS, within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void d2_lineTarget_hasTheTangentAndTheNormalFactor(double factor) {
        double from = 2;
        double to = 1e-3;
        List<Double> times = KnownFlows.geometric(800, from, to);
        TimedField flow = KnownFlows.gaussian(new double[] {1, 0}, factor);
        SingularVectors found = full(StepMaps.of(flow, ButcherTableau.DORMAND_PRINCE, times), 2);
        double normal =
                factor == 1
                        ? Math.sqrt(Math.expm1(-2 * to) / Math.expm1(-2 * from))
                        : Math.sinh(to) / Math.sinh(from);
        assertThat(Math.exp(found.logValues()[0][1])).isCloseTo(normal, within(1e-9 * normal));
        // The tangent angle is 0.
        assertThat(found.vectors().left().toDoubleArray()[1]).isCloseTo(0, within(1e-12));
    }

    @Test
    void d3_lorenz_sumOfExponentsIsTheDivergence() {
        NDArray start = manager.create(new double[] {1, 1, 1}, new Shape(1, 3));
        StepMaps maps =
                StepMaps.of(
                        t -> KnownFlows.lorenz(),
                        ButcherTableau.RK4,
                        KnownFlows.uniform(2000, 0, 20));
        LyapunovSpectrum found = new LyapunovSweep(maps, 3).run(start, OPTIONS);
        double sum = found.volume(0) / found.duration();
        // The exact -41/3, but for the fifth order of RK4's own volume at dt = 0.01.
        assertThat(sum).isCloseTo(-41.0 / 3, within(2e-4));
        // log |det| of the derivative of RK4's step map by complex steps, in numpy; the
        // specification
        // prints -13.66732454, which no start and horizon that were tried gives.
        assertThat(sum).isCloseTo(-13.666587618897466, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, 1.1382470527, -.2759757, -.8943340, 51.88",
        "0.01, 1.0638900955, -.3435330163, -1.6624161745, 32.315",
        "0.001, 1.0203724405, -.3852974097, -2.8050806398, 11.880"
    })
    void d4_circle_hasItsGapAndTangent_butOneSweepIsNotEnough(
            double tau, double r, double tangential, double radial, double degrees) {
        StepMaps maps =
                StepMaps.of(
                        KnownFlows.ornsteinUhlenbeck(KnownFlows.circle(512), 1),
                        ButcherTableau.RK4,
                        KnownFlows.geometric(600, 3, tau));
        NDArray start =
                manager.create(
                        new double[] {1.5 * Math.cos(0.3), 1.5 * Math.sin(0.3)}, new Shape(1, 2));
        SingularVectors found =
                new SingularSearch(maps, SingularOptions.full(2)).run(start, OPTIONS);
        double[] end = found.vectors().states().toDoubleArray();
        // Seven digits where the specification prints seven; else RK4 on 600 steps, measured 2e-9.
        double tolerance = tau == 0.05 ? 1e-7 : 1e-8;
        assertThat(Math.hypot(end[0], end[1])).isCloseTo(r, within(1e-8));
        assertThat(found.logValues()[0])
                .containsExactly(new double[] {tangential, radial}, within(tolerance));
        double[] u = found.vectors().left().toDoubleArray();
        double normal = (u[0] * end[0] + u[1] * end[1]) / Math.hypot(end[0], end[1]);
        assertThat(normal).isCloseTo(0, within(1e-10));

        FrameSweep.End once =
                new FrameSweep(maps, new NoisePath(0), 0)
                        .forward(
                                start,
                                new double[][][] {{{Math.cos(0.7), Math.sin(0.7)}}},
                                FrameObserver.NONE);
        double[] q = once.frame()[0][0];
        double cross = Math.abs(q[0] * end[0] + q[1] * end[1]) / Math.hypot(end[0], end[1]);
        assertThat(Math.toDegrees(Math.asin(cross))).isCloseTo(degrees, within(5e-3));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 29.55, 22.78, 88.32", "0.002, 3.883, 3.115, 9.112"})
    void d5_twoMoons_anglesOfTheLeadingVector(double tau, double mean, double median, double max) {
        StepMaps maps =
                StepMaps.of(
                        KnownFlows.ornsteinUhlenbeck(KnownFlows.moons(), 1),
                        ButcherTableau.RK4,
                        KnownFlows.geometric(600, 3, tau));
        double[] starts = new double[32];
        for (int i = 0; i < 16; i++) {
            double angle = 2 * Math.PI * (i + 0.25) / 16;
            starts[2 * i] = 1.5 * Math.cos(angle);
            starts[2 * i + 1] = 1.5 * Math.sin(angle);
        }
        SingularVectors found =
                new SingularSearch(maps, SingularOptions.full(2))
                        .run(manager.create(starts, new Shape(16, 2)), OPTIONS);
        double[] u = found.vectors().left().toDoubleArray();
        double[] end = found.vectors().states().toDoubleArray();
        double[] angles = new double[16];
        for (int i = 0; i < 16; i++) {
            double alpha = Math.exp(-tau);
            double[] tangent = moonTangent(end[2 * i] / alpha, end[2 * i + 1] / alpha);
            double cosine = Math.abs(u[2 * i] * tangent[0] + u[2 * i + 1] * tangent[1]);
            angles[i] = Math.toDegrees(Math.acos(Math.min(1, cosine)));
        }
        Arrays.sort(angles);
        // The digits that the specification prints.
        double digit = tau == 0.05 ? 5e-3 : 5e-4;
        assertThat(Arrays.stream(angles).average().orElseThrow()).isCloseTo(mean, within(digit));
        assertThat((angles[7] + angles[8]) / 2).isCloseTo(median, within(digit));
        assertThat(angles[15]).isCloseTo(max, within(digit));
    }

    /** The tangent of the two half circles at their point nearest to x. */
    private static double[] moonTangent(double x, double y) {
        double best = Double.POSITIVE_INFINITY;
        double[] tangent = {};
        for (int moon = 0; moon < 2; moon++) {
            double a = moon == 0 ? x : 1 - x;
            double b = moon == 0 ? y : 0.5 - y;
            double angle = Math.atan2(b, a);
            double inside = b >= 0 ? angle : a > 0 ? 0 : Math.PI;
            double distance = Math.hypot(a - Math.cos(inside), b - Math.sin(inside));
            if (distance < best) {
                best = distance;
                tangent = new double[] {-Math.sin(inside), Math.cos(inside)};
            }
        }
        return tangent;
    }

    private static org.scorefield.djl.field.VectorField gaussianDenoiser(
            NoiseSchedule schedule, double t) {
        double[] gains = new double[4];
        for (int i = 0; i < 4; i++) {
            double signal = schedule.alpha(t) * DEVIATIONS[i] * DEVIATIONS[i];
            gains[i] =
                    signal / (schedule.alpha(t) * signal + schedule.sigma(t) * schedule.sigma(t));
        }
        return KnownFlows.diagonal(gains);
    }

    private double[] values(StepMaps maps) {
        return Arrays.stream(full(maps, 4).logValues()[0]).map(Math::exp).toArray();
    }

    private SingularVectors full(StepMaps maps, int dimension) {
        double[] ones = new double[dimension];
        Arrays.fill(ones, 1);
        return new SingularSearch(maps, SingularOptions.full(dimension))
                .run(manager.create(ones, new Shape(1, dimension)), OPTIONS);
    }
}
