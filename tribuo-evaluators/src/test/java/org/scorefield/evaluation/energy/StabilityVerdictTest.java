// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.BlindRun.Field;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.energy.findings.Stability.Verdict;

/** Verdicts on ends made by hand. */
class StabilityVerdictTest {
    private static final int STARTS = 20;
    private static final GainCurve GAIN =
            new GainCurve(
                    "epsilon", new double[] {.1, .9}, new double[] {1, 2}, new double[2], 0, 1);

    @Test
    void of_optimalEnds_isStableUsableOrUnstableByHowFarTheyAreOff() {
        assertThat(optimal(.3, .1, 0)).isEqualTo(Verdict.STABLE);
        assertThat(optimal(.36, .1, 0)).as("nine tenths off by 0.06").isEqualTo(Verdict.MARGINAL);
        assertThat(optimal(.3, .3, 0)).as("ends moved").isEqualTo(Verdict.MARGINAL);
        assertThat(optimal(.3, .1, 1)).as("one diverged").isEqualTo(Verdict.MARGINAL);
        assertThat(optimal(.41, .1, 0)).as("half off by 0.11").isEqualTo(Verdict.UNSTABLE);
        assertThat(optimal(.3, .1, 3)).as("three of 20 diverged").isEqualTo(Verdict.UNSTABLE);
    }

    @Test
    void of_blindCheckpoint_isAsBadAsItsOwnEnds() {
        assertThat(blind(.5)).isEqualTo(Verdict.STABLE);
        assertThat(blind(.7)).as("farther than held-out data").isEqualTo(Verdict.UNSTABLE);
    }

    @Test
    void of_conditionedCheckpoint_isAsBadAsItsBlindEndsBesideItsToldOnes() {
        assertThat(conditioned(.33, .3)).isEqualTo(Verdict.STABLE);
        assertThat(conditioned(.6, .3)).isEqualTo(Verdict.UNSTABLE);
    }

    private static Verdict conditioned(double nearest, double told) {
        return of(
                        List.of(
                                run(Field.OPTIMAL, .3, .1, 0, .3),
                                run(Field.TRAINED, nearest, .1, 0, told)),
                        false)
                .verdict();
    }

    @Test
    void of_conditionedCheckpointThatMakesNoData_isUndecided() {
        List<BlindRun> runs =
                List.of(run(Field.OPTIMAL, .3, .1, 0, .3), run(Field.TRAINED, 31, .1, 0, 30.8));
        Stability stability = of(runs, false);
        assertThat(stability.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(stability.sentence())
                .contains("even told the time, the checkpoint ends 30.8 standard deviations")
                .contains("held-out data lie up to 0.500;");
    }

    private static Verdict optimal(double nearest, double moved, int diverged) {
        return of(List.of(run(Field.OPTIMAL, nearest, moved, diverged, .3)), false).verdict();
    }

    private static Verdict blind(double nearest) {
        return of(
                        List.of(
                                run(Field.OPTIMAL, .3, .1, 0, .3),
                                run(Field.TRAINED, nearest, .1, 0, .3)),
                        true)
                .verdict();
    }

    private static Stability of(List<BlindRun> runs, boolean blind) {
        return StabilityVerdict.of(
                new StabilityVerdict.Grounds(GAIN, blind, runs, STARTS, all(.5), 0));
    }

    private static BlindRun run(
            Field field, double nearest, double moved, int diverged, double told) {
        return new BlindRun("epsilon", field, 50, all(moved), all(nearest), all(told), diverged);
    }

    /** The same at every start. */
    private static Band all(double value) {
        return Band.of(new double[] {value, value, value});
    }
}
