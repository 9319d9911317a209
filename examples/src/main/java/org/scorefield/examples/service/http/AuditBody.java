// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.examples.service.queue.AuditRequest;

/** The body of {@code POST /audits}. */
final class AuditBody {

    private static final Set<String> KEYS =
            Set.of(
                    "checkpoint",
                    "reference",
                    "referenceRole",
                    "evaluators",
                    "levels",
                    "samples",
                    "seed",
                    "batch",
                    "images");

    private AuditBody() {}

    /** What is asked for; without a reference, that of the checkpoint's own name. */
    static AuditRequest read(Context ctx) {
        JsonFields body = JsonFields.of(ctx, KEYS);
        String checkpoint = body.requiredText("checkpoint");
        return new AuditRequest(
                checkpoint, body.text("reference").orElse(checkpoint), options(body));
    }

    private static AuditOptions options(JsonFields body) {
        AuditOptions options = AuditOptions.DEFAULT;
        options =
                options.withEvaluators(
                        evaluators(body.texts("evaluators").orElse(options.evaluators())));
        options = options.withLevels(body.integer("levels").orElse(options.levels()));
        options = options.withSamples(body.integer("samples").orElse(options.samples()));
        options = options.withSeed(body.wholeNumber("seed").orElse(options.seed()));
        options = options.withBatchSize(body.integer("batch").orElse(options.batchSize()));
        options = options.withImages(body.integer("images").orElse(options.images()));
        return options.withReferenceRole(
                body.text("referenceRole").map(AuditBody::role).orElse(options.referenceRole()));
    }

    private static List<String> evaluators(List<String> names) {
        for (String name : names) {
            if (!Audit.evaluators().contains(name)) {
                throw new IllegalArgumentException(
                        "evaluators: expected among "
                                + String.join(", ", Audit.evaluators())
                                + ", found "
                                + name
                                + "; correct the name");
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "evaluators: expected at least one, found none; name one or leave the key out");
        }
        return names;
    }

    private static ReferenceRole role(String name) {
        return Arrays.stream(ReferenceRole.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "referenceRole: expected sample or whole, found "
                                                + name
                                                + "; correct the word"));
    }
}
