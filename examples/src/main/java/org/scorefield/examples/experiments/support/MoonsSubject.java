// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import java.util.List;
import org.scorefield.evaluation.support.SupportEvaluation;

/**
 * A model and what was measured of it.
 *
 * @param name for people
 * @param ends at ends of falling noise
 * @param cloud generated samples, [n][2]
 */
record MoonsSubject(String name, List<End> ends, double[][] cloud) {

    MoonsSubject {
        ends = List.copyOf(ends);
    }

    /**
     * The evaluation of trajectories that end at one level.
     *
     * @param level sigma / alpha
     * @param evaluation what was found
     */
    record End(double level, SupportEvaluation evaluation) {}

    /** Quantile of the samples' distances from the moons. */
    double distance(double probability) {
        double[] sorted =
                java.util.Arrays.stream(cloud).mapToDouble(TwoMoons::distance).sorted().toArray();
        return sorted[(int) Math.round(probability * (sorted.length - 1))];
    }
}
