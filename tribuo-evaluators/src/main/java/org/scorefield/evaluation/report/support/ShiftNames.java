// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.List;
import org.scorefield.evaluation.support.shift.SupportShift;

/**
 * Names of perturbations for people: the source and what is perturbed, and the frame where there
 * are several.
 *
 * @param all the perturbations of an evaluation
 */
record ShiftNames(List<SupportShift> all) {

    /** Copies. */
    ShiftNames {
        all = List.copyOf(all);
    }

    /** For example "random score error", or "own error". */
    String of(SupportShift shift) {
        String name =
                shift.source() == SupportShift.Source.RANDOM
                        ? "random " + shift.kind().label() + " error"
                        : "own error";
        boolean several = all.stream().map(SupportShift::frame).distinct().count() > 1;
        return several ? name + ", " + shift.frame() : name;
    }
}
