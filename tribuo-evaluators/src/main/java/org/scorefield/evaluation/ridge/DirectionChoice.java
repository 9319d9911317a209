// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;
import org.scorefield.evaluation.ridge.geometry.Frames;
import org.scorefield.evaluation.ridge.geometry.LevelScore;
import org.scorefield.evaluation.ridge.trajectory.Proportion;

/**
 * The number of tangent directions that the eigengap suggests: each state votes for the d of its
 * largest gap (C_d - C_(d+1)) / sigma^2, and the d with most votes is chosen.
 *
 * @param directions the d chosen, the smaller where votes are equal
 * @param votes votes for d = 1, 2, .., largest
 */
public record DirectionChoice(int directions, int[] votes) {

    /**
     * Copies.
     *
     * @param directions the d chosen, the smaller where votes are equal
     * @param votes votes for d = 1, 2, .., largest
     */
    public DirectionChoice {
        votes = votes.clone();
    }

    /** {@return the votes for d = 1, 2, .., largest} A copy. */
    @Override
    public int[] votes() {
        return votes.clone();
    }

    /**
     * The choice at one noise level.
     *
     * @param level the density
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param largest the largest d allowed, 1 to D - 1
     * @return the choice
     * @throws IllegalArgumentException if {@code largest} is not in its range
     */
    public static DirectionChoice of(LevelScore level, NDArray x, int largest) {
        if (largest < 1 || largest >= level.dimension()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "largest: expected 1 to %d, found %d; choose fewer directions than"
                                    + " there are dimensions",
                            level.dimension() - 1,
                            largest));
        }
        Frames frames = level.frames(x, largest);
        double[][] ratios = frames.ratios();
        frames.axes().close();
        return of(ratios);
    }

    /** The choice of states with eigenvalues [n][largest + 1], falling. */
    static DirectionChoice of(double[][] eigenvalues) {
        int largest = eigenvalues[0].length - 1;
        int[] votes = new int[largest];
        for (double[] ratios : eigenvalues) {
            int best = 0;
            for (int d = 1; d < largest; d++) {
                boolean wider = ratios[d] - ratios[d + 1] > ratios[best] - ratios[best + 1];
                best = wider ? d : best;
            }
            votes[best]++;
        }
        return of(votes);
    }

    private static DirectionChoice of(int[] votes) {
        int best = 0;
        for (int d = 1; d < votes.length; d++) {
            best = votes[d] > votes[best] ? d : best;
        }
        return new DirectionChoice(best + 1, votes);
    }

    /**
     * The choice of the states of both, for example of several noise levels.
     *
     * @param other the choice of other states of the same dimension
     * @return the choice by all of them
     */
    public DirectionChoice merge(DirectionChoice other) {
        int[] sum = Arrays.copyOf(votes, Math.max(votes.length, other.votes.length));
        for (int d = 0; d < other.votes.length; d++) {
            sum[d] += other.votes[d];
        }
        return of(sum);
    }

    /** {@return how stable the choice is: the share of states that voted for it} */
    public Proportion agreement() {
        return new Proportion(votes[directions - 1], Arrays.stream(votes).sum());
    }
}
