// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.geometry.Frames;
import org.scorefield.evaluation.ridge.geometry.LevelScore;
import org.scorefield.evaluation.ridge.trajectory.Band;

/**
 * What one noise level says about d.
 *
 * <p>d is chosen where flat directions are told apart best from steep ones: at the level of the
 * largest clarity. Clarity compares K_j = C_j / sigma^2, cut to [0, 1]: 1 along a flat ridge, 0
 * across it, above 1 between separate modes.
 *
 * @param level the noise level
 * @param choice the votes of its states
 * @param clarity median over states of min(1, K_d) - min(1, K_(d+1)) for the d chosen there
 */
public record DirectionVote(NoiseLevel level, DirectionChoice choice, double clarity) {

    /**
     * The vote of some states.
     *
     * @param ridge the density at the level
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param largest the largest d allowed
     */
    static DirectionVote of(NoiseLevel level, LevelScore ridge, NDArray x, int largest) {
        Frames frames = ridge.frames(x, largest);
        double[][] ratios = frames.ratios();
        frames.axes().close();
        DirectionChoice choice = DirectionChoice.of(ratios);
        int d = choice.directions();
        double[] clear = new double[ratios.length];
        for (int i = 0; i < clear.length; i++) {
            clear[i] = Math.min(1, ratios[i][d - 1]) - Math.min(1, ratios[i][d]);
        }
        return new DirectionVote(level, choice, Band.of(clear).median());
    }

    /**
     * The clearest of some votes.
     *
     * @param votes at least one
     * @return the vote with the largest gap
     */
    public static DirectionVote clearest(List<DirectionVote> votes) {
        return votes.stream()
                .max(Comparator.comparingDouble(DirectionVote::clarity))
                .orElseThrow(
                        () -> new IllegalArgumentException("votes: expected some, found none"));
    }

    /**
     * How many levels in a row around the clearest one choose the same d.
     *
     * @param votes level by level
     * @return the number of levels, at least 1
     */
    public static int run(List<DirectionVote> votes) {
        int best = votes.indexOf(clearest(votes));
        int d = votes.get(best).choice().directions();
        int from = best;
        while (from > 0 && votes.get(from - 1).choice().directions() == d) {
            from--;
        }
        int start = best;
        return best
                - from
                + (int)
                        IntStream.range(start, votes.size())
                                .takeWhile(i -> votes.get(i).choice().directions() == d)
                                .count();
    }
}
