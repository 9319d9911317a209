// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.HeunFlow;
import org.scorefield.djl.process.KarrasHeun;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.RungeKutta;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.FixedAxes;
import org.scorefield.evaluation.support.tangent.TangentFrames;

/** Laws of responses to perturbations, on a mixture of two Gaussians in the plane. */
class ShiftRunTest {

    private static final long SEED = 11;
    private static final OrnsteinUhlenbeck PATH = new OrnsteinUhlenbeck(2);
    private static final TimeGrid GRID = PATH.through(12, 2, .2, .05);

    private static final GaussianMixture TRUTH =
            GaussianMixture.of(
                    new double[] {.4, .6},
                    new double[][] {{1, 0}, {-1, .5}},
                    new double[][][] {{{.3, .1}, {.1, .2}}, {{.1, 0}, {0, .4}}});
    private static final GaussianMixture LEARNED =
            GaussianMixture.of(
                    new double[] {.5, .5},
                    new double[][] {{1.1, 0}, {-1, .4}},
                    new double[][][] {{{.3, .1}, {.1, .25}}, {{.1, 0}, {0, .35}}});
    private static final ReferencePredictor MODEL =
            new ReferencePredictor(LEARNED, PATH, Predictions.EPSILON);

    private static final List<Perturbation> ALL =
            List.of(
                    new Perturbation.Given(PerturbationKind.SCORE, new double[] {1, -.5}),
                    new Perturbation.Given(PerturbationKind.DENOISER, new double[] {.3, 1}),
                    new Perturbation.Given(PerturbationKind.VELOCITY, new double[] {1, 1}),
                    Perturbation.random(PerturbationKind.SCORE),
                    Perturbation.own(TRUTH));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray start(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        return manager.create(random.doubles(2L * n, -1.5, 1.5).toArray(), new Shape(n, 2));
    }

    private static ShiftRun run(
            GeneratingProcess process, TangentFrames frame, Perturbation... of) {
        List<Perturbation> list = of.length == 0 ? distinct() : List.of(of);
        return new ShiftRun(
                MODEL, process, GRID, new ShiftOptions(List.of(frame), 1, List.of(12, 24), list));
    }

    private static List<Perturbation> distinct() {
        return List.of(ALL.get(0), ALL.get(1), ALL.get(3), ALL.get(4));
    }

    static Stream<Arguments> processesAndPerturbations() {
        List<GeneratingProcess> processes =
                List.of(
                        ReverseProcess.EULER_MARUYAMA,
                        ReverseProcess.ANCESTRAL,
                        ReverseProcess.DDIM,
                        new HeunFlow(),
                        KarrasHeun.deterministic(),
                        KarrasHeun.churned(6, 24),
                        new RungeKutta(ButcherTableau.RK4));
        return processes.stream()
                .flatMap(
                        process ->
                                Stream.of(0, 1, 2, 4).map(i -> Arguments.of(process, ALL.get(i))));
    }

    /** Base and perturbed paths with the same noise: the response is their derivative. */
    @ParameterizedTest
    @MethodSource("processesAndPerturbations")
    void response_isTheLimitOfFinitePerturbations(
            GeneratingProcess process, Perturbation perturbation) {
        int n = 3;
        SupportSufficientStatistics found =
                run(process, FixedAxes.EVERYWHERE, perturbation)
                        .run(start(n), SamplingOptions.seed(SEED));
        double eps = 1e-4;
        NDArray plus = sample(process, perturbation, eps, n);
        NDArray minus = sample(process, perturbation, -eps, n);
        double[] slope = plus.sub(minus).div(2 * eps).toDoubleArray();
        double[] tangent = column(found, SupportQuantity.TANGENT_SHIFT, perturbation);
        double[] normal = column(found, SupportQuantity.NORMAL_SHIFT, perturbation);
        for (int i = 0; i < n; i++) {
            // The central difference is off by eps^2 times a third derivative of order 10.
            assertThat(tangent[i])
                    .as("seed %d, sample %d", SEED, i)
                    .isCloseTo(Math.abs(slope[2 * i]), within(1e-6));
            assertThat(normal[i]).isCloseTo(Math.abs(slope[2 * i + 1]), within(1e-6));
        }
    }

    private NDArray sample(
            GeneratingProcess process, Perturbation perturbation, double eps, int n) {
        Denoiser perturbed =
                (x, t) -> {
                    NDArray denoised = LEARNED.denoiser(x, PATH.alpha(t), PATH.sigma(t));
                    return denoised.add(
                            perturbation
                                    .ofDenoiser(new Perturbation.At(x, denoised, t, PATH, x))
                                    .mul(eps));
                };
        return new Sampler(perturbed, PATH, process, GRID)
                .run(start(n), SamplingOptions.seed(SEED));
    }

    private static double[] column(
            SupportSufficientStatistics found, SupportQuantity quantity, Perturbation of) {
        return found.get(new SupportColumn(quantity, of.label() + ", axes", 1));
    }

    /** What the density's response says of the path itself: a change of variables. */
    @Test
    void densityResponse_isThatOfTheChangeOfVariables() {
        GeneratingProcess process = new RungeKutta(ButcherTableau.RK4);
        Perturbation own = Perturbation.own(TRUTH);
        TimeGrid fine = PATH.through(30, 2, .2, .05);
        double[] found =
                new ShiftRun(
                                MODEL,
                                process,
                                fine,
                                new ShiftOptions(
                                        List.of(FixedAxes.EVERYWHERE),
                                        1,
                                        List.of(60),
                                        List.of(own)))
                        .run(start(2), SamplingOptions.seed(SEED))
                        .get(new SupportColumn(SupportQuantity.DENSITY_RESPONSE, "own", 0));
        // log rho at the end of a path is log rho_T at its start less the log volume; at a moved
        // end less xi . s. With the Jacobian of the perturbed map by differences of 1e-4:
        double eps = 1e-4;
        double step = 1e-4;
        for (int i = 0; i < 2; i++) {
            double[] volume = new double[2];
            double[][] ends = new double[2][];
            for (int side = 0; side < 2; side++) {
                double[] x = start(2).get(i).toDoubleArray();
                double[][] from = {
                    {x[0], x[1]},
                    {x[0] + step, x[1]},
                    {x[0] - step, x[1]},
                    {x[0], x[1] + step},
                    {x[0], x[1] - step}
                };
                double[][] to = map(process, fine, own, side == 0 ? -eps : eps, from);
                double a = to[1][0] - to[2][0];
                double b = to[3][0] - to[4][0];
                double c = to[1][1] - to[2][1];
                double d = to[3][1] - to[4][1];
                volume[side] = Math.log((a * d - b * c) / (4 * step * step));
                ends[side] = to[0];
            }
            NDArray end =
                    manager.create(
                            new double[] {
                                (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2
                            },
                            new Shape(1, 2));
            double[] s = LEARNED.score(end, PATH.alpha(.025), PATH.sigma(.025)).toDoubleArray();
            double expected =
                    -(volume[1] - volume[0]) / (2 * eps)
                            - (s[0] * (ends[1][0] - ends[0][0]) + s[1] * (ends[1][1] - ends[0][1]))
                                    / (2 * eps);
            // The trapezoidal rule of 60 steps; the model is exact for its own density.
            assertThat(found[i])
                    .as("seed %d, sample %d", SEED, i)
                    .isCloseTo(expected, within(4e-3));
        }
    }

    private double[][] map(
            GeneratingProcess process,
            TimeGrid grid,
            Perturbation own,
            double eps,
            double[][] from) {
        Denoiser perturbed =
                (x, t) -> {
                    NDArray denoised = LEARNED.denoiser(x, PATH.alpha(t), PATH.sigma(t));
                    Perturbation.At at = new Perturbation.At(x, denoised, t, PATH, x);
                    return denoised.add(own.ofDenoiser(at).mul(eps));
                };
        double[] to =
                new Sampler(perturbed, PATH, process, grid)
                        .run(manager.create(from), SamplingOptions.seed(0))
                        .toDoubleArray();
        double[][] rows = new double[from.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {to[2 * i], to[2 * i + 1]};
        }
        return rows;
    }

    @Test
    void columns_donotDependOnTheBatch() throws IOException {
        ShiftRun run = run(ReverseProcess.ANCESTRAL, FixedAxes.EVERYWHERE);
        NDArray start = start(5);
        SamplingOptions options = SamplingOptions.seed(SEED);
        SupportSufficientStatistics whole = run.run(start, options);
        SupportSufficientStatistics parts = run.run(start.get("0:2"), options.withBatchSize(1));
        parts.merge(run.run(start.get("2:5"), options.withFirstSample(2).withBatchSize(2)));
        assertThat(parts.columns()).isEqualTo(whole.columns());
        for (SupportColumn column : whole.columns()) {
            assertThat(parts.get(column)).containsExactly(whole.get(column), within(1e-12));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        whole.write(bytes);
        SupportSufficientStatistics read =
                SupportSufficientStatistics.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(run.shifts(read)).isEqualTo(run.shifts(whole));
        SupportColumn random =
                new SupportColumn(SupportQuantity.NORMAL_SHIFT, "random score, axes", 1);
        assertThat(run.run(start, SamplingOptions.seed(SEED + 1)).get(random))
                .doesNotContain(whole.get(random));
    }

    @Test
    void anEnd_isTheEndOfAShorterGeneration() {
        GeneratingProcess process = new HeunFlow();
        SupportSufficientStatistics both =
                run(process, FixedAxes.EVERYWHERE).run(start(3), SamplingOptions.seed(SEED));
        SupportSufficientStatistics shorter =
                new ShiftRun(
                                MODEL,
                                process,
                                PATH.through(12, 2, .2),
                                new ShiftOptions(
                                        List.of(FixedAxes.EVERYWHERE), 1, List.of(12), distinct()))
                        .run(start(3), SamplingOptions.seed(SEED));
        SupportColumn column = new SupportColumn(SupportQuantity.NORMAL_SHIFT, "own, axes", 0);
        assertThat(shorter.get(column)).containsExactly(both.get(column), within(1e-14));
    }

    @Test
    void samplesWithoutAFrame_areLeftOut() {
        FixedAxes half = new FixedAxes("half", 0);
        ShiftRun run = run(ReverseProcess.DDIM, half);
        SupportSufficientStatistics found = run.run(start(8), SamplingOptions.seed(SEED));
        double[] normal =
                found.get(new SupportColumn(SupportQuantity.NORMAL_SHIFT, "own, half", 1));
        assertThat(normal).hasSize(8).contains(Double.NaN);
        SupportShift shift = run.shifts(found).get(3);
        assertThat(shift.last().samples()).isBetween(1, 7);
        assertThat(shift.last().normal()).isFinite();
    }

    @Test
    void ends_areGridTimesOfFallingNoise() {
        TimeGrid grid = TimeGrid.logSnr(PATH, 20, 1, 1e-4);
        List<Integer> ends = ShiftOptions.ends(PATH, grid, 3, 2);
        assertThat(ends).hasSize(3).last().isEqualTo(20);
        for (int i = 1; i < 3; i++) {
            double ratio =
                    PATH.sigmaOverAlpha(grid.times().get(ends.get(i - 1)))
                            / PATH.sigmaOverAlpha(grid.times().get(ends.get(i)));
            assertThat(ratio).isGreaterThanOrEqualTo(2);
        }
        TimeGrid toData = TimeGrid.uniform(5, 1, 0);
        assertThat(ShiftOptions.ends(PATH, toData, 2, 1.1)).containsExactly(3, 4);
        assertThat(ShiftOptions.ends(PATH, toData, 9, 1.1)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatDoesNotFit_isRefused() {
        assertThatThrownBy(
                        () ->
                                new ShiftRun(
                                        MODEL,
                                        ReverseProcess.DDIM,
                                        PATH.through(4, 2, .1),
                                        new ShiftOptions(
                                                List.of(FixedAxes.EVERYWHERE),
                                                1,
                                                List.of(5),
                                                ALL.subList(0, 1))))
                .hasMessage(
                        "ends: expected numbers up to 4, the last of the grid, found 5; choose ends"
                                + " on the grid");
        assertThatThrownBy(
                        () ->
                                new ShiftOptions(
                                        List.of(FixedAxes.EVERYWHERE),
                                        1,
                                        List.of(3, 2),
                                        ALL.subList(0, 1)))
                .hasMessage(
                        "ends: expected numbers of grid times, from 1, that rise, found [3, 2];"
                                + " change the option");
        assertThatThrownBy(
                        () ->
                                run(ReverseProcess.DDIM, FixedAxes.EVERYWHERE)
                                        .run(
                                                manager.create(new double[3], new Shape(1, 3)),
                                                SamplingOptions.seed(0)))
                .hasMessageStartingWith(
                        "start: expected FLOAT64 states [n, 2], found float64 (1, 3)");
    }
}
