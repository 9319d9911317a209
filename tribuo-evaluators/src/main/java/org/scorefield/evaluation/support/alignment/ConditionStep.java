// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * The sufficient condition for alignment at one step: normal directions are compressed against
 * tangent ones (d_n / a below 1) and tangent ones leak little into them.
 *
 * @param level after the step
 * @param compression d_n / a over samples
 * @param leak c over samples
 * @param bound on the slope of the leading frame over the tangent frame; infinite where the
 *     condition fails
 * @param slope the actual one
 */
public record ConditionStep(
        NoiseLevel level, Band compression, Band leak, Band bound, Band slope) {}
