// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.PadMode;
import org.scorefield.djl.program.Value;

/**
 * The sinusoidal embedding of a time: sines and cosines of t w with w_i = period^(-i / (half -
 * shift)), i = 0 .. half - 1, half = length / 2; an odd length ends with a zero.
 *
 * <p>The frequencies are rounded to float32 as PyTorch computes them, also in a float64 program: at
 * t = 1000 a last digit of w moves the angle by 3e-5.
 *
 * @param length length of the embedding, at least 2
 * @param period the longest period divided by 2 pi, usually 10000
 * @param shift subtracted from half: 0, or 1 so that the last frequency is 1 / period
 * @param order which half comes first
 */
public record Sinusoid(int length, double period, double shift, Order order) {

    /** Which half of the embedding comes first. */
    public enum Order {
        /** Sines, then cosines. */
        SINE_FIRST,
        /** Cosines, then sines. */
        COSINE_FIRST
    }

    /**
     * Validates the numbers.
     *
     * @param length length of the embedding, at least 2
     * @param period the longest period divided by 2 pi, usually 10000
     * @param shift subtracted from half: 0, or 1 so that the last frequency is 1 / period
     * @param order which half comes first
     */
    public Sinusoid {
        if (length < 2 || !(period > 0) || !(length / 2 - shift > 0)) {
            throw new IllegalArgumentException(
                    String.format(
                            "Sinusoid: expected length >= 2, period > 0, shift < length / 2, found"
                                    + " %d, %s, %s; correct the embedding's options",
                            length, period, shift));
        }
    }

    /**
     * Adds the embedding to a graph.
     *
     * @param g the builder
     * @param t one number a sample, shape []
     * @return the embedding, [length]
     */
    public Value of(GraphBuilder g, Value t) {
        int half = length / 2;
        double[] frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            float exponent = (float) -Math.log(period) * i / (float) (half - shift);
            frequencies[i] = (float) Math.exp(exponent);
        }
        Value angle = g.mul(g.reshape(t, 1), g.constant(frequencies, half));
        Value sine = g.sin(angle);
        Value cosine = g.cos(angle);
        Value both =
                order == Order.SINE_FIRST ? g.concat(0, sine, cosine) : g.concat(0, cosine, sine);
        return length % 2 == 0 ? both : g.pad(both, PadMode.ZERO, 0, 1);
    }
}
