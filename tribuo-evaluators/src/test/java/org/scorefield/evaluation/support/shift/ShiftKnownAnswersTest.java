// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.RungeKutta;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.SupportVerdict;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.FixedAxes;

/** Cases D6 and D7 of the specification, and closed forms like them. */
class ShiftKnownAnswersTest {

    /** Fourth order with 200 steps in one ratio. */
    private static final Offset<Double> FOURTH_ORDER = within(1e-8);

    /** A weak first-order scheme, extrapolated once from 500 and 1000 steps. */
    private static final Offset<Double> EXTRAPOLATED = within(1e-4);

    private static final OrnsteinUhlenbeck PATH = new OrnsteinUhlenbeck(2);
    private static final GeneratingProcess RK4 = new RungeKutta(ButcherTableau.RK4);
    private static final Perturbation.Given SCORE =
            new Perturbation.Given(PerturbationKind.SCORE, new double[] {1, 1});

    /** N(0, 1) along the first axis, nothing along the second. */
    private static final ReferenceDistribution LINE =
            GaussianMixture.gaussian(new double[2], new double[][] {{1, 0}, {0, 0}});

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NoisePredictor exact(ReferenceDistribution of, NoiseSchedule schedule) {
        return new ReferencePredictor(of, schedule, Predictions.EPSILON);
    }

    private NDArray start(double... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }

    private static ShiftOptions options(List<Integer> ends, Perturbation... perturbations) {
        return new ShiftOptions(List.of(FixedAxes.EVERYWHERE), 1, ends, List.of(perturbations));
    }

    private List<SupportShift> shifts(ShiftRun run) {
        return run.shifts(run.run(start(.4, .3, -1.1, .6), SamplingOptions.seed(3)));
    }

    @Test
    void probabilityFlow_ofALine_caseD6() {
        TimeGrid grid = PATH.through(200, 2, 1e-3);
        ShiftRun run = new ShiftRun(exact(LINE, PATH), RK4, grid, options(List.of(200), SCORE));
        SupportShift shift = shifts(run).get(0);
        assertThat(shift.last().normal()).isCloseTo(.11817558129721044, FOURTH_ORDER);
        assertThat(shift.last().tangent()).isCloseTo(1.999, FOURTH_ORDER);
        assertThat(shift.last().samples()).isEqualTo(2);
        assertThat(shift.size()).isEqualTo(Math.sqrt(2));
        assertThat(shift.kind()).isEqualTo(PerturbationKind.SCORE);
    }

    @Test
    void reverseSde_ofALine_caseD6() {
        double[][] found = new double[2][];
        for (int i = 0; i < 2; i++) {
            int steps = 500 << i;
            ShiftRun run =
                    new ShiftRun(
                            exact(LINE, PATH),
                            ReverseProcess.EULER_MARUYAMA,
                            PATH.through(steps, 2, 1e-3),
                            options(List.of(steps), SCORE));
            SupportShift shift = shifts(run).get(0);
            found[i] = new double[] {shift.last().normal(), shift.last().tangent()};
            assertThat(shift.density().n()).as("no density along one path").isZero();
        }
        assertThat(2 * found[1][0] - found[0][0]).isCloseTo(.014657124590780972, EXTRAPOLATED);
        assertThat(2 * found[1][1] - found[0][1]).isCloseTo(1.7290586275798951, EXTRAPOLATED);
    }

    @Test
    void rectifiedFlow_ofALine_caseD6() {
        RectifiedFlow path = new RectifiedFlow(1);
        int steps = 100;
        List<Double> times =
                IntStream.rangeClosed(0, 2 * steps)
                        .mapToObj(i -> Math.pow(1e-3, (double) i / steps))
                        .toList();
        ShiftRun run =
                new ShiftRun(
                        exact(LINE, path),
                        RK4,
                        new TimeGrid(times),
                        options(
                                List.of(steps, 2 * steps),
                                new Perturbation.Given(
                                        PerturbationKind.VELOCITY, new double[] {1, 1})));
        SupportShift shift = shifts(run).get(0);
        SupportShift.End end = shift.ends().get(0);
        // 100 steps of a ratio of 1.07.
        assertThat(end.normal()).isCloseTo(.006907755278982137, within(1e-8));
        // The case's tangent shift is that of the limit, t = 0: at 1e-3 it is sqrt(V) times the
        // integral of 1 / sqrt(V), V = t^2 + (1 - t)^2, and at 1e-6 the limit to 3e-6.
        double t = 1e-3;
        double integral = (asinh(1) - asinh(2 * t - 1)) / Math.sqrt(2);
        assertThat(end.tangent())
                .isCloseTo(Math.sqrt(t * t + (1 - t) * (1 - t)) * integral, within(1e-6));
        assertThat(shift.last().tangent()).isCloseTo(1.2464504802804612, within(3e-6));
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }

    @Test
    void boundedErrors_atFallingNoise_scoreVanishesAndDenoiserStays() {
        TimeGrid grid = PATH.through(60, 2, 1e-1, 1e-2, 1e-3, 1e-4);
        Perturbation denoiser =
                new Perturbation.Given(PerturbationKind.DENOISER, new double[] {0, .5});
        List<Integer> ends = List.of(60, 120, 180, 240);
        ShiftRun run = new ShiftRun(exact(LINE, PATH), RK4, grid, options(ends, SCORE, denoiser));
        List<SupportShift> shifts = shifts(run);
        for (int i = 0; i < ends.size(); i++) {
            double tau = 2 * grid.times().get(ends.get(i));
            double h = -Math.expm1(-2 * tau);
            // xi_N = sqrt(h) integral of dtau / sqrt(h), and in x / alpha: delta (1 - level /
            // first)
            // Fourth order with 60 steps between two ends.
            assertThat(shifts.get(0).ends().get(i).normal())
                    .isCloseTo(Math.sqrt(h) * (acosh(2) - acosh(tau)), within(1e-6));
            double kept = 1 - PATH.sigmaOverAlpha(tau / 2) / PATH.sigmaOverAlpha(1);
            assertThat(shifts.get(1).ends().get(i).normal())
                    .isCloseTo(.5 * Math.exp(-tau) * kept, within(1e-6));
            assertThat(shifts.get(1).ends().get(i).tangent()).isLessThan(1e-12);
        }
        // To first order in the noise: 1 and 0. What is left is the integral's own fall.
        assertThat(shifts.get(0).trend()).isCloseTo(1, within(.02));
        assertThat(shifts.get(1).trend()).isCloseTo(0, within(.01));
    }

    private static double acosh(double tau) {
        return Math.log(Math.exp(tau) + Math.sqrt(Math.expm1(2 * tau)));
    }

    @Test
    void densityResponse_ofANormal_caseD7() {
        int steps = 100;
        double tau = 1e-4;
        ShiftRun run =
                new ShiftRun(
                        exact(GaussianMixture.standardNormal(2), PATH),
                        RK4,
                        PATH.through(steps, 2, tau),
                        options(
                                List.of(steps),
                                new Perturbation.Given(
                                        PerturbationKind.SCORE, new double[] {1, 0})));
        double[] x = {.4, .3, -1.1, .6};
        double[] found =
                run.run(start(x), SamplingOptions.seed(0))
                        .get(new SupportColumn(SupportQuantity.DENSITY_RESPONSE, "given score", 0));
        // Trapezoidal rule of second order: 100 steps of a ratio of 1.1.
        assertThat(found[0]).isCloseTo((2 - tau) * x[0], within(5e-4));
        assertThat(found[1]).isCloseTo((2 - tau) * x[2], within(2e-3));
    }

    @Test
    void densityResponse_ofAWrongVariance_isThatOfItsClosedForm() {
        double model = .5;
        double truth = 1.5;
        double tau = 1e-2;
        int steps = 100;
        ShiftRun run =
                new ShiftRun(
                        exact(isotropic(model), PATH),
                        RK4,
                        PATH.through(steps, 2, tau),
                        options(List.of(steps), Perturbation.own(isotropic(truth))));
        double[] x = {.4, .3, -1.1, .6};
        double[] found =
                run.run(start(x), SamplingOptions.seed(0))
                        .get(new SupportColumn(SupportQuantity.DENSITY_RESPONSE, "own", 0));
        // x grows by exp(eps B) more, B = integral of 1/w - 1/v: each coordinate adds B (x^2/v -
        // 1).
        double b =
                inverse(truth, 2) - inverse(truth, tau) - inverse(model, 2) + inverse(model, tau);
        double variance = 1 + (model - 1) * Math.exp(-4);
        for (int i = 0; i < 2; i++) {
            double square = x[2 * i] * x[2 * i] + x[2 * i + 1] * x[2 * i + 1];
            assertThat(found[i]).isCloseTo(b * (square / variance - 2), within(1e-4));
        }
    }

    private static ReferenceDistribution isotropic(double variance) {
        return GaussianMixture.isotropic(
                new double[] {1}, new double[][] {new double[2]}, new double[] {variance});
    }

    /** An integral of 1 / (1 + (s^2 - 1) e^-2tau) dtau. */
    private static double inverse(double variance, double tau) {
        return .5 * Math.log(Math.exp(2 * tau) + variance - 1);
    }

    @Test
    void randomDirections_onAPoint_haveLengthOne() {
        ReferenceDistribution point =
                GaussianMixture.isotropic(
                        new double[] {1}, new double[][] {new double[5]}, new double[] {0});
        TimeGrid grid = PATH.through(7, 2, .01);
        int n = 6;
        ShiftRun run =
                new ShiftRun(
                        exact(point, PATH),
                        ReverseProcess.DDIM,
                        grid,
                        new ShiftOptions(
                                List.of(FixedAxes.EVERYWHERE),
                                2,
                                List.of(7),
                                List.of(Perturbation.random(PerturbationKind.DENOISER))));
        SupportSufficientStatistics found =
                run.run(
                        manager.ones(new Shape(n, 5))
                                .toType(ai.djl.ndarray.types.DataType.FLOAT64, false),
                        SamplingOptions.seed(5));
        double kept = 1 - PATH.sigmaOverAlpha(.005) / PATH.sigmaOverAlpha(1);
        double[] normal = found.get(split(SupportQuantity.NORMAL_SHIFT, "random denoiser"));
        double[] tangent = found.get(split(SupportQuantity.TANGENT_SHIFT, "random denoiser"));
        assertThat(IntStream.range(0, n).mapToDouble(i -> Math.hypot(normal[i], tangent[i])))
                .allSatisfy(l -> assertThat(l).isCloseTo(kept * Math.exp(-.01), within(1e-12)));
        assertThat(normal).doesNotHaveDuplicates();
    }

    private static SupportColumn split(SupportQuantity quantity, String perturbation) {
        return new SupportColumn(quantity, perturbation + ", axes", 0);
    }

    @Test
    void ownError_ofALineBesideTheTruth_isTheDenoisers() {
        double delta = .2;
        ReferenceDistribution beside =
                GaussianMixture.gaussian(new double[] {0, delta}, new double[][] {{1, 0}, {0, 0}});
        TimeGrid grid = PATH.through(60, 2, 1e-2, 1e-3);
        ShiftRun run =
                new ShiftRun(
                        exact(beside, PATH),
                        RK4,
                        grid,
                        options(List.of(60, 120), Perturbation.own(LINE)));
        SupportShift shift = shifts(run).get(0);
        assertThat(shift.source()).isEqualTo(SupportShift.Source.OWN);
        assertThat(shift.kind()).isEqualTo(PerturbationKind.DENOISER);
        assertThat(shift.size()).isCloseTo(delta, within(1e-9));
        assertThat(shift.last().normal()).isCloseTo(delta, within(.02 * delta));
        SupportVerdict verdict = SupportVerdict.of(List.of(shift), 2, 1, 2);
        assertThat(verdict.sentence()).contains("2 of at least 4 samples");
    }

    @Test
    void ownError_boundedInTheScore_isTheScores() {
        double[] bias = {.3, .4};
        NoisePredictor biased = new Biased(exact(LINE, PATH), bias);
        TimeGrid grid = PATH.through(60, 2, 1e-2, 1e-3);
        ShiftRun run =
                new ShiftRun(biased, RK4, grid, options(List.of(60, 120), Perturbation.own(LINE)));
        SupportSufficientStatistics found =
                run.run(start(.4, .3, -1.1, .6), SamplingOptions.seed(3));
        SupportShift shift = run.shifts(found).get(0);
        assertThat(shift.kind()).isEqualTo(PerturbationKind.SCORE);
        assertThat(shift.size()).isCloseTo(.5, within(1e-6));
        assertThat(shift.last().normal()).isCloseTo(.4 * .11817558129721044, within(1e-6));
        assertThat(run.ownErrorPower(PerturbationKind.SCORE, found)).isCloseTo(0, within(1e-4));
        // sigma^2 / alpha against sigma / alpha: 2 but for alpha, which changes by 1 %.
        assertThat(run.ownErrorPower(PerturbationKind.DENOISER, found)).isCloseTo(2, within(.01));
    }

    /** A model whose score is off by a constant. */
    private record Biased(NoisePredictor exact, double[] bias) implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return exact.schedule();
        }

        @Override
        public int dimension() {
            return exact.dimension();
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return exact.epsilon(x, t).sub(x.getManager().create(bias).mul(schedule().sigma(t)));
        }

        @Override
        public NDManager newManager() {
            return exact.newManager();
        }
    }
}
