// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.BetaSchedule;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

class NoiseLevelTest {

    @Test
    void spread_rectifiedFlow_isEvenInLogSnr() {
        List<NoiseLevel> levels = NoiseLevel.spread(new RectifiedFlow(), 4);
        // log SNR is cut at +-4 log 10; the middles of four parts are +-3 log 10 and +-log 10.
        assertThat(levels.get(0).logSnr()).isCloseTo(3 * Math.log(10), within(1e-9));
        assertThat(levels.get(2).logSnr()).isCloseTo(-Math.log(10), within(1e-9));
        assertThat(NoiseLevel.spread(new RectifiedFlow(), 1).get(0).t())
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void spread_discreteSchedule_givesItsSteps() {
        DiscreteSchedule schedule = DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
        for (NoiseLevel level : NoiseLevel.spread(schedule, 8)) {
            double step = level.t() * 999;
            assertThat(step).isCloseTo(Math.rint(step), within(1e-9));
        }
        DiscreteSchedule few = DiscreteSchedule.of(BetaSchedule.LINEAR, 4, 1e-2, 0.5);
        assertThat(NoiseLevel.spread(few, 50)).doesNotHaveDuplicates().hasSizeBetween(3, 4);
    }

    @Test
    void spread_varianceExploding_coversItsSigmas() {
        List<NoiseLevel> levels = NoiseLevel.spread(new VeSchedule(0.01, 1), 2);
        assertThat(levels.get(0).sigma()).isCloseTo(Math.pow(10, -1.5), within(1e-9));
        assertThat(levels.get(1).sigma()).isCloseTo(Math.pow(10, -0.5), within(1e-9));
    }

    @Test
    void of_levelWithoutNoise_isRefused() {
        assertThatThrownBy(() -> NoiseLevel.of(new RectifiedFlow(), 0))
                .hasMessage(
                        "sigma: expected a positive number, found 0.0; the score error is undefined"
                                + " without noise, choose a larger t");
        assertThatThrownBy(() -> NoiseLevel.spread(new RectifiedFlow(), 0))
                .hasMessageContaining("levels: expected at least 1, found 0");
    }
}
