// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import java.util.List;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/**
 * How Lyapunov vectors lie to tangent frames.
 *
 * @param statistics {@link SupportQuantity#EXPONENT}, {@link SupportQuantity#RESIDUAL}, {@link
 *     SupportQuantity#SCORE_ALIGNMENT}, angles by frame and the sufficient condition by step
 * @param vectors where they come from
 * @param levels noise level after each step; the index of the condition's columns counts them
 * @param notes what a reader should know, one sentence each
 */
public record Alignment(
        SupportSufficientStatistics statistics,
        LyapunovVectors vectors,
        List<NoiseLevel> levels,
        List<String> notes) {

    /**
     * Copies the lists.
     *
     * @param statistics {@link SupportQuantity#EXPONENT}, {@link SupportQuantity#RESIDUAL}, {@link
     *     SupportQuantity#SCORE_ALIGNMENT}, angles by frame and the sufficient condition by step
     * @param vectors where they come from
     * @param levels noise level after each step; the index of the condition's columns counts them
     * @param notes what a reader should know, one sentence each
     */
    public Alignment {
        levels = List.copyOf(levels);
        notes = List.copyOf(notes);
    }
}
