// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    private static final long SEED = 3;
    private static final double ROUNDING = 1e-12;

    @Test
    void spearman_withoutTies_isTheFormulaOfDifferences() {
        double[] x = {1, 2, 3, 4, 5};
        double[] y = {2, 1, 40, 3, 500};
        // 1 - 6 sum d^2 / (n (n^2 - 1)) with d = 1, 1, 1, 1, 0
        assertThat(RankCorrelation.spearman(x, y, SEED).rho())
                .isCloseTo(1 - 6 * 4 / 120.0, within(ROUNDING));
    }

    @Test
    void ranks_ofEqualValues_areTheirMean() {
        assertThat(RankCorrelation.ranks(new double[] {7, 1, 7, 7, 0}))
                .containsExactly(4, 2, 4, 4, 1);
    }

    @Test
    void spearman_ofOrderedModels_isOneWithoutDoubt() {
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {1, 4, 9, 16, 25, 36};
        assertThat(RankCorrelation.spearman(x, y, SEED)).isEqualTo(new RankCorrelation(1, 1, 1));
    }

    @Test
    void interval_coversTheCorrelationOfThePopulation() {
        // Bivariate normal with correlation r has Spearman's (6 / pi) asin(r / 2). Of 60 intervals
        // at
        // 95 % the number that cover is 57 with deviation 1.7; the percentile bootstrap of 40
        // models
        // is known to cover a little less, so 49 is four deviations below 93 %.
        double r = 0.6;
        double truth = 6 / Math.PI * Math.asin(r / 2);
        SplittableRandom random = new SplittableRandom(SEED);
        int covered = 0;
        for (int repetition = 0; repetition < 60; repetition++) {
            double[] x = random.doubles(40).map(u -> random.nextGaussian()).toArray();
            double[] y = new double[40];
            for (int i = 0; i < 40; i++) {
                y[i] = r * x[i] + Math.sqrt(1 - r * r) * random.nextGaussian();
            }
            RankCorrelation found = RankCorrelation.spearman(x, y, repetition);
            covered += found.low() <= truth && truth <= found.high() ? 1 : 0;
        }
        assertThat(covered).as("of 60, seed %d", SEED).isGreaterThanOrEqualTo(49);
    }

    @Test
    void difference_ofOneErrorWithItself_isNone() {
        double[] x = {1, 3, 2, 4, 5};
        double[] y = {1, 2, 3, 4, 5};
        assertThat(RankCorrelation.difference(x, x, y, SEED))
                .isEqualTo(new RankCorrelation(0, 0, 0));
    }

    @Test
    void spearman_ofTooFewOrBrokenNumbers_saysWhatItExpects() {
        assertThatThrownBy(
                        () ->
                                RankCorrelation.spearman(
                                        new double[] {1, 2}, new double[] {1, 2}, SEED))
                .hasMessageStartingWith("x, y: expected finite numbers for the same 3 or more");
        assertThatThrownBy(
                        () ->
                                RankCorrelation.spearman(
                                        new double[] {1, 2, Double.NaN},
                                        new double[] {1, 2, 3},
                                        SEED))
                .hasMessageContaining("found [1.0, 2.0, NaN]");
    }
}
