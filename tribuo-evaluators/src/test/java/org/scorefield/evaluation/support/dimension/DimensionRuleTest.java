// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Method;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/** One dimension from what several methods measured. */
class DimensionRuleTest {
    private static final DimensionOptions OPTIONS = DimensionOptions.of(new RectifiedFlow(), 4, 1);

    static IntrinsicDimension chosen(
            int dimension, SupportSufficientStatistics statistics, DimensionOptions options) {
        return new DimensionRule(dimension, 1, OptionalInt.empty()).of(statistics, options);
    }

    static double value(IntrinsicDimension found, Method method) {
        return found.estimates().stream()
                .filter(e -> e.method() == method)
                .mapToDouble(IntrinsicDimension.Estimate::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void exponents_haveTheDimensionAboveTheirGap() {
        // Logarithms of singular values 4, 3, 0.1: factors 1.33 and 30.
        double[] logs = {Math.log(4), Math.log(3), Math.log(0.1)};
        double[] exponents = Arrays.stream(logs).map(v -> v / 3).toArray();
        assertThat(DimensionRule.ofExponents(exponents, 3)).isEqualTo(2);
        assertThat(DimensionRule.ofExponents(new double[] {1, 0.9, 0.8}, 1)).isNaN();
        assertThat(DimensionRule.ofExponents(new double[] {1}, 1)).isNaN();
        assertThat(DimensionRule.ofExponents(new double[] {1, Double.NaN}, 1)).isNaN();
    }

    private static SupportSufficientStatistics exponents(double... falling) {
        SupportSufficientStatistics statistics = new SupportSufficientStatistics();
        for (int i = 0; i < falling.length; i++) {
            statistics.add(SupportQuantity.EXPONENT, "", i, falling[i], falling[i]);
        }
        return statistics;
    }

    @Test
    void rule_withAGivenDimension_takesItAndShowsTheRest() {
        SupportSufficientStatistics statistics = exponents(0, -1, -5);
        IntrinsicDimension found =
                new DimensionRule(4, 1, OptionalInt.of(3)).of(statistics, OPTIONS);
        assertThat(found.chosen()).isEqualTo(3);
        assertThat(found.reason()).isEqualTo("d = 3 was given.");
        assertThat(value(found, Method.SPECTRUM_GAP)).isEqualTo(2);
        assertThat(found.estimates().get(0).note()).contains("3 of 4 exponents");
    }

    @Test
    void rule_ofMethodsThatDisagree_keepsAllAndSaysWhich() {
        SupportSufficientStatistics statistics = exponents(0, -1, -5, -6);
        statistics.add(SupportQuantity.FLIPD, "", 0, 2.7, 2.8);
        statistics.add(SupportQuantity.NORMAL_BUNDLE, "", 0, 1, 1);
        IntrinsicDimension found = chosen(4, statistics, OPTIONS);
        assertThat(found.chosen()).isEqualTo(1);
        assertThat(found.disagreement()).isCloseTo(1.75, within(1e-12));
        assertThat(found.reason())
                .isEqualTo(
                        "d = 1: the methods disagree and the score normal bundle comes first,"
                                + " spectrum gap says 2, FLIPD says 2.75.");
    }

    @Test
    void rule_ofTwoThatAgree_leavesTheThird() {
        SupportSufficientStatistics statistics = exponents(0, -1, -5, -6);
        statistics.add(SupportQuantity.FLIPD, "", 0, 2.2, 1.8);
        statistics.add(SupportQuantity.NORMAL_BUNDLE, "", 0, 1, 1, Double.NaN);
        IntrinsicDimension found = chosen(4, statistics, OPTIONS);
        assertThat(found.chosen()).isEqualTo(2);
        assertThat(found.reason())
                .isEqualTo("d = 2: spectrum gap and FLIPD agree, score normal bundle says 1.");
        assertThat(found.estimates().get(0).note()).startsWith("2 of 3 points have a clear gap.");
    }

    @Test
    void rule_ofABlindModel_showsFlipdAndDoesNotCountIt() {
        SupportSufficientStatistics statistics = exponents(0, -1, -5, -6);
        statistics.add(SupportQuantity.FLIPD, DimensionRun.BLIND, 0, -17);
        IntrinsicDimension found = chosen(4, statistics, OPTIONS);
        assertThat(found.chosen()).isEqualTo(2);
        assertThat(value(found, Method.FLIPD)).isEqualTo(-17);
        assertThat(found.reason())
                .isEqualTo(
                        "d = 2: only the spectrum gap gives a dimension; FLIPD is not counted,"
                                + " since the network is not told the noise.");
    }

    @Test
    void rule_withoutMeasurements_saysSo() {
        IntrinsicDimension found = chosen(4, new SupportSufficientStatistics(), OPTIONS);
        assertThat(found.chosen()).isEqualTo(1);
        assertThat(found.reason()).startsWith("No method gave a dimension");
        assertThat(found.disagreement()).isNaN();
    }

    @Test
    void flattest_ofACurve_isItsPlateau() {
        double[] noise = {0.01, 0.02, 0.04, 0.08, 0.16};
        assertThat(DimensionRule.flattest(noise, new double[] {8, 3.2, 3, 2.9, 1})).isEqualTo(2);
        assertThat(DimensionRule.flattest(new double[] {1, 2}, new double[] {5, 6})).isZero();
    }
}
