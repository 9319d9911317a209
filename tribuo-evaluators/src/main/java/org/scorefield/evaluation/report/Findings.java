// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;

/**
 * What the evaluators of an audit found: a section of each that ran, and why others did not.
 *
 * @param sections in the order of the evaluators
 * @param refused reasons by the name of the evaluator, one sentence each
 */
record Findings(List<AuditSection> sections, Map<String, String> refused) {

    /** Copies. */
    Findings {
        sections = List.copyOf(sections);
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /**
     * Runs evaluators one after the other. One that refuses model or data costs nothing that
     * another one measured.
     *
     * @throws EvaluationException the first one's, where all refuse
     */
    static Findings of(
            List<AuditEvaluator> evaluators, AuditInput input, ProgressListener progress) {
        List<AuditSection> sections = new ArrayList<>();
        List<EvaluationException> refusals = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        int before = 0;
        for (AuditEvaluator evaluator : evaluators) {
            progress.evaluator(evaluator.name(), before++, evaluators.size());
            try {
                sections.add(evaluator.run(input, progress));
            } catch (EvaluationException e) {
                refusals.add(e);
                refused.put(evaluator.name(), String.valueOf(e.getMessage()));
            }
        }
        if (sections.isEmpty() && !refusals.isEmpty()) {
            EvaluationException first = refusals.get(0);
            refusals.subList(1, refusals.size()).forEach(first::addSuppressed);
            throw first;
        }
        return new Findings(sections, refused);
    }
}
