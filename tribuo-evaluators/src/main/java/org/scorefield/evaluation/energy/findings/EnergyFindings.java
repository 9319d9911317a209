// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import java.util.List;
import java.util.Optional;

/**
 * What an evaluation found beside its levels.
 *
 * @param prediction name of the checkpoint's own parameterisation
 * @param blind whether the checkpoint is not told the time
 * @param tMin least time of the prior
 * @param tMax largest time of the prior; lambda_bar and c_bar grow without bound as it nears 1
 *     where alpha(1) = 0
 * @param gains gain curves, the checkpoint's own parameterisation first
 * @param runs blind generation: optimal fields, the checkpoint's own parameterisation first, then
 *     trained ones
 * @param posteriors p(t | u) of a few states
 * @param slopes along random directions from the data, where there are enough data
 * @param slice the energy on a plane
 * @param stability the verdict
 * @param warnings what a reader must know of these numbers, one sentence each
 */
public record EnergyFindings(
        String prediction,
        boolean blind,
        double tMin,
        double tMax,
        List<GainCurve> gains,
        List<BlindRun> runs,
        List<PosteriorCurve> posteriors,
        Optional<SlopeCurve> slopes,
        Optional<EnergySlice> slice,
        Stability stability,
        List<String> warnings) {

    /**
     * Copies.
     *
     * @param prediction name of the checkpoint's own parameterisation
     * @param blind whether the checkpoint is not told the time
     * @param tMin least time of the prior
     * @param tMax largest time of the prior; lambda_bar and c_bar grow without bound as it nears 1
     *     where alpha(1) = 0
     * @param gains gain curves, the checkpoint's own parameterisation first
     * @param runs blind generation: optimal fields, the checkpoint's own parameterisation first,
     *     then trained ones
     * @param posteriors p(t | u) of a few states
     * @param slopes along random directions from the data, where there are enough data
     * @param slice the energy on a plane
     * @param stability the verdict
     * @param warnings what a reader must know of these numbers, one sentence each
     */
    public EnergyFindings {
        gains = List.copyOf(gains);
        runs = List.copyOf(runs);
        posteriors = List.copyOf(posteriors);
        warnings = List.copyOf(warnings);
    }
}
