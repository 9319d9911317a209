// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** Tracks as a monoid, and as bytes. */
class RidgeSufficientStatisticsTest {

    private static final VerdictRule RULE = new VerdictRule(.3, 1, .1);

    private static List<RidgeTrack> tracks(int count, long seed) {
        Random random = new Random(seed);
        List<NoiseLevel> levels =
                List.of(new NoiseLevel(.9, .5, 1), new NoiseLevel(.5, 1, .5), NO_MORE);
        List<RidgeTrack> tracks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<RidgeEntry> entries = new ArrayList<>();
            for (int level = 0; level < levels.size(); level++) {
                double[] values = new double[RidgeQuantity.values().length];
                Arrays.setAll(values, k -> 2 * random.nextDouble());
                values[RidgeQuantity.CURVED.ordinal()] = 1;
                if (random.nextInt(5) == 0) {
                    values[RidgeQuantity.RHO.ordinal()] = Double.NaN;
                    values[RidgeQuantity.RESIDUAL.ordinal()] = Double.NaN;
                }
                entries.add(new RidgeEntry(values));
            }
            RidgePlace place = i % 3 == 0 ? RidgePlace.HELD_OUT : RidgePlace.SAMPLES;
            tracks.add(new RidgeTrack(place, levels, entries));
        }
        return tracks;
    }

    private static final NoiseLevel NO_MORE = new NoiseLevel(.01, 1, .01);

    private static RidgeSufficientStatistics of(List<RidgeTrack> tracks) {
        RidgeSufficientStatistics statistics = new RidgeSufficientStatistics(2);
        statistics.add(tracks);
        return statistics;
    }

    /** All that an evaluation reads from statistics, as text. */
    private static String read(RidgeSufficientStatistics statistics) {
        StringBuilder text = new StringBuilder();
        for (RidgeLevel level : statistics.levels(1)) {
            text.append(level.place()).append(level.level()).append(level.onRidge());
            level.bands()
                    .forEach((q, band) -> text.append(q).append(Arrays.toString(band.quantiles())));
        }
        List<RidgeTrack> samples = statistics.tracks(RidgePlace.SAMPLES);
        PhaseTimes phases = PhaseTimes.of(samples, RULE);
        return text.append(RULE.shares(samples))
                .append(Arrays.toString(phases.reach().quantiles()))
                .append(Arrays.toString(phases.slide().quantiles()))
                .toString();
    }

    @Test
    void parts_inAnyOrder_areTheWhole() {
        List<RidgeTrack> all = tracks(30, 1);
        String whole = read(of(all));
        List<RidgeTrack> mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, new Random(2));
        RidgeSufficientStatistics merged = new RidgeSufficientStatistics(2);
        merged.merge(of(mixed.subList(0, 7)));
        merged.merge(new RidgeSufficientStatistics(2));
        merged.merge(of(mixed.subList(7, 30)));
        assertThat(read(merged)).isEqualTo(whole);
        assertThat(merged.count()).isEqualTo(30);
    }

    @Test
    void merge_withItself_countsTwice() {
        RidgeSufficientStatistics statistics = of(tracks(4, 3));
        statistics.merge(statistics);
        assertThat(statistics.count()).isEqualTo(8);
    }

    @Test
    void merge_ofAnotherD_isRefused() {
        assertThatThrownBy(() -> of(List.of()).merge(new RidgeSufficientStatistics(3)))
                .hasMessage(
                        "statistics: expected those of d = 2, found d = 3; fix d with the options"
                                + " and measure the parts anew");
    }

    @Test
    void bytes_areReadBackBitForBit() throws IOException {
        RidgeSufficientStatistics statistics = of(tracks(6, 4));
        byte[] bytes = bytes(statistics);
        RidgeSufficientStatistics back =
                RidgeSufficientStatistics.read(new ByteArrayInputStream(bytes));
        assertThat(read(back)).isEqualTo(read(statistics));
        assertThat(bytes(back)).isEqualTo(bytes);
        assertThat(back.directions()).isEqualTo(2);
    }

    private static byte[] bytes(RidgeSufficientStatistics statistics) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        statistics.write(out);
        return out.toByteArray();
    }

    @Test
    void damagedBytes_areRefusedWithAReason() throws IOException {
        byte[] bytes = bytes(of(tracks(2, 5)));
        for (int length : new int[] {0, 3, 20, bytes.length - 1}) {
            assertThatThrownBy(
                            () ->
                                    RidgeSufficientStatistics.read(
                                            new ByteArrayInputStream(bytes, 0, length)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("found fewer bytes; the file is damaged");
        }
        byte[] other = bytes.clone();
        other[0]++;
        assertThatThrownBy(() -> RidgeSufficientStatistics.read(new ByteArrayInputStream(other)))
                .hasMessageContaining("expected a file of ridge tracks, found other bytes");
        byte[] end = bytes.clone();
        end[bytes.length - 1]++;
        assertThatThrownBy(() -> RidgeSufficientStatistics.read(new ByteArrayInputStream(end)))
                .hasMessageContaining("expected the mark of the end, found other bytes");
    }

    @Test
    void verdictRule_readsTheRidgeWhereItSays() {
        RidgeTrack track = tracks(1, 6).get(0);
        List<RidgeEntry> entries = new ArrayList<>(track.entries());
        double[] on = entries.get(1).values();
        on[RidgeQuantity.RHO.ordinal()] = .5;
        on[RidgeQuantity.RESIDUAL.ordinal()] = 1;
        entries.set(1, new RidgeEntry(on));
        double[] off = on.clone();
        off[RidgeQuantity.RHO.ordinal()] = 9;
        off[RidgeQuantity.NEAREST.ordinal()] = .31;
        entries.set(2, new RidgeEntry(off));
        RidgeTrack own = new RidgeTrack(track.place(), track.levels(), entries);
        assertThat(RULE.verdict(own)).isEqualTo(Verdict.INTER_MODE);
        assertThat(new VerdictRule(.3, 1, 0).verdict(own)).isEqualTo(Verdict.OFF_RIDGE);
        assertThat(new VerdictRule(.31, 1, 0).verdict(own)).isEqualTo(Verdict.MEMORISED);
    }
}
