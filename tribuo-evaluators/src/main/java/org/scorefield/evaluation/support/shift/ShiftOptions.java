// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.support.tangent.TangentFrames;

/**
 * What is perturbed, and how and where the shifts are split.
 *
 * @param frames tangent frames, of different names, at least one
 * @param directions d, the dimension of the support
 * @param ends numbers of grid times at which the generation is taken to end, rising, so of falling
 *     noise; a generation that ends there is the same up to there
 * @param perturbations what is added, of different labels, at least one
 */
public record ShiftOptions(
        List<TangentFrames> frames,
        int directions,
        List<Integer> ends,
        List<Perturbation> perturbations) {

    /**
     * Copies; checks the values.
     *
     * @param frames tangent frames, of different names, at least one
     * @param directions d, the dimension of the support
     * @param ends numbers of grid times at which the generation is taken to end, rising, so of
     *     falling noise; a generation that ends there is the same up to there
     * @param perturbations what is added, of different labels, at least one
     */
    public ShiftOptions {
        frames = List.copyOf(frames);
        ends = List.copyOf(ends);
        perturbations = List.copyOf(perturbations);
        require(directions >= 1, "directions", "at least 1", directions);
        require(
                !frames.isEmpty()
                        && frames.stream().map(TangentFrames::name).distinct().count()
                                == frames.size(),
                "frames",
                "at least one, of different names",
                frames.stream().map(TangentFrames::name).toList());
        require(
                !perturbations.isEmpty()
                        && perturbations.stream().map(Perturbation::label).distinct().count()
                                == perturbations.size(),
                "perturbations",
                "at least one, of different labels",
                perturbations.stream().map(Perturbation::label).toList());
        boolean rising = !ends.isEmpty() && ends.get(0) >= 1;
        for (int i = 1; i < ends.size(); i++) {
            rising &= ends.get(i) > ends.get(i - 1);
        }
        require(rising, "ends", "numbers of grid times, from 1, that rise", ends);
    }

    /**
     * Ends of falling noise: the last grid time with noise, and before it those where sigma / alpha
     * is first at least ratio, ratio^2, ... times as large.
     *
     * @param schedule alpha and sigma
     * @param grid the times
     * @param count how many are wanted, at least 1; fewer where the grid has fewer
     * @param ratio above 1, for example 2
     * @return numbers of grid times, rising
     */
    public static List<Integer> ends(
            NoiseSchedule schedule, TimeGrid grid, int count, double ratio) {
        require(count >= 1, "count", "at least 1", count);
        require(ratio > 1, "ratio", "above 1", ratio);
        int last = grid.steps();
        while (last > 0 && schedule.sigma(grid.times().get(last)) == 0) {
            last--;
        }
        List<Integer> ends = new ArrayList<>();
        // A grid in equal ratios hits its levels but for rounding.
        double rounding = 1 - 1e-9;
        double wanted = 0;
        for (int i = last; i >= 1 && ends.size() < count; i--) {
            double level = schedule.sigmaOverAlpha(grid.times().get(i));
            if (level >= wanted * rounding) {
                ends.add(0, i);
                wanted = level * ratio;
            }
        }
        return ends;
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": expected " + rule + ", found " + found + "; change the option");
        }
    }
}
