// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.marginal.Gains;
import org.scorefield.evaluation.energy.marginal.Paths;

/** Gains against the closed forms of section 3 of the specification. */
class GainCurvesTest {
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final TimePrior PRIOR = TimePrior.uniform(1e-3, 1 - 1e-3);

    /** The other factor of 1 / (t (1 - t))-like gains changes by 2e-3 where one is fitted. */
    private static final double FITTED = 2e-3;

    private static GainCurve curve(Prediction prediction) {
        return GainCurves.of(List.of(prediction), FLOW, PRIOR).get(0);
    }

    @Test
    void of_epsilonOnTheRectifiedFlow_growsAtTheNoise() {
        GainCurve curve = curve(Predictions.EPSILON);
        assertThat(curve.growthAtNoise()).isCloseTo(1, within(FITTED));
        assertThat(curve.growthAtData()).isCloseTo(0, within(FITTED));
        assertThat(curve.largest()).isCloseTo(1000, within(1e-6));
        double[] t = curve.t();
        for (int i = 0; i < t.length; i++) {
            assertThat(curve.nu()[i]).isCloseTo(1 / (1 - t[i]), within(1e-9 / (1 - t[i])));
            assertThat(curve.mu()[i]).isCloseTo(-1 / (1 - t[i]), within(1e-9 / (1 - t[i])));
        }
        assertThat(t).isSorted();
    }

    @Test
    void of_equilibriumMatching_growsAtTheData() {
        GainCurve curve = curve(Predictions.eqm("t", t -> t));
        assertThat(curve.growthAtData()).isCloseTo(1, within(FITTED));
        assertThat(curve.growthAtNoise()).isCloseTo(0, within(FITTED));
    }

    @Test
    void of_velocity_growsNowhere() {
        GainCurve curve = curve(Predictions.VELOCITY);
        assertThat(curve.growthAtData()).isCloseTo(0, within(1e-12));
        assertThat(curve.growthAtNoise()).isCloseTo(0, within(1e-12));
        assertThat(curve.largest()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.5, 1, 2})
    void growth_ofAPower_isThePower(double power) {
        double growth = GainCurves.growth(1e-3, x -> -3 * Math.pow(x, -power));
        assertThat(growth).isCloseTo(power, within(1e-12));
    }

    @Test
    void growth_ofASampleWithSigmaT_isOne() {
        double growth =
                GainCurves.growth(1e-3, t -> Gains.of(Predictions.SAMPLE, Paths.LINEAR, t).nu());
        assertThat(growth).isCloseTo(1, within(1e-12));
    }

    @Test
    void beside_theOwnPrediction_comesFirstAndOnce() {
        assertThat(Parameterisations.beside(Predictions.FLOW, FLOW))
                .extracting(Prediction::name)
                .containsExactly("flow", "epsilon", "sample", "eqm(t)");
        assertThat(Parameterisations.equilibrium(Predictions.eqm("t", t -> t), FLOW)).isTrue();
        assertThat(Parameterisations.equilibrium(Predictions.FLOW, FLOW)).isFalse();
    }
}
