// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.schedule.EdmSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

class KarrasHeunTest {

    private static final long SEED = 11;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<NoiseSchedule> schedules() {
        return Stream.of(
                new EdmSchedule(0.02, 20, 7), new VeSchedule(0.02, 20), new RectifiedFlow());
    }

    /** Algorithm 2 of the paper as it is printed, for one coordinate on alpha = 1. */
    private static double algorithm2(
            KarrasHeun options, double[] levels, int axis, double x, double[] noise) {
        double state = x;
        for (int i = 0; i + 1 < levels.length; i++) {
            double t = levels[i];
            boolean inside = t >= options.lowest() && t <= options.highest();
            double gamma = inside ? options.churn() : 0;
            double raised = t + gamma * t;
            double hat =
                    state + Math.sqrt(raised * raised - t * t) * options.inflation() * noise[i];
            double d = (hat - denoised(axis, hat, raised)) / raised;
            double next = hat + (levels[i + 1] - raised) * d;
            if (levels[i + 1] != 0) {
                double second = (next - denoised(axis, next, levels[i + 1])) / levels[i + 1];
                next = hat + (levels[i + 1] - raised) * (d / 2 + second / 2);
            }
            state = next;
        }
        return state;
    }

    private static double denoised(int axis, double x, double sigma) {
        double variance = GaussianCase.DEVIATION[axis] * GaussianCase.DEVIATION[axis];
        double gain = variance / (variance + sigma * sigma);
        return GaussianCase.MEAN[axis] + gain * (x - GaussianCase.MEAN[axis]);
    }

    @Test
    void run_onTheScheduleOfEdm_isAlgorithm2() {
        NoiseSchedule schedule = new EdmSchedule(0.02, 20, 7);
        KarrasHeun process = new KarrasHeun(0.3, 0.05, 15, 1.007);
        TimeGrid grid = TimeGrid.uniform(12, 1, 0);
        double[] levels = grid.times().stream().mapToDouble(schedule::sigma).toArray();
        NDArray start = start(3).mul(20);
        double[] found =
                new Sampler(GaussianCase.denoiser(schedule), schedule, process, grid)
                        .run(start, SamplingOptions.seed(SEED))
                        .toDoubleArray();
        double[][] noise = new double[12][];
        for (int i = 0; i < 12; i++) {
            noise[i] = new NoisePath(SEED).step(start, 0, i).toDoubleArray();
        }
        for (int j = 0; j < found.length; j++) {
            int place = j;
            double[] own = Arrays.stream(noise).mapToDouble(n -> n[place]).toArray();
            double exact = algorithm2(process, levels, j % 2, start.toDoubleArray()[j], own);
            // Times are found from levels by powers of 7: a few roundings of levels of 20.
            assertThat(found[j]).isCloseTo(exact, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void deterministic_withHalfTheStep_hasOrderTwo(NoiseSchedule schedule) {
        double coarse = flowError(schedule, 160);
        double fine = flowError(schedule, 320);
        assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(2, within(0.15));
    }

    @Test
    void churned_hasTheMomentsOfTheData() {
        NoiseSchedule schedule = new EdmSchedule(0.02, 20, 7);
        int count = 20_000;
        TimeGrid grid = TimeGrid.uniform(60, 1, 0);
        NDArray start = start(count).mul(20);
        NDArray end =
                new Sampler(
                                GaussianCase.denoiser(schedule),
                                schedule,
                                KarrasHeun.churned(20, 60),
                                grid)
                        .run(start, SamplingOptions.seed(SEED).withBatchSize(5000));
        for (int axis = 0; axis < 2; axis++) {
            double variance = GaussianCase.variance(schedule, 0, axis);
            double[] x = end.get(":, " + axis).toDoubleArray();
            double mean = Arrays.stream(x).sum() / count;
            double found = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (count - 1);
            // Five standard errors, plus 1 % for 60 steps of order 2.
            double error = 5 * Math.sqrt(variance / count);
            assertThat(mean).isCloseTo(GaussianCase.MEAN[axis], within(error + 0.01));
            assertThat(found)
                    .as("seed %d, axis %d", SEED, axis)
                    .isCloseTo(variance, within((5 * Math.sqrt(2.0 / count) + 0.01) * variance));
        }
    }

    @Test
    void run_fromPureNoiseToPureData_isFinite() {
        NoiseSchedule schedule = new RectifiedFlow();
        NDArray end =
                new Sampler(
                                GaussianCase.denoiser(schedule),
                                schedule,
                                KarrasHeun.churned(5, 50),
                                TimeGrid.uniform(50, 1, 0))
                        .run(start(4), SamplingOptions.seed(SEED));
        assertThat(StateBatches.finite(end)).isTrue();
    }

    @Test
    void options_outsideTheirRanges_areRefused() {
        assertThatThrownBy(() -> new KarrasHeun(0.5, 0, 1, 1))
                .hasMessageStartingWith("churn: expected churn in [0, sqrt(2) - 1]");
    }

    private double flowError(NoiseSchedule schedule, int steps) {
        TimeGrid grid = TimeGrid.karras(schedule, steps, 0.9, 0.1);
        NDArray start = start(8);
        double[] from = start.toDoubleArray();
        double[] found =
                new Sampler(
                                GaussianCase.denoiser(schedule),
                                schedule,
                                KarrasHeun.deterministic(),
                                grid)
                        .run(start, SamplingOptions.seed(SEED))
                        .toDoubleArray();
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double exact = GaussianCase.flow(schedule, grid, i % 2, from[i]);
            largest = Math.max(largest, Math.abs(found[i] - exact));
        }
        return largest;
    }

    private NDArray start(int rows) {
        return new NoisePath(SEED).start(manager.zeros(new Shape(rows, 2), DataType.FLOAT64), 0);
    }
}
