// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.report.AuditResult;

/** Many audits in one table. */
class OverviewTest {

    private static final String LIGHT =
            "{\"colour\": \"red\", \"sentence\": \"Blind ends too far.\", \"basis\": \"\"}";

    @Test
    void markdown_ofALineEach_showsLightResultAndReason() throws Exception {
        assertThat(overview().markdown().lines().filter(line -> line.startsWith("| ")))
                .containsExactly(
                        "| checkpoint | prediction | Marginal energy; this model, blind, ends from"
                                + " the data |",
                        "| --- | --- | --- |",
                        "| [lit](lit/report.html) | flow | \u25a0 red: unstable; \u2013 |",
                        "| [plain](plain/report.html) | flow | unstable; \u2013 |",
                        "| &lt;b>lost | failed | \u2013 |");
        assertThat(overview().markdown())
                .contains(
                        "\n## lit\n\n- Marginal energy: It fails. Red: Blind ends too far.\n",
                        "\n## plain\n\n- Marginal energy: It fails.\n",
                        "\n## &lt;b>lost\n\n- failed: no file\n");
    }

    @Test
    void html_ofALineEach_saysTheColourInAWordAndEscapes() throws Exception {
        String html = overview().html();
        String row = html.substring(html.indexOf("lit/report.html"), html.indexOf("plain/report"));
        assertThat(row).contains("class=\"light red\"", "Red", "unstable");
        assertThat(html).contains("&lt;b&gt;lost").doesNotContain("<b>", "<script");
    }

    private static Overview overview() throws ReportException {
        return new Overview(
                "audits",
                List.of("marginal-energy"),
                List.of(
                        new Overview.Done(
                                "lit", "lit/report.html", report(", \"light\": " + LIGHT)),
                        new Overview.Done("plain", "plain/report.html", report("")),
                        new Overview.Failed("<b>lost", "no file")));
    }

    private static AuditReport report(String light) throws ReportException {
        return AuditReport.of(
                "report.json",
                JsonParser.parseString(
                        "{\"schemaVersion\": "
                                + AuditResult.SCHEMA_VERSION
                                + ", \"checkpoint\": {\"name\": \"x\", \"facts\": {\"prediction\":"
                                + " \"flow\"}}, \"reference\": {}, \"options\": {},"
                                + " \"evaluations\": {\"marginal-energy\": {\"verdict\": \"It"
                                + " fails.\", \"stability\": \"unstable\""
                                + light
                                + "}}}"));
    }
}
