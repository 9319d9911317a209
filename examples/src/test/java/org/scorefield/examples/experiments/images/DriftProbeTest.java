// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.zoo.Zoo;

class DriftProbeTest {

    /** FLOAT32 networks whose denoised values are near 1. */
    private static final double ROUNDING = 1e-5;

    private static final double SHIFT = 0.25;

    /**
     * A denoiser that is off by a constant has Dv = |alpha' - alpha sigma'/sigma| times that,
     * whatever the target: 1 / t for the straight path.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9})
    void observe_denoiserOffByAConstant_givesTheVelocityOff(double t) throws Exception {
        try (DiffusionModel told = Zoo.defaultEntry().load();
                NDManager manager = told.newManager()) {
            NoiseSchedule own = told.parameterization().schedule();
            NDArray u = new NoisePath(1).start(manager.zeros(new Shape(2, 1, 28, 28)), 0);
            NoiseSchedule straight = new RectifiedFlow();
            double time = own.time(straight.sigmaOverAlpha(t));
            NDArray same = told.denoiser(u.mul(own.alpha(time) / straight.alpha(t)), time);
            for (Prediction target : List.of(Predictions.FLOW, Predictions.EPSILON)) {
                DriftProbe probe =
                        new DriftProbe(
                                new ImageProcess.Drive(
                                        straight, target, Optional.of((x, at) -> same.add(SHIFT))),
                                told,
                                2);
                probe.observe(new TrajectoryPoint(3, 10, t, 0, u));
                DriftProbe.Point point = probe.points().get(0);
                assertThat(point.denoised()).isCloseTo(SHIFT, within(ROUNDING));
                assertThat(point.drift()).isCloseTo(SHIFT / t, within(ROUNDING / t));
                double gain = target == Predictions.FLOW ? 1 : 1 / (1 - t);
                assertThat(point.gain()).isCloseTo(gain, within(1e-12));
            }
        }
    }
}
