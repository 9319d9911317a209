// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.List;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.EndVectors;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.shift.SupportShift;

/**
 * What a support evaluation found.
 *
 * @param trajectory the generation
 * @param dimension estimates of the intrinsic dimension, and d
 * @param exponents finite-time Lyapunov exponents over samples, falling, [k]
 * @param gap lambda_d - lambda_(d+1) over samples; {@link Band#NONE} where k = d
 * @param scoreAlignment |u_i . s / |s|| over samples, [k]: near 0 for i up to d where aligned
 * @param alignments by tangent frame
 * @param condition step by step; empty where there is no frame along the way
 * @param shifts by perturbation
 * @param vectors of a few samples
 * @param verdict whether samples stay on the support
 * @param warnings what a reader must know before the numbers, one sentence each
 */
public record SupportFindings(
        Trajectory trajectory,
        IntrinsicDimension dimension,
        List<Band> exponents,
        Band gap,
        List<Band> scoreAlignment,
        List<FrameAlignment> alignments,
        List<ConditionStep> condition,
        List<SupportShift> shifts,
        List<EndVectors> vectors,
        SupportVerdict verdict,
        List<String> warnings) {

    /**
     * Copies.
     *
     * @param trajectory the generation
     * @param dimension estimates of the intrinsic dimension, and d
     * @param exponents finite-time Lyapunov exponents over samples, falling, [k]
     * @param gap lambda_d - lambda_(d+1) over samples; {@link Band#NONE} where k = d
     * @param scoreAlignment |u_i . s / |s|| over samples, [k]: near 0 for i up to d where aligned
     * @param alignments by tangent frame
     * @param condition step by step; empty where there is no frame along the way
     * @param shifts by perturbation
     * @param vectors of a few samples
     * @param verdict whether samples stay on the support
     * @param warnings what a reader must know before the numbers, one sentence each
     */
    public SupportFindings {
        exponents = List.copyOf(exponents);
        scoreAlignment = List.copyOf(scoreAlignment);
        alignments = List.copyOf(alignments);
        condition = List.copyOf(condition);
        shifts = List.copyOf(shifts);
        vectors = List.copyOf(vectors);
        warnings = List.copyOf(warnings);
    }
}
