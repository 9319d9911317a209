// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.TimeInput.Direction;
import org.scorefield.djl.schedule.TimeInput.Kind;

class TimeInputTest {

    private static final DiscreteSchedule DISCRETE =
            DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);

    private static final NoiseSchedule FLOW = new RectifiedFlow();

    @Test
    void of_index_isTheStep() {
        for (int k = 0; k < 1000; k++) {
            assertThat(TimeInput.INDEX.of(DISCRETE, k / 999.0)).isCloseTo(k, within(1e-12));
        }
        TimeInput towardsData = new TimeInput(Kind.INDEX, Direction.DATA, 1);
        assertThat(towardsData.of(DISCRETE, 0)).isEqualTo(999);
        assertThat(towardsData.of(DISCRETE, 1)).isZero();
    }

    @Test
    void of_continuous_turnsAndScales() {
        assertThat(TimeInput.CONTINUOUS.of(FLOW, 0.25)).isEqualTo(0.25);
        assertThat(new TimeInput(Kind.CONTINUOUS, Direction.DATA, 1000).of(FLOW, 0.25))
                .isEqualTo(750);
        assertThat(TimeInput.NONE.of(FLOW, 0.25)).isZero();
    }

    @Test
    void of_sigma_isTheNoiseInTheState() {
        TimeInput sigma = new TimeInput(Kind.SIGMA, Direction.NOISE, 1000);
        assertThat(sigma.of(new RectifiedFlow(3), 0.5)).isCloseTo(750, within(1e-12));
        TimeInput noise = new TimeInput(Kind.LOG_SIGMA, Direction.NOISE, 0.25);
        assertThat(noise.of(new VeSchedule(Math.exp(-2), Math.exp(6)), 1))
                .isCloseTo(1.5, within(1e-14));
        assertThat(noise.of(DISCRETE, 0.5))
                .isCloseTo(0.25 * Math.log(DISCRETE.sigmaOverAlpha(0.5)), within(1e-14));
    }

    @Test
    void of_whatTheScheduleLacks_isRefused() {
        assertThatThrownBy(() -> TimeInput.INDEX.of(FLOW, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "time input: expected a discrete schedule for input index, found"
                                + " RectifiedFlow; use input continuous with a scale");
        assertThatThrownBy(() -> new TimeInput(Kind.LOG_SIGMA, Direction.NOISE, 0.25).of(FLOW, 0))
                .hasMessageContaining("expected a positive finite sigma/alpha at t = 0.0");
        assertThatThrownBy(() -> TimeInput.CONTINUOUS.of(FLOW, 1.5))
                .hasMessageContaining("t: expected a number in [0, 1]");
    }

    @Test
    void constructor_directionOfSigma_isRefused() {
        assertThatThrownBy(() -> new TimeInput(Kind.SIGMA, Direction.DATA, 1))
                .hasMessage(
                        "time direction: expected noise for input sigma, found data;"
                                + " only index and continuous times can grow towards data");
        assertThatThrownBy(() -> new TimeInput(Kind.INDEX, Direction.NOISE, 0))
                .hasMessageContaining("time scale: expected a finite number other than 0");
    }

    @Test
    void parameterization_indexIntoAFlow_isRefused() {
        Parameterization p = DiffusersSchedulersTest.read("{\"_class_name\": \"RectifiedFlow\"}");
        assertThatThrownBy(() -> p.withTime(TimeInput.INDEX))
                .hasMessageContaining("expected a discrete schedule for input index");
        assertThat(p.withPrediction(Predictions.SAMPLE).prediction()).isEqualTo(Predictions.SAMPLE);
    }
}
