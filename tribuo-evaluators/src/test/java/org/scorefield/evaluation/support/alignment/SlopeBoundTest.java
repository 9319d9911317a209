// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Case D8 of the specification, and the edges of the bound. */
class SlopeBoundTest {

    private static final SlopeBound D8 = new SlopeBound(0.9, 0.05, 0.02, 0.1);

    @Test
    void d8_recursion_givesItsValuesAndContractsToItsFixedPoint() {
        double[] expected = {0.1411764706, 0.0382081686, 0.0265238759, 0.0252064625};
        double slope = 1;
        for (double value : expected) {
            slope = D8.next(slope);
            // Half of the last digit that the specification prints.
            assertThat(slope).isCloseTo(value, within(5.1e-11));
        }
        for (int i = 0; i < 30; i++) {
            slope = D8.next(slope);
        }
        // The formula that the specification's digits are from cancels at the last one.
        assertThat(slope).isCloseTo(0.02503918504924485, within(1e-15));
        assertThat(D8.fixedPoint()).isCloseTo(0.02503918504924485, within(1e-15));
        assertThat(D8.compression()).isCloseTo(1.0 / 9, within(1e-16));
    }

    @Test
    void fixedPoint_withoutMixing_isLeakOverTheGap() {
        assertThat(new SlopeBound(0.9, 0, 0.02, 0.1).fixedPoint()).isCloseTo(0.025, within(1e-16));
        // b so small that (a - d_n) - sqrt(..) would have no digit left.
        assertThat(new SlopeBound(0.9, 1e-18, 0.02, 0.1).fixedPoint())
                .isCloseTo(0.025, within(1e-16));
    }

    @Test
    void fixedPoint_isAFixedPoint() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            double normal = random.nextDouble();
            SlopeBound bound =
                    new SlopeBound(
                            normal + 0.1 + random.nextDouble(),
                            0.04 * random.nextDouble(),
                            0.05 * random.nextDouble(),
                            normal);
            double slope = bound.fixedPoint();
            assertThat(bound.next(slope)).as("seed %d", seed).isCloseTo(slope, within(1e-14));
        }
    }

    @Test
    void bound_whereTheConditionFails_isInfinite() {
        assertThat(new SlopeBound(0.1, 0.05, 0.02, 0.9).fixedPoint()).isInfinite();
        assertThat(new SlopeBound(0.9, 5, 5, 0.1).fixedPoint()).isInfinite();
        // a - b l = 0: the image of the frame may be normal.
        assertThat(D8.next(18)).isInfinite();
        assertThat(D8.next(20)).isInfinite();
        assertThat(D8.next(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(new SlopeBound(0, 0, 0, 0.1).compression()).isInfinite();
    }

    @Test
    void negativeNorms_areRefused() {
        assertThatThrownBy(() -> new SlopeBound(0.9, -1, 0, 0))
                .hasMessageContaining("expected norms of at least 0, found a 0.9, b -1.0");
    }
}
