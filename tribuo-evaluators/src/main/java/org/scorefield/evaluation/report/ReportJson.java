// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.reference.ReferenceProvenance;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.support.SupportOptions;

/** report.json; its schema is report.schema.json beside this class. */
final class ReportJson {
    /** Raised where a reader of the last version would misread this one. */
    static final int SCHEMA_VERSION = 1;

    private final AuditInput input;
    private final Findings findings;
    private final Provenance provenance;

    ReportJson(AuditInput input, Findings findings, Provenance provenance) {
        this.input = input;
        this.findings = findings;
        this.provenance = provenance;
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", SCHEMA_VERSION);
        json.add("checkpoint", checkpoint());
        json.add("reference", reference());
        json.add("options", options(input.options()));
        JsonObject evaluations = new JsonObject();
        for (AuditSection section : findings.sections()) {
            JsonObject evaluation = section.json();
            evaluation.add("light", section.light().toJson());
            evaluations.add(section.name(), evaluation);
        }
        json.add("evaluations", evaluations);
        if (!findings.refused().isEmpty()) {
            json.add("refused", facts(findings.refused()));
        }
        json.add("provenance", facts(provenance.facts()));
        return json;
    }

    private JsonObject checkpoint() {
        AuditSubject subject = input.subject();
        JsonObject json = new JsonObject();
        json.addProperty("name", subject.name());
        json.addProperty("sha256", subject.sha256());
        json.add("shape", shape(subject.shape()));
        JsonArray range = new JsonArray();
        for (double end : subject.range()) {
            range.add(end);
        }
        json.add("range", range);
        json.add("facts", facts(subject.facts()));
        json.add("notes", array(subject.notes()));
        return json;
    }

    private JsonObject reference() {
        ReferenceProvenance provenance = input.reference().provenance();
        JsonObject json = new JsonObject();
        json.addProperty("source", provenance.source());
        json.addProperty("format", provenance.format());
        json.addProperty("sha256", provenance.sha256());
        json.add("shape", shape(input.reference().shape()));
        json.addProperty("count", provenance.count());
        json.addProperty("available", provenance.available());
        json.addProperty("mapping", provenance.mapping());
        return json;
    }

    /** The options as a report holds them: what repeats the run. */
    static JsonObject options(AuditOptions options) {
        JsonObject json = new JsonObject();
        json.add("evaluators", array(options.evaluators()));
        json.addProperty("levels", options.levels());
        json.addProperty("samples", options.samples());
        json.addProperty("seed", options.seed());
        json.addProperty("batchSize", options.batchSize());
        json.addProperty("images", options.images());
        json.addProperty("referenceRole", options.referenceRole().name().toLowerCase(Locale.ROOT));
        json.addProperty("confidence", options.confidence());
        json.add(
                "testFunctions",
                array(
                        options.scoreError().testFunctions().stream()
                                .map(TestFunctionSpec::toString)
                                .toList()));
        json.addProperty("fitSamples", options.scoreError().fitSamples());
        json.addProperty(
                "estimator",
                options.scoreError().estimator().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.add("marginalEnergy", marginalEnergy(options.marginalEnergy()));
        json.add("support", support(options.support()));
        json.add("ridge", ridge(options.ridge()));
        options.timeBudget()
                .ifPresent(budget -> json.addProperty("timeBudgetSeconds", budget.toSeconds()));
        return json;
    }

    private static JsonObject marginalEnergy(MarginalEnergyOptions options) {
        JsonObject json = new JsonObject();
        JsonArray prior = new JsonArray();
        prior.add(options.prior().tMin());
        prior.add(options.prior().tMax());
        json.add("prior", prior);
        json.addProperty("states", options.states());
        json.addProperty("runs", options.runs());
        json.addProperty("steps", options.steps());
        json.addProperty("reference", options.reference());
        return json;
    }

    private static JsonObject support(SupportOptions options) {
        JsonObject json = new JsonObject();
        json.addProperty("process", options.path().process().label());
        options.path().steps().ifPresent(count -> json.addProperty("steps", count));
        options.path().end().ifPresent(t -> json.addProperty("end", t));
        options.samples().ifPresent(count -> json.addProperty("samples", count));
        options.vectors().ifPresent(k -> json.addProperty("vectors", k));
        options.directions().ifPresent(d -> json.addProperty("directions", d));
        json.addProperty("reference", options.reference());
        json.addProperty("batchSize", options.batchSize());
        return json;
    }

    private static JsonObject ridge(RidgeEvaluatorOptions options) {
        JsonObject json = new JsonObject();
        json.addProperty("process", options.way().process().label());
        json.addProperty("samples", options.way().samples());
        json.addProperty("steps", options.way().steps());
        json.addProperty("heldOut", options.way().heldOut());
        options.geometry().directions().ifPresent(d -> json.addProperty("directions", d));
        json.addProperty("largest", options.geometry().largest());
        options.geometry().radius().ifPresent(radius -> json.addProperty("radius", radius));
        json.addProperty("kappa", options.geometry().kappa());
        json.addProperty("reference", options.reference());
        return json;
    }

    private static JsonArray shape(long[] dimensions) {
        JsonArray array = new JsonArray();
        for (long n : dimensions) {
            array.add(n);
        }
        return array;
    }

    private static JsonObject facts(Map<String, String> facts) {
        JsonObject json = new JsonObject();
        facts.forEach(json::addProperty);
        return json;
    }

    private static JsonArray array(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(new JsonPrimitive(value)));
        return array;
    }
}
