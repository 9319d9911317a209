// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.evaluation.energy.statistics.EnergyState;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;

/** What is said of states made by hand. */
class EnergyWarningsTest {
    private static final TimePrior EARLY = TimePrior.uniform(.05, .4);
    private static final TimePrior LATE = TimePrior.uniform(.6, .9);

    @Test
    void of_stateBeyondAnEarlyPrior_isFartherThanItExplains() {
        List<EnergyState> far = List.of(state(Place.DATA, 0, 1), state(Place.DATA, .5, .2));
        assertThat(EnergyWarnings.outside(far)).isEqualTo(.5);
        assertThat(said(far, EARLY))
                .containsExactly(
                        "1 of 2 states (data) lie farther from the data than the prior explains:"
                                + " p(t | u) is cut off at t_max = 0.4.");
    }

    @Test
    void of_stateOnTheDataBeforeALatePrior_isNearerThanItExplains() {
        List<EnergyState> near = List.of(state(Place.SAMPLE, 1, 0));
        assertThat(EnergyWarnings.outside(near)).isZero();
        assertThat(said(near, LATE))
                .containsExactly(
                        "1 of 1 states (samples) lie nearer to the reference than the prior"
                                + " explains: p(t | u) is cut off at t_min = 0.6.");
    }

    @Test
    void of_flatPosteriorsAndNoisedData_saysNothing() {
        List<EnergyState> fine =
                List.of(
                        state(Place.TRAJECTORY, 1, 1),
                        new EnergyState(
                                Place.NOISED,
                                .8,
                                Map.of(
                                        MarginalEnergyMetrics.EDGE_DATA,
                                        0.,
                                        MarginalEnergyMetrics.EDGE_NOISE,
                                        1.,
                                        MarginalEnergyMetrics.POSTERIOR_RATIO,
                                        3.)));
        assertThat(EnergyWarnings.outside(fine)).isZero();
        assertThat(said(fine, LATE)).isEmpty();
    }

    @Test
    void of_samplesThatArePoints_doesNotSayThatTheyAreOthers() {
        assertThat(said(List.of(sample(.001)), EARLY)).isEmpty();
        assertThat(said(List.of(sample(.5)), EARLY))
                .singleElement()
                .asString()
                .contains("data with 9.00 times the noise that is in them: they are not among");
        List<String> ofADensity = new ArrayList<>();
        EnergyWarnings.of(List.of(sample(.5)), EARLY, Double.NaN, ofADensity);
        assertThat(ofADensity).isEmpty();
    }

    private static EnergyState sample(double nearest) {
        return new EnergyState(
                Place.SAMPLE,
                .05,
                Map.of(
                        MarginalEnergyMetrics.POSTERIOR_RATIO,
                        9.,
                        MarginalEnergyMetrics.NEAREST,
                        nearest));
    }

    private static EnergyState state(Place place, double atData, double atNoise) {
        return new EnergyState(
                place,
                Double.NaN,
                Map.of(
                        MarginalEnergyMetrics.EDGE_DATA,
                        atData,
                        MarginalEnergyMetrics.EDGE_NOISE,
                        atNoise));
    }

    private static List<String> said(List<EnergyState> states, TimePrior prior) {
        List<String> warnings = new ArrayList<>();
        EnergyWarnings.of(states, prior, .01, warnings);
        return warnings;
    }
}
