// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that every schedule keeps, and the closed-form values of the continuous ones. */
class NoiseScheduleTest {

    private static final long SEED = 31;
    private static final int DRAWS = 400;

    /** Ten roundings of a number near 1. */
    private static final double ROUNDING = 2e-15;

    /**
     * Central differences with step 1e-6: truncation 1e-12 times a third derivative, rounding
     * 1e-10.
     */
    private static final double STEP = 1e-6;

    private static final double DIFFERENCES = 1e-6;

    /** Time is recovered from a level to the rounding of a logarithm near 10, over the slope. */
    private static final double INVERSE = 1e-12;

    static Stream<NoiseSchedule> schedules() {
        DiscreteSchedule linear = DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
        return Stream.of(
                linear,
                linear.withZeroTerminalSnr(),
                DiscreteSchedule.of(BetaSchedule.SCALED_LINEAR, 1000, 0.00085, 0.012),
                DiscreteSchedule.of(BetaSchedule.SQUAREDCOS_CAP_V2, 100, 0, 0),
                DiscreteSchedule.of(BetaSchedule.SQUAREDCOS_CAP_V2, 100, 0, 0)
                        .withZeroTerminalSnr(),
                DiscreteSchedule.of(BetaSchedule.SIGMOID, 1000, 1e-4, 0.02),
                DiscreteSchedule.of(BetaSchedule.LAPLACE, 50, 0, 0),
                DiscreteSchedule.of(BetaSchedule.EXP, 20, 0, 0),
                DiscreteSchedule.ofBetas("two", new double[] {0.3, 0.5}),
                DiscreteSchedule.ofBetas("two to zero", new double[] {0.3, 1}),
                DiscreteSchedule.ofBetas("three", new double[] {0.3, 0.01, 0.9}),
                new VeSchedule(0.01, 50),
                new EdmSchedule(0.002, 80, 7),
                new RectifiedFlow(),
                new RectifiedFlow(3));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void levels_betweenTheEnds_increaseStrictly(NoiseSchedule s) {
        double previous = s.sigmaOverAlpha(0);
        for (int i = 1; i <= DRAWS; i++) {
            double level = s.sigmaOverAlpha((double) i / DRAWS);
            assertThat(level).as("%s at %d/%d", s.name(), i, DRAWS).isGreaterThan(previous);
            previous = level;
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void derivatives_awayFromSteps_matchCentralDifferences(NoiseSchedule s) {
        Random random = new Random(SEED);
        for (int i = 0; i < DRAWS; i++) {
            double t = STEP + (1 - 2 * STEP) * random.nextDouble();
            double alphaDot = (s.alpha(t + STEP) - s.alpha(t - STEP)) / (2 * STEP);
            double sigmaDot = (s.sigma(t + STEP) - s.sigma(t - STEP)) / (2 * STEP);
            double scale = scale(s);
            String where = String.format("%s, seed %d, t = %s", s.name(), SEED, t);
            assertThat(s.alphaDot(t))
                    .as(where)
                    .isCloseTo(alphaDot, within(DIFFERENCES * (scale + Math.abs(alphaDot))));
            assertThat(s.sigmaDot(t))
                    .as(where)
                    .isCloseTo(sigmaDot, within(DIFFERENCES * (scale + Math.abs(sigmaDot))));
        }
    }

    /**
     * The second derivative of a discrete schedule jumps at each step: a difference across one is
     * off by STEP times the jump, which grows as (T - 1)^2.
     */
    private static double scale(NoiseSchedule s) {
        return s instanceof DiscreteSchedule d ? 1 + Math.pow(d.steps() - 1.0, 2) / 1e5 : 1;
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void time_ofTheLevelAtT_isT(NoiseSchedule s) {
        Random random = new Random(SEED);
        for (int i = 0; i <= DRAWS; i++) {
            double t = i == 0 ? 0 : i == 1 ? 1 : random.nextDouble();
            assertThat(s.time(s.sigmaOverAlpha(t)))
                    .as("%s, seed %d", s.name(), SEED)
                    .isCloseTo(t, within(INVERSE));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void logSnr_atAnyT_isTwiceTheLogarithmOfTheLevel(NoiseSchedule s) {
        for (double t : List.of(1e-3, 0.1, 0.5, 0.9, 0.999)) {
            assertThat(s.logSnr(t))
                    .isCloseTo(-2 * Math.log(s.sigma(t) / s.alpha(t)), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void alpha_outsideTheUnitInterval_isRefused(NoiseSchedule s) {
        for (double t : new double[] {-1e-9, 1.001, 500, Double.NaN}) {
            for (var coefficient :
                    List.<DoubleUnaryOperator>of(
                            s::alpha, s::sigma, s::alphaDot, s::sigmaDot, s::sigmaOverAlpha)) {
                assertThatThrownBy(() -> coefficient.applyAsDouble(t))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "t: expected a number in [0, 1] (0 = data, 1 = noise), found %s;"
                                        + " divide a step index k by T - 1",
                                t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void time_ofALevelTheScheduleLacks_isRefused(NoiseSchedule s) {
        for (double level : new double[] {s.sigmaOverAlpha(0) / 2 - 0.1, Double.NaN}) {
            assertThatThrownBy(() -> s.time(level))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sigma/alpha: expected a level of the schedule in [")
                    .hasMessageContaining("found " + level);
        }
    }

    @Test
    void rectifiedFlow_withoutShift_isTheStraightLine() {
        NoiseSchedule s = new RectifiedFlow();
        assertThat(s.alpha(0.3)).isEqualTo(0.7);
        assertThat(s.sigma(0.3)).isEqualTo(0.3);
        assertThat(s.alphaDot(0.3)).isEqualTo(-1);
        assertThat(s.sigmaDot(0.3)).isEqualTo(1);
        assertThat(s.alpha(1)).isZero();
        assertThat(s.sigma(0)).isZero();
        assertThat(s.time(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(s.logSnr(0)).isInfinite();
    }

    @Test
    void rectifiedFlow_withShift3_slowsAtTheNoise() {
        NoiseSchedule s = new RectifiedFlow(3);
        assertThat(s.sigma(0.5)).isCloseTo(0.75, within(ROUNDING));
        assertThat(s.alpha(0.5)).isCloseTo(0.25, within(ROUNDING));
        assertThat(s.sigmaDot(0.5)).isCloseTo(0.75, within(ROUNDING));
        assertThat(s.alphaDot(0.5)).isCloseTo(-0.75, within(ROUNDING));
    }

    @Test
    void ve_halfway_isTheGeometricMean() {
        NoiseSchedule s = new VeSchedule(0.01, 100);
        assertThat(s.sigma(0.5)).isCloseTo(1, within(ROUNDING));
        assertThat(s.sigmaDot(0.5)).isCloseTo(Math.log(1e4), within(1e-14));
        assertThat(s.alpha(0.5)).isEqualTo(1);
        assertThat(s.alphaDot(0.5)).isZero();
    }

    @Test
    void edm_withRhoOne_isLinear() {
        NoiseSchedule s = new EdmSchedule(1, 3, 1);
        assertThat(s.sigma(0.25)).isCloseTo(1.5, within(ROUNDING));
        assertThat(s.sigmaDot(0.25)).isCloseTo(2, within(ROUNDING));
        assertThat(new EdmSchedule(1, 9, 2).sigma(0.5)).isCloseTo(4, within(4 * ROUNDING));
    }

    @Test
    void constructors_withLevelsThatDoNotGrow_refuse() {
        assertThatThrownBy(() -> new VeSchedule(2, 1))
                .hasMessage(
                        "sigma_max: expected more than sigma_min = 2.0, found 1.0;"
                                + " correct the schedule");
        assertThatThrownBy(() -> new EdmSchedule(0, 1, 7))
                .hasMessage(
                        "sigma_min: expected a positive number, found 0.0; correct the schedule");
        assertThatThrownBy(() -> new EdmSchedule(1, 2, Double.NaN))
                .hasMessage("rho: expected a positive number, found NaN; correct the schedule");
        assertThatThrownBy(() -> new RectifiedFlow(-1))
                .hasMessage("shift: expected a positive number, found -1.0; correct the schedule");
    }

    @Test
    void rectifiedFlow_extremeShifts_endAtDataAndNoise() {
        for (double shift : new double[] {Double.MIN_VALUE, 1e-17, 1e300, Double.MAX_VALUE}) {
            NoiseSchedule flow = new RectifiedFlow(shift);
            assertThat(new double[] {flow.alpha(0), flow.sigma(0), flow.alpha(1), flow.sigma(1)})
                    .as("shift %s", shift)
                    .containsExactly(1, 0, 0, 1);
        }
    }

    @Test
    void levels_whoseRatioOrRootsOverflow_areRefused() {
        assertThatThrownBy(() -> new VeSchedule(1e-320, 1348))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sigma_min: expected a level whose ratio");
        for (double rho : new double[] {1e-300, 1e300}) {
            assertThatThrownBy(() -> new EdmSchedule(0.002, 80, rho))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rho: expected a power");
        }
    }
}
