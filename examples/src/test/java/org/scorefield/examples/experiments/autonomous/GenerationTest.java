// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.djl.process.Denoiser;

/** What exact fields do, told the time or not. */
class GenerationTest {

    private static final int SAMPLES = 80;
    private static final int STEPS = 40;
    private static final double NEAR = 0.1;

    @ParameterizedTest
    @EnumSource
    void flow_ofTheExactToldField_endsOnTheCircles(Target target) {
        Generation generation = generation(8);
        Denoiser told =
                (u, t) ->
                        generation
                                .circles()
                                .denoiser(
                                        u, target.schedule().alpha(t), target.schedule().sigma(t));
        // Heun's error in 40 steps; in the last ones, D lies on a circle whatever u is.
        assertThat(near(generation, told, target)).isGreaterThan(0.97);
    }

    @Test
    void flow_ofTheExactBlindSample_needsMoreThanTwoDimensions() {
        assertThat(blind(2, Target.SAMPLE)).isLessThan(0.1);
        assertThat(blind(8, Target.SAMPLE)).isGreaterThan(0.9);
    }

    /**
     * In k dimensions across the circles, a state carries noise of length c t, c from the chi
     * distribution of k degrees, and the blind velocity takes away sqrt(k) t, give or take: where c
     * is larger, noise is left, whatever k is.
     */
    @Test
    void flow_ofTheExactBlindVelocity_leavesNoiseInHalfOfTheSamples() {
        assertThat(blind(8, Target.VELOCITY)).isBetween(0.25, 0.75);
        assertThat(blind(32, Target.VELOCITY)).isBetween(0.25, 0.75);
    }

    private static double blind(int dimension, Target target) {
        Generation generation = generation(dimension);
        return near(generation, target.optimal(generation.circles()), target);
    }

    private static double near(Generation generation, Denoiser denoiser, Target target) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray like = manager.zeros(new Shape(1), DataType.FLOAT64);
            NDArray x = generation.flow(denoiser, target, SAMPLES, like);
            int near = 0;
            for (double distance : generation.circles().distances(x)) {
                near += distance <= NEAR ? 1 : 0;
            }
            return (double) near / SAMPLES;
        }
    }

    private static Generation generation(int dimension) {
        double[][] embedding = new double[dimension][2];
        embedding[0][0] = 1;
        embedding[1][1] = 1;
        return new Generation(
                new ConcentricCircles(embedding, 0.5, 1),
                new CirclesOptions(SAMPLES, SAMPLES, STEPS, 1, 0.999, NEAR, 0));
    }
}
