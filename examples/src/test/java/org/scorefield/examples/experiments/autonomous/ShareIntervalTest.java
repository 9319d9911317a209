// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShareIntervalTest {

    /** Ends are published to four decimals. */
    private static final double PUBLISHED = 5e-5;

    @Test
    void wilson_ofPublishedCounts_hasThePublishedEnds() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
        assertInterval(81, 263, 0.2553, 0.3662);
        assertInterval(15, 148, 0.0624, 0.1605);
        assertInterval(0, 20, 0, 0.1611);
        assertInterval(1, 29, 0.0061, 0.1718);
    }

    @Test
    void wilson_ofAllSamples_endsAtOne() {
        assertThat(ShareInterval.wilson(20, 20).high()).isEqualTo(1);
        assertThat(ShareInterval.wilson(20, 20).low()).isEqualTo(1 - 0.1611, within(PUBLISHED));
    }

    @Test
    void wilson_ofBinomialCounts_coversTheShareAsOftenAsItSays() {
        long seed = 1;
        SplittableRandom random = new SplittableRandom(seed);
        double share = 0.1;
        int covered = 0;
        int repetitions = 4000;
        for (int i = 0; i < repetitions; i++) {
            int count = 0;
            for (int j = 0; j < 200; j++) {
                count += random.nextDouble() < share ? 1 : 0;
            }
            ShareInterval interval = ShareInterval.wilson(count, 200);
            covered += interval.low() <= share && share <= interval.high() ? 1 : 0;
        }
        // Counts are whole, so coverage is 0.95 within about 0.02; chance adds 0.0035.
        assertThat((double) covered / repetitions).as("seed " + seed).isBetween(0.92, 0.98);
    }

    @Test
    void wilson_ofMoreThanThereAre_isRefused() {
        assertThatThrownBy(() -> ShareInterval.wilson(3, 2))
                .hasMessageContaining("expected 0 <= count <= n and n >= 1, found count 3, n 2");
    }

    private static void assertInterval(int count, int n, double low, double high) {
        assertThat(ShareInterval.wilson(count, n).low()).isEqualTo(low, within(PUBLISHED));
        assertThat(ShareInterval.wilson(count, n).high()).isEqualTo(high, within(PUBLISHED));
    }
}
