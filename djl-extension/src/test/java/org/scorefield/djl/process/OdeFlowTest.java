// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.schedule.EdmSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

class OdeFlowTest {

    private static final SamplingOptions OPTIONS = SamplingOptions.seed(0);
    private static final NoiseSchedule SCHEDULE = new RectifiedFlow();
    private static final TimeGrid GRID = TimeGrid.uniform(10, 0.9, 0.1);

    /** What the guide of the house asks of an order of convergence. */
    private static final double ORDER = 0.15;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** x'' = -x, (cos t, -sin t). */
    private static final VectorField CIRCLE =
            new SmallField(x -> new double[] {x[1], -x[0]}, x -> new double[][] {{0, 1}, {-1, 0}});

    @ParameterizedTest
    @CsvSource({"EULER, 1", "HEUN, 2", "RK4, 4", "DORMAND_PRINCE, 5"})
    void fixedSteps_ofAnAutonomousField_haveTheOrderOfTheTableau(String name, int order) {
        ButcherTableau tableau = tableau(name);
        int n = order > 3 ? 10 : 200;
        double coarse = circleError(tableau, n);
        double fine = circleError(tableau, 2 * n);
        assertThat(tableau.order()).isEqualTo(order);
        assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order, within(ORDER));
    }

    @ParameterizedTest
    @CsvSource({"RK4, 4, 160", "DORMAND_PRINCE, 5, 40"})
    void fixedSteps_ofTheProbabilityFlow_haveTheOrderOfTheTableau(
            String name, int order, int steps) {
        ButcherTableau tableau = tableau(name);
        // By the denoiser (a process) and by the right-hand side: two ways to the same steps.
        // Order 5 on the straight path is at 1e-12 before its errors have one sign.
        NoiseSchedule other = order == 5 ? new VeSchedule(0.1, 10) : SCHEDULE;
        for (NoiseSchedule schedule : List.of(other, new EdmSchedule(0.1, 10, 7))) {
            double[] process = new double[2];
            double[] right = new double[2];
            for (int i = 0; i < 2; i++) {
                TimeGrid grid = TimeGrid.uniform(steps << i, 0.9, 0.1);
                NDArray start = start(6);
                Denoiser denoiser = GaussianCase.denoiser(schedule);
                process[i] =
                        error(
                                schedule,
                                grid,
                                start,
                                new Sampler(denoiser, schedule, new RungeKutta(tableau), grid)
                                        .run(start, OPTIONS));
                RightHandSide flow = RightHandSide.probabilityFlow(denoiser, schedule);
                right[i] =
                        error(
                                schedule,
                                grid,
                                start,
                                new OdeFlow(flow, tableau, StepRule.fixed(), grid.times())
                                        .run(start, OPTIONS));
                // Roundings of sums of seven terms.
                assertThat(right[i]).isCloseTo(process[i], within(1e-13));
            }
            assertThat(Math.log(process[0] / process[1]) / Math.log(2))
                    .as("%s, errors %s and %s", schedule.name(), process[0], process[1])
                    .isCloseTo(order, within(ORDER));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 1e-7, 1e-9, 1e-11})
    void adaptiveSteps_keepTheirTolerance(double tolerance) {
        RightHandSide flow =
                RightHandSide.probabilityFlow(GaussianCase.denoiser(SCHEDULE), SCHEDULE);
        NDArray start = start(6);
        NDArray end = adaptive(flow, GRID.times(), tolerance).run(start, OPTIONS);
        // The tolerance is of one step's embedded method; errors of a few long steps add up.
        assertThat(error(SCHEDULE, GRID, start, end)).isLessThan(50 * tolerance);
    }

    @Test
    void denseOutput_betweenSteps_hasOrderFour() {
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            double h = 0.4 / (1 << i);
            ButcherTableau method = ButcherTableau.DORMAND_PRINCE;
            NDArray x = manager.create(new double[] {1, 0}, new Shape(1, 2));
            NDArray[] k = new NDArray[7];
            List<StepPlan.Stage> stages = method.plan(0, h).stages();
            for (int s = 0; s < 7; s++) {
                NDArray at = x;
                for (int j = 0; j < s; j++) {
                    at = at.add(k[j].mul(stages.get(s).at().of(j)));
                }
                k[s] = CIRCLE.evaluate(at);
            }
            NDArray bend = x.mul(0);
            NDArray next = x;
            for (int s = 0; s < 7; s++) {
                bend = bend.add(k[s].mul(method.dense().get(s)));
                next = next.add(k[s].mul(h * method.b(s)));
            }
            NDArray parts =
                    ai.djl.ndarray.NDArrays.concat(
                            new ai.djl.ndarray.NDList(x, next, k[0], k[6], bend));
            DenseStep step = new DenseStep(0, h, parts);
            for (double theta = 0.1; theta < 1; theta += 0.1) {
                double[] found = step.at(theta * h).toDoubleArray();
                errors[i] = Math.max(errors[i], Math.abs(found[0] - Math.cos(theta * h)));
                errors[i] = Math.max(errors[i], Math.abs(found[1] + Math.sin(theta * h)));
            }
            assertThat(step.at(0).toDoubleArray()).containsExactly(1, 0);
            assertThat(step.at(h).toDoubleArray()).containsExactly(next.toDoubleArray());
        }
        // A single step: one more than the order of an interval.
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isCloseTo(5, within(ORDER));
    }

    @Test
    void adaptiveSteps_showTheStateAtEveryTime() {
        List<Double> times = IntStream.rangeClosed(0, 40).mapToObj(i -> 0.25 * i).toList();
        List<Double> seen = new ArrayList<>();
        NDArray start = manager.create(new double[] {1, 0, 0, 2}, new Shape(2, 2));
        adaptive((x, t) -> CIRCLE.evaluate(x), times, 1e-9)
                .run(
                        start,
                        OPTIONS,
                        point -> {
                            seen.add(point.t());
                            double[] x = point.x().toDoubleArray();
                            double t = point.t();
                            double[] exact = {
                                Math.cos(t), -Math.sin(t), 2 * Math.sin(t), 2 * Math.cos(t)
                            };
                            // Steps of tolerance 1e-9 add up over 10 units of time.
                            assertThat(x).containsExactly(exact, within(1e-7));
                        });
        assertThat(seen).isEqualTo(times);
    }

    @Test
    void adaptiveSteps_ofASample_areItsOwn() {
        // A stiff sample beside a slow one: neither changes the other's digits.
        RightHandSide right = (x, t) -> x.mul(x).mul(-1);
        List<Double> times = List.of(0.0, 0.5, 2.0);
        NDArray start = manager.create(new double[] {1, 500, 0.01}, new Shape(3, 1));
        double[] together = adaptive(right, times, 1e-8).run(start, OPTIONS).toDoubleArray();
        double[] apart =
                adaptive(right, times, 1e-8).run(start, OPTIONS.withBatchSize(1)).toDoubleArray();
        assertThat(together).containsExactly(apart);
        assertThat(together[1]).isCloseTo(1 / (1 / 500.0 + 2), within(1e-6));
        assertThat(start.getManager().getManagedArrays()).hasSize(3);
    }

    @Test
    void adaptiveSteps_toASingularity_sayWhere() {
        RightHandSide right = (x, t) -> x.mul(x);
        NDArray start = manager.create(new double[] {1}, new Shape(1, 1));
        assertThatThrownBy(() -> adaptive(right, List.of(0.0, 2.0), 1e-8).run(start, OPTIONS))
                .isInstanceOfSatisfying(
                        DivergenceException.class,
                        e -> assertThat(e.t()).isCloseTo(1, within(1e-6)))
                .hasMessageStartingWith("state: expected");
    }

    @Test
    void fixedSteps_thatLeaveTheNumbers_sayWhere() {
        RightHandSide right = (x, t) -> x.mul(x);
        NDArray start = manager.create(new double[] {1e150}, new Shape(1, 1));
        OdeFlow flow =
                new OdeFlow(right, ButcherTableau.EULER, StepRule.fixed(), List.of(0., 1., 2., 3.));
        assertThatThrownBy(() -> flow.run(start, OPTIONS))
                .isInstanceOfSatisfying(
                        DivergenceException.class, e -> assertThat(e.step()).isEqualTo(1))
                .hasMessageContaining("(step 1, from t 1.0)");
    }

    @Test
    void run_whenInterrupted_isCancelled() {
        OdeFlow flow = adaptive((x, t) -> CIRCLE.evaluate(x), List.of(0., 1.), 1e-8);
        NDArray start = manager.create(new double[] {1, 0}, new Shape(1, 2));
        assertThatThrownBy(
                        () -> flow.run(start, OPTIONS, point -> Thread.currentThread().interrupt()))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void flow_ofBadValues_saysWhatItExpects() {
        RightHandSide right = (x, t) -> x;
        StepRule rule = StepRule.adaptive(1e-6, 1e-6);
        assertThatThrownBy(() -> new OdeFlow(right, ButcherTableau.RK4, rule, List.of(0., 1.)))
                .hasMessageContaining("found RK4; use DORMAND_PRINCE");
        assertThatThrownBy(() -> adaptive(right, List.of(0., 1., 1.), 1e-6))
                .hasMessageStartingWith("times: expected at least 2 that rise or that fall");
        assertThatThrownBy(() -> StepRule.adaptive(0, 1))
                .hasMessageStartingWith("tolerance: expected relative in (0, 1)");
    }

    private static ButcherTableau tableau(String name) {
        return switch (name) {
            case "EULER" -> ButcherTableau.EULER;
            case "HEUN" -> ButcherTableau.HEUN;
            case "RK4" -> ButcherTableau.RK4;
            default -> ButcherTableau.DORMAND_PRINCE;
        };
    }

    private static OdeFlow adaptive(RightHandSide right, List<Double> times, double tolerance) {
        return new OdeFlow(
                right,
                ButcherTableau.DORMAND_PRINCE,
                StepRule.adaptive(tolerance, tolerance),
                times);
    }

    private double circleError(ButcherTableau tableau, int steps) {
        List<Double> times =
                IntStream.rangeClosed(0, steps).mapToObj(i -> 2.0 * i / steps).toList();
        NDArray start = manager.create(new double[] {1, 0}, new Shape(1, 2));
        double[] end =
                new OdeFlow((x, t) -> CIRCLE.evaluate(x), tableau, StepRule.fixed(), times)
                        .run(start, OPTIONS)
                        .toDoubleArray();
        return Math.hypot(end[0] - Math.cos(2), end[1] + Math.sin(2));
    }

    private static double error(NoiseSchedule schedule, TimeGrid grid, NDArray start, NDArray end) {
        double[] from = start.toDoubleArray();
        double[] found = end.toDoubleArray();
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double exact = GaussianCase.flow(schedule, grid, i % 2, from[i]);
            largest = Math.max(largest, Math.abs(found[i] - exact));
        }
        return largest;
    }

    private NDArray start(int rows) {
        return new NoisePath(9).start(manager.zeros(new Shape(rows, 2), DataType.FLOAT64), 0);
    }
}
