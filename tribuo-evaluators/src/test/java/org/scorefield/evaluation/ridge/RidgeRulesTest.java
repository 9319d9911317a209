// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.RidgeSufficientStatistics;
import org.scorefield.evaluation.ridge.statistics.RidgeTrack;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** What is said of held-out data that have no frame, are few, or are lost in the noise. */
class RidgeRulesTest {
    private static final NoiseLevel MUCH = new NoiseLevel(.5, 1, 1);
    private static final NoiseLevel LITTLE = new NoiseLevel(.1, 1, .1);
    private static final VerdictRule RULE = new VerdictRule(.3, 2, 1);

    private static RidgeEntry entry(double rho) {
        double[] values = new double[RidgeQuantity.values().length];
        values[RidgeQuantity.CURVED.ordinal()] = 1;
        values[RidgeQuantity.RHO.ordinal()] = rho;
        values[RidgeQuantity.RESIDUAL.ordinal()] = rho;
        values[RidgeQuantity.NEAREST.ordinal()] = 1;
        return new RidgeEntry(values);
    }

    /** Held-out data on the ridge at much noise, and at little noise as many as said. */
    private static RidgeSufficientStatistics heldOut(int on, int off, int undefined) {
        List<RidgeTrack> tracks = new ArrayList<>();
        for (int i = 0; i < on + off + undefined; i++) {
            double rho = i < on ? 1 : i < on + off ? 9 : Double.NaN;
            tracks.add(
                    new RidgeTrack(
                            RidgePlace.HELD_OUT,
                            List.of(MUCH, LITTLE),
                            List.of(entry(1), entry(rho))));
        }
        RidgeSufficientStatistics statistics = new RidgeSufficientStatistics(1);
        statistics.add(tracks);
        return statistics;
    }

    @Test
    void readable_isWhereNineInTenAreOnTheRidge() {
        List<String> warnings = new ArrayList<>();
        assertThat(RidgeRules.readable(heldOut(9, 1, 0), 2, warnings)).isEqualTo(.1);
        assertThat(RidgeRules.readable(heldOut(8, 2, 0), 2, warnings)).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void readable_whereMostHaveNoFrame_isNotThere() {
        // The only one with a frame is on the ridge: a share of 1 among those, of 1/10 among all.
        assertThat(RidgeRules.readable(heldOut(1, 0, 9), 2, new ArrayList<>())).isEqualTo(1);
    }

    @Test
    void few_belowTwenty_areTold() {
        List<String> warnings = new ArrayList<>();
        RidgeRules.few(20, warnings);
        assertThat(warnings).isEmpty();
        RidgeRules.few(19, warnings);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("19 held-out data, fewer than the 20 that");
    }

    @Test
    void sentence_aboveTheSpread_saysThatItSaysLittle() {
        VerdictShares all = new VerdictShares(Map.of(Verdict.INTER_MODE, 4));
        VerdictShares none = new VerdictShares(Map.of());
        assertThat(new RidgeSentence(1, RULE, .9, "memorised").of(all, none))
                .contains("says little");
        assertThat(new RidgeSentence(1, RULE, 1, "memorised").of(all, none))
                .doesNotContain("says little");
    }

    @Test
    void sentence_countsHeldOutDataWithoutAFrame() {
        VerdictShares all = new VerdictShares(Map.of(Verdict.INTER_MODE, 4));
        VerdictShares control =
                new VerdictShares(Map.of(Verdict.INTER_MODE, 3, Verdict.UNDEFINED, 2));
        assertThat(new RidgeSentence(1, RULE, 2, "memorised").of(all, control))
                .endsWith("; of 5 held-out data 0, 3 and 0, while 2 have no defined frame.");
    }
}
