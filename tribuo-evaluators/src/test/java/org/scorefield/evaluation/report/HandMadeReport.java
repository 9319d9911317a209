// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The report of sections that no audit made. */
public final class HandMadeReport {
    private static final Provenance PROVENANCE =
            Provenance.of(Instant.EPOCH, Duration.ZERO, Map.of());

    private HandMadeReport() {}

    /** report.json. */
    public static JsonObject json(AuditInput input, AuditSection section) {
        return new ReportJson(input, new Findings(List.of(section), Map.of()), PROVENANCE).toJson();
    }

    /** report.html, for looking at. */
    public static String page(AuditInput input, AuditSection section) {
        return new HtmlReport(
                        input,
                        new Findings(List.of(section), Map.of()),
                        Optional.empty(),
                        PROVENANCE)
                .toHtml();
    }

    /** Checks a report against its schema. */
    public static void assertFollowsSchema(JsonObject report) throws IOException {
        try (InputStream schema = Audit.class.getResourceAsStream("report.schema.json")) {
            assertThat(
                            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                    .getSchema(Objects.requireNonNull(schema))
                                    .validate(report.toString(), InputFormat.JSON))
                    .isEmpty();
        }
    }
}
