// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows of states are a monoid, and survive a file. */
class EnergySufficientStatisticsTest {
    private static final long SEED = 5;

    private static List<EnergyState> states() {
        Random random = new Random(SEED);
        List<EnergyState> states = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Place place = Place.values()[random.nextInt(4)];
            double t = place == Place.DATA ? Double.NaN : 0.25 * random.nextInt(3);
            states.add(
                    new EnergyState(
                            place,
                            t,
                            Map.of(
                                    MarginalEnergyMetrics.ENERGY,
                                    random.nextGaussian(),
                                    MarginalEnergyMetrics.J1,
                                    random.nextDouble())));
        }
        return states;
    }

    private static EnergySufficientStatistics of(List<EnergyState> states) {
        EnergySufficientStatistics statistics = new EnergySufficientStatistics();
        statistics.add(states);
        return statistics;
    }

    @Test
    void merge_partsInAnyOrder_isTheWhole() {
        List<EnergyState> states = states();
        List<EnergyState> shuffled = new ArrayList<>(states);
        Collections.shuffle(shuffled, new Random(SEED));
        EnergySufficientStatistics parts = of(shuffled.subList(0, 13));
        parts.merge(of(shuffled.subList(13, 40)));
        parts.merge(new EnergySufficientStatistics());
        assertThat(parts.levels()).as("seed %d", SEED).isEqualTo(of(states).levels());
    }

    @Test
    void levels_ofStates_areByPlaceAndTimeAscending() {
        List<EnergyLevel> levels = of(states()).levels();
        assertThat(levels)
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(EnergyLevel::place)
                                .thenComparingDouble(EnergyLevel::t));
        assertThat(levels.stream().mapToInt(EnergyLevel::count).sum()).isEqualTo(40);
        assertThat(levels.get(0).get(MarginalEnergyMetrics.J2).n()).isZero();
    }

    @Test
    void read_whatWasWritten_isTheSame() throws IOException {
        EnergySufficientStatistics statistics = of(states());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        statistics.write(bytes);
        EnergySufficientStatistics read =
                EnergySufficientStatistics.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(read.states()).isEqualTo(statistics.states());
    }

    @Test
    void read_aDamagedFile_saysWhatToDo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        of(states()).write(out);
        byte[] bytes = out.toByteArray();
        byte[] shorter = java.util.Arrays.copyOf(bytes, bytes.length - 9);
        assertThatThrownBy(() -> EnergySufficientStatistics.read(new ByteArrayInputStream(shorter)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "statistics: expected rows to their end, found fewer bytes; the file is"
                                + " damaged or of another version, measure the states anew");
        byte[] other = bytes.clone();
        other[7] = 9;
        assertThatThrownBy(() -> EnergySufficientStatistics.read(new ByteArrayInputStream(other)))
                .hasMessageContaining("expected version 1, found version 9");
        other[0] = 0;
        assertThatThrownBy(() -> EnergySufficientStatistics.read(new ByteArrayInputStream(other)))
                .hasMessageContaining("expected a file of marginal energies");
    }
}
