// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiscreteScheduleTest {

    /** A few roundings of a number near 1. */
    private static final double ROUNDING = 1e-15;

    private static final DiscreteSchedule THREE =
            DiscreteSchedule.ofBetas("three", new double[] {0.1, 0.2, 0.5});

    private static final DiscreteSchedule TO_ZERO =
            DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02).withZeroTerminalSnr();

    @Test
    void alpha_atTheSteps_isTheRootOfTheCumulativeProduct() {
        double[] alphaBar = {0.9, 0.9 * 0.8, 0.9 * 0.8 * 0.5};
        for (int k = 0; k < 3; k++) {
            assertThat(THREE.alphaBar(k)).isCloseTo(alphaBar[k], within(ROUNDING));
            assertThat(THREE.alpha(k / 2.0)).isCloseTo(Math.sqrt(alphaBar[k]), within(ROUNDING));
            assertThat(THREE.sigma(k / 2.0))
                    .isCloseTo(Math.sqrt(1 - alphaBar[k]), within(ROUNDING));
        }
        assertThat(THREE.steps()).isEqualTo(3);
    }

    @Test
    void alphaAndSigma_betweenSteps_keepTheVariance() {
        for (int i = 0; i <= 997; i++) {
            double t = i / 997.0;
            assertThat(Math.hypot(TO_ZERO.alpha(t), TO_ZERO.sigma(t)))
                    .isCloseTo(1, within(ROUNDING));
        }
    }

    @Test
    void logSnr_ofTwoSteps_isAStraightLineBetweenThem() {
        DiscreteSchedule s = DiscreteSchedule.ofBetas("two", new double[] {0.5, 0.8});
        // alphaBar 0.5 and 0.1: log SNR 0 and -log 9.
        assertThat(s.logSnr(0)).isCloseTo(0, within(ROUNDING));
        assertThat(s.logSnr(1)).isCloseTo(-Math.log(9), within(2 * ROUNDING));
        assertThat(s.logSnr(0.5)).isCloseTo(-Math.log(3), within(2 * ROUNDING));
        assertThat(s.sigmaOverAlpha(0.5)).isCloseTo(Math.sqrt(3), within(4 * ROUNDING));
        assertThat(s.time(Math.sqrt(3))).isCloseTo(0.5, within(4 * ROUNDING));
    }

    @Test
    void derivatives_acrossAStep_areContinuous() {
        double step = 500 / 999.0;
        double near = 1e-11;
        assertThat(TO_ZERO.alphaDot(step - near))
                .isCloseTo(TO_ZERO.alphaDot(step + near), within(1e-7));
        double last = 998 / 999.0;
        assertThat(TO_ZERO.sigmaDot(last - near))
                .isCloseTo(TO_ZERO.sigmaDot(last + near), within(1e-7));
        assertThat(TO_ZERO.alphaDot(last - near))
                .isCloseTo(TO_ZERO.alphaDot(last + near), within(1e-7));
    }

    @Test
    void alpha_withZeroTerminalSnr_isExactlyZeroAtTheEndOnly() {
        assertThat(TO_ZERO.alpha(1)).isZero();
        assertThat(TO_ZERO.sigma(1)).isEqualTo(1);
        assertThat(TO_ZERO.alphaBar(999)).isZero();
        assertThat(TO_ZERO.logSnr(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(TO_ZERO.sigmaOverAlpha(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(TO_ZERO.time(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(TO_ZERO.alpha(Math.nextDown(1.0))).isPositive();
    }

    @Test
    void derivatives_withZeroTerminalSnr_areFiniteAtTheEnd() {
        // alpha falls in a straight line there: by its value at step 998 in one step of 1/999.
        double last = TO_ZERO.alpha(998 / 999.0);
        assertThat(TO_ZERO.alphaDot(1)).isCloseTo(-999 * last, within(1e-4 * 999 * last));
        assertThat(TO_ZERO.sigmaDot(1)).isCloseTo(0, within(ROUNDING));
    }

    @Test
    void withZeroTerminalSnr_leavesTheFirstStep() {
        DiscreteSchedule s = DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
        assertThat(s.withZeroTerminalSnr().alphaBar(0)).isEqualTo(s.alphaBar(0));
        assertThat(s.name()).isEqualTo("linear(T 1000, beta 1.0E-4..0.02)");
        assertThat(s.withZeroTerminalSnr().name())
                .isEqualTo("linear(T 1000, beta 1.0E-4..0.02) with zero terminal SNR");
    }

    @Test
    void withZeroTerminalSnr_ofAScheduleThatHasIt_changesNothing() {
        DiscreteSchedule again = TO_ZERO.withZeroTerminalSnr();
        assertThat(again.alpha(0.7)).isCloseTo(TO_ZERO.alpha(0.7), within(ROUNDING));
        assertThat(again.alpha(1)).isZero();
    }

    @Test
    void sigma_atTinyBetas_keepsItsDigits() {
        DiscreteSchedule s = DiscreteSchedule.ofBetas("tiny", new double[] {1e-14, 1e-14});
        assertThat(s.sigma(0)).isCloseTo(1e-7, within(1e-20));
        assertThat(s.sigma(1)).isCloseTo(Math.sqrt(2e-14), within(1e-20));
    }

    @Test
    void ofBetas_outOfRange_namesTheOne() {
        assertThatThrownBy(() -> DiscreteSchedule.ofBetas("bad", new double[] {0.1, 0, 0.2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "betas[1]: expected a number in (0, 1) (the last may be 1), found 0.0;"
                                + " check the order and the length of the betas");
        assertThatThrownBy(() -> DiscreteSchedule.ofBetas("bad", new double[] {1, 0.2}))
                .hasMessageContaining("betas[0]");
        assertThatThrownBy(() -> DiscreteSchedule.ofBetas("bad", new double[] {0.1, Double.NaN}))
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> DiscreteSchedule.ofBetas("bad", new double[] {0.1}))
                .hasMessage("betas: expected at least 2, found 1; give one a training step");
        assertThatThrownBy(() -> BetaSchedule.LINEAR.betas(1, 0.1, 0.2))
                .hasMessageContaining("num_train_timesteps: expected at least 2, found 1");
    }

    @Test
    void withZeroTerminalSnr_alphaThatDoesNotFall_isRefused() {
        DiscreteSchedule flat = DiscreteSchedule.ofBetas("flat", new double[] {0.1, 0.2, 1e-320});
        assertThatThrownBy(flat::withZeroTerminalSnr)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found the same at step 1");
    }
}
