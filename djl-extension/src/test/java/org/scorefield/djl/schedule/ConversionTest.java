// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionTest {

    private static final long SEED = 47;

    /** The promise: the size of the terms times 1e-12. */
    private static final double EXACT = 1e-12;

    private static final List<Prediction> PREDICTIONS =
            List.of(
                    Predictions.EPSILON,
                    Predictions.SAMPLE,
                    Predictions.V_PREDICTION,
                    Predictions.VELOCITY,
                    Predictions.FLOW,
                    Predictions.SCORE,
                    Predictions.NOISE,
                    Predictions.edm(0.5),
                    Predictions.edmNegated(1),
                    Predictions.eqm("t", t -> t),
                    Predictions.of(0.3, -2));

    private static final NoiseSchedule FLOW = new RectifiedFlow();

    static Stream<NoiseSchedule> schedules() {
        return NoiseScheduleTest.schedules();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void between_allOrderedPairs_givesTheTargetOfTheSamePair(NoiseSchedule s) {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            double t = 0.001 + 0.998 * random.nextDouble();
            double x0 = random.nextGaussian();
            double eps = random.nextGaussian();
            double x = s.alpha(t) * x0 + s.sigma(t) * eps;
            for (Prediction from : PREDICTIONS) {
                double r = from.c(s, t) * x0 + from.d(s, t) * eps;
                for (Prediction to : PREDICTIONS) {
                    String pair =
                            String.format(
                                    "%s to %s on %s, seed %d, t = %s",
                                    from.name(), to.name(), s.name(), SEED, t);
                    Combination q = Conversion.between(from, to, s, t);
                    double size =
                            Math.abs(q.ofState())
                                            * (s.alpha(t) * Math.abs(x0)
                                                    + s.sigma(t) * Math.abs(eps))
                                    + Math.abs(q.ofOutput())
                                            * (Math.abs(from.c(s, t) * x0)
                                                    + Math.abs(from.d(s, t) * eps));
                    assertThat(q.apply(x, r))
                            .as(pair)
                            .isCloseTo(to.c(s, t) * x0 + to.d(s, t) * eps, within(EXACT * size));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void between_thereAndBack_isTheIdentity(NoiseSchedule s) {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            double t = 0.01 + 0.98 * random.nextDouble();
            for (Prediction from : PREDICTIONS) {
                for (Prediction to : PREDICTIONS) {
                    Combination there = Conversion.between(from, to, s, t);
                    Combination back = Conversion.between(to, from, s, t);
                    double size =
                            1
                                    + Math.abs(back.ofState())
                                    + Math.abs(back.ofOutput() * there.ofState());
                    String pair =
                            String.format(
                                    "%s to %s on %s, seed %d, t = %s",
                                    from.name(), to.name(), s.name(), SEED, t);
                    assertThat(back.ofOutput() * there.ofOutput())
                            .as(pair)
                            .isCloseTo(1, within(EXACT * size));
                    assertThat(back.ofState() + back.ofOutput() * there.ofState())
                            .as(pair)
                            .isCloseTo(0, within(EXACT * size));
                }
            }
        }
    }

    @Test
    void between_atAlphaZero_isExactWhereTheOutputSaysMoreThanTheState() {
        // x = eps, velocity eps - x0 (rectified flow, t = 1).
        assertThat(Conversion.between(Predictions.VELOCITY, Predictions.SAMPLE, FLOW, 1))
                .isEqualTo(new Combination(1, -1));
        assertThat(Conversion.between(Predictions.SAMPLE, Predictions.VELOCITY, FLOW, 1))
                .isEqualTo(new Combination(1, -1));
        assertThat(Conversion.between(Predictions.SAMPLE, Predictions.SCORE, FLOW, 1))
                .isEqualTo(new Combination(-1, 0));
        assertThat(Conversion.between(Predictions.VELOCITY, Predictions.EPSILON, FLOW, 1))
                .isEqualTo(new Combination(1, 0));
        // v = -x0 where alpha = 0, sigma = 1.
        DiscreteSchedule toZero =
                DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02).withZeroTerminalSnr();
        Combination denoiser =
                Conversion.between(Predictions.V_PREDICTION, Predictions.SAMPLE, toZero, 1);
        assertThat(denoiser.ofState()).isZero();
        assertThat(denoiser.ofOutput()).isEqualTo(-1);
    }

    @Test
    void between_epsilonAtAlphaZero_givesWhatFollowsAndRefusesTheRest() {
        assertThat(Conversion.between(Predictions.EPSILON, Predictions.SCORE, FLOW, 1))
                .isEqualTo(new Combination(0, -1));
        assertThat(Conversion.between(Predictions.SCORE, Predictions.NOISE, FLOW, 1))
                .isEqualTo(new Combination(0, -1));
        assertThatThrownBy(
                        () -> Conversion.between(Predictions.EPSILON, Predictions.SAMPLE, FLOW, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "conversion: expected an output that, with the state, determines sample at"
                                + " t = 1.0, found epsilon with (c, d) = (0.0, 1.0) at (alpha, sigma)"
                                + " = (0.0, 1.0); use a t away from the end of the schedule");
    }

    @Test
    void between_atTheData_refusesTheScoreAndAGradientThatVanishes() {
        assertThatThrownBy(() -> Conversion.between(Predictions.SAMPLE, Predictions.SCORE, FLOW, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a prediction that exists at t = 0.0, found score")
                .hasMessageContaining("use a larger t");
        Prediction eqm = Predictions.eqm("t", t -> t);
        assertThatThrownBy(() -> Conversion.between(eqm, Predictions.EPSILON, FLOW, 0))
                .hasMessageContaining("determines epsilon at t = 0.0, found eqm(t)");
        // At t = 0 the state is the data itself, whatever the network says.
        assertThat(Conversion.between(eqm, Predictions.SAMPLE, FLOW, 0))
                .isEqualTo(new Combination(1, 0));
        assertThat(Conversion.between(Predictions.SAMPLE, Predictions.SAMPLE, FLOW, 0))
                .isEqualTo(new Combination(0, 1));
    }

    @Test
    void between_toTheVelocity_givesTheGainsOfTheSampler() {
        // spec/autonomous-fields.md, section 3: du/dt = mu u + nu f.
        double t = 0.3;
        Combination eps = Conversion.between(Predictions.EPSILON, Predictions.VELOCITY, FLOW, t);
        assertThat(eps.ofOutput()).isCloseTo(1 / (1 - t), within(1e-15));
        assertThat(eps.ofState()).isCloseTo(-1 / (1 - t), within(1e-15));
        Combination eqm =
                Conversion.between(Predictions.eqm("t", u -> u), Predictions.VELOCITY, FLOW, t);
        assertThat(eqm.ofOutput()).isCloseTo(1 / t, within(1e-15));
        assertThat(eqm.ofState()).isCloseTo(0, within(1e-15));
        NoiseSchedule ve = new EdmSchedule(1, 3, 1);
        double sigma = ve.sigma(t);
        Combination sample = Conversion.between(Predictions.SAMPLE, Predictions.VELOCITY, ve, t);
        assertThat(sample.ofOutput()).isCloseTo(-ve.sigmaDot(t) / sigma, within(1e-15));
        assertThat(sample.ofState()).isCloseTo(ve.sigmaDot(t) / sigma, within(1e-15));
    }

    @Test
    void between_edmToSample_isTheDenoiserOfKarras() {
        NoiseSchedule s = new EdmSchedule(0.002, 80, 7);
        double sigmaData = 0.5;
        for (double t : List.of(0.0, 0.2, 0.6, 1.0)) {
            double sigma = s.sigma(t);
            double variance = sigma * sigma + sigmaData * sigmaData;
            Combination d =
                    Conversion.between(Predictions.edm(sigmaData), Predictions.SAMPLE, s, t);
            assertThat(d.ofState()).isCloseTo(sigmaData * sigmaData / variance, within(1e-14));
            assertThat(d.ofOutput())
                    .isCloseTo(sigma * sigmaData / Math.sqrt(variance), within(1e-14));
            assertThat(InputScale.edm(sigmaData).at(s, t))
                    .isCloseTo(1 / Math.sqrt(variance), within(1e-12));
        }
    }

    @Test
    void named_knowsEveryName() {
        for (String name : Predictions.names()) {
            assertThat(Predictions.named(name).name()).isEqualTo(name);
        }
        assertThatThrownBy(() -> Predictions.named("eps"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "prediction: expected one of [epsilon, sample, v_prediction, velocity, flow,"
                                + " score, noise], found \"eps\"; or give coefficients {\"c\": ..,"
                                + " \"d\": ..}");
    }

    @Test
    void of_zeroCoefficients_isRefused() {
        assertThatThrownBy(() -> Predictions.of(0, 0))
                .hasMessageContaining("that are not both 0, found (0.0, 0.0)");
        assertThatThrownBy(() -> Predictions.of(Double.NaN, 1)).hasMessageContaining("NaN");
        assertThat(Predictions.of(1, 0)).isEqualTo(Predictions.of(1, 0));
        assertThat(Predictions.edm(0.5)).isNotEqualTo(Predictions.edmNegated(0.5));
    }
}
