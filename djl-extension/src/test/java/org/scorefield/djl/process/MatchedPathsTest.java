// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.EdmSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

/** All probability flows are one flow of z = x / alpha in sigma / alpha. */
class MatchedPathsTest {

    private static final double[] LEVELS = {8, 4, 2, 1, 0.5, 0.25, 0.1};

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void zPaths_ofVpVeAndFlowMatching_atMatchedLevels_areEqual() {
        MixtureCase data = new MixtureCase(new double[][] {{1, 0}, {-0.5, 1}, {0, -1}}, 0.01);
        double[][] expected = path(data, new VeSchedule(0.05, 10));
        for (NoiseSchedule schedule :
                List.of(
                        new OrnsteinUhlenbeck(3),
                        new RectifiedFlow(),
                        new RectifiedFlow(3),
                        new EdmSchedule(0.05, 10, 7))) {
            double[][] found = path(data, schedule);
            for (int i = 0; i < LEVELS.length; i++) {
                // Nine digits of states of size 1 to 8.
                assertThat(found[i])
                        .as("%s at sigma/alpha %s", schedule.name(), LEVELS[i])
                        .containsExactly(expected[i], within(1e-9));
            }
        }
    }

    private double[][] path(MixtureCase data, NoiseSchedule schedule) {
        List<Double> times = new ArrayList<>();
        for (double level : LEVELS) {
            times.add(schedule.time(level));
        }
        double[][] path = new double[LEVELS.length][];
        NDArray z = manager.create(new double[] {5, 3, -4, 6, 0.3, -7}, new Shape(3, 2));
        new OdeFlow(
                        TimedField.probabilityFlow(data.denoiser(schedule), schedule),
                        ButcherTableau.DORMAND_PRINCE,
                        StepRule.adaptive(1e-12, 1e-12),
                        times)
                .run(
                        z.mul(schedule.alpha(times.get(0))),
                        SamplingOptions.seed(0),
                        point ->
                                path[point.step()] =
                                        point.x().div(schedule.alpha(point.t())).toDoubleArray());
        return path;
    }
}
