// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import org.scorefield.evaluation.model.NoiseLevel;

/**
 * The generation whose variations were measured.
 *
 * @param process its name for people
 * @param steps from noise to data
 * @param start level of the start
 * @param end level of the end
 * @param samples trajectories
 * @param complete false where the time budget ended before all samples were measured
 */
public record Trajectory(
        String process,
        int steps,
        NoiseLevel start,
        NoiseLevel end,
        int samples,
        boolean complete) {}
