// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.posterior.GaussLegendre;

/** Gauss nodes of masses. */
class MassRuleTest {
    /** Rounding of sums of 32 numbers of size 1, through an eigenvalue problem. */
    private static final double ROUNDING = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void of_masses_isExactForPolynomials(int nodes) {
        long seed = 7;
        Random random = new Random(seed);
        double[] t = new double[32];
        double[] q = new double[32];
        double sum = 0;
        for (int j = 0; j < t.length; j++) {
            t[j] = (j + random.nextDouble()) / 32;
            q[j] = random.nextDouble();
            sum += q[j];
        }
        for (int j = 0; j < t.length; j++) {
            q[j] /= sum;
        }
        double[][] rule = MassRule.of(t, q, nodes);
        for (int power = 0; power < 2 * nodes; power++) {
            assertThat(moment(rule, power))
                    .as("power %d, seed %d", power, seed)
                    .isCloseTo(moment(new double[][] {t, q}, power), within(ROUNDING));
        }
    }

    @Test
    void of_gaussLegendre_isTheShorterGaussLegendre() {
        GaussLegendre many = GaussLegendre.of(20);
        double[] halves = many.weights();
        for (int j = 0; j < halves.length; j++) {
            halves[j] /= 2;
        }
        double[][] rule = MassRule.of(many.nodes(), halves, 4);
        assertThat(rule[0]).hasSize(4);
        double[] sorted = rule[0].clone();
        java.util.Arrays.sort(sorted);
        assertThat(sorted).containsExactly(GaussLegendre.of(4).nodes(), within(ROUNDING));
    }

    @Test
    void of_fewMasses_isTheseMasses() {
        double[][] rule = MassRule.of(new double[] {.25, .5}, new double[] {0, 1}, 5);
        assertThat(rule[0]).containsExactly(.5);
        assertThat(rule[1]).containsExactly(1);
    }

    private static double moment(double[][] rule, int power) {
        double sum = 0;
        for (int j = 0; j < rule[0].length; j++) {
            sum += rule[1][j] * Math.pow(rule[0][j], power);
        }
        return sum;
    }
}
