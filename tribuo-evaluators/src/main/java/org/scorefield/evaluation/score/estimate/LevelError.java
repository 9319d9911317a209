// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

import java.util.Optional;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * The score error at one noise level, in epsilon units.
 *
 * @param level the noise level
 * @param denoisingLoss E|eps_theta - eps|^2: the error and what no model can predict, together
 * @param gradient lower bound on the part of the error that can reach the samples
 * @param known error and upper bound, where the true score is known
 */
public record LevelError(
        NoiseLevel level,
        Estimate denoisingLoss,
        GradientEstimate gradient,
        Optional<KnownError> known) {}
