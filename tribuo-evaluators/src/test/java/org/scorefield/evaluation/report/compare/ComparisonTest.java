// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.evaluation.report.AuditSubject;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.PlainText;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.LightHtml;
import org.scorefield.evaluation.report.light.Measure;

/** Reports of small audits side by side. */
class ComparisonTest {
    private static final String HOSTILE = "<script>alert('x')</script>";
    private static final AuditOptions OPTIONS =
            AuditOptions.DEFAULT.withLevels(2).withSamples(64).withImages(0);

    @TempDir Path folder;

    private final ReferenceData data = Blobs.of(200, 4, 3);

    private AuditResult audit(String name, AuditOptions options) {
        AuditSubject subject =
                new AuditSubject(
                        name,
                        "ab".repeat(32),
                        Map.of("architecture", "Wiener", "schedule", "its own"),
                        new long[] {1, 4, 4},
                        new double[] {0, 1},
                        List.of());
        return new Audit(options, ProgressListener.NONE).run(subject, Wiener.of(data), data);
    }

    private AuditReport report(String name, AuditOptions options) throws Exception {
        return AuditReport.of(name + ".json", audit(name, options).json());
    }

    @Test
    void of_twoAuditsDoneAlike_saysThatNumbersCanBeCompared() throws Exception {
        Comparison comparison =
                Comparison.of(List.of(report("first", OPTIONS), report("second", OPTIONS)));
        assertThat(comparison.names()).containsExactly("first", "second");
        assertThat(comparison.sentences())
                .containsExactly(
                        "Reference data, options and seeds agree: numbers of a row can be compared.");
        assertThat(comparison.differences().rows()).isEmpty();
        assertThat(comparison.parts()).hasSize(1);
        for (List<String> row : comparison.parts().get(0).tables().get(0).rows()) {
            assertThat(row.get(1)).as(row.get(0)).isEqualTo(row.get(2));
        }
        assertThat(comparison.parts().get(0).tables().get(1).rows())
                .as("loss, gradient part and bound at 2 levels")
                .hasSize(6);
    }

    @Test
    void of_aReport_showsItsOwnNumbers() throws Exception {
        AuditResult result = audit("first", OPTIONS);
        AuditReport report = AuditReport.of("a", result.json());
        String text = Comparison.of(List.of(report, report("second", OPTIONS))).text();
        String nats =
                report.evaluation("score-error").at("klBudget", "gradientCertified").cell("nats");
        assertThat(text.lines())
                .anyMatch(
                        line ->
                                line.contains("certified along the path, nats")
                                        && line.split(nats, -1).length == 3);
        assertThat(text).contains("first: " + result.verdict(), "second: " + result.verdict());
        assertThat(text.chars()).as("ASCII").allMatch(c -> c < 128);
    }

    @Test
    void of_otherSeedAndOptions_saysWhatCannotBeCompared() throws Exception {
        Comparison comparison =
                Comparison.of(
                        List.of(
                                report("first", OPTIONS),
                                report("second", OPTIONS.withSeed(7).withSamples(96))));
        assertThat(comparison.sentences())
                .containsExactly(
                        "Options differ (samples): numbers that depend on them cannot be compared"
                                + " across columns.",
                        "Seeds differ: only differences well beyond the errors mean anything.");
        assertThat(comparison.differences().rows())
                .containsExactly(List.of("samples", "64", "96"), List.of("seed", "0", "7"));
    }

    @Test
    void of_otherData_saysSo() throws Exception {
        JsonObject other = audit("second", OPTIONS).json();
        other.getAsJsonObject("reference").addProperty("sha256", "cd".repeat(32));
        Comparison comparison =
                Comparison.of(List.of(report("first", OPTIONS), AuditReport.of("b", other)));
        assertThat(comparison.sentences())
                .containsExactly(
                        "Reference data differ (data sha256): numbers are about different data and"
                                + " cannot be compared across columns.");
        assertThat(comparison.differences().rows().get(0).get(2)).isEqualTo("cdcdcdcdcdcd");
    }

    @Test
    void of_optionsOfEvaluatorsThatDidNotRun_differWithoutMention() throws Exception {
        JsonObject other = audit("second", OPTIONS).json();
        other.getAsJsonObject("options").getAsJsonObject("ridge").addProperty("steps", 7);
        assertThat(
                        Comparison.of(List.of(report("first", OPTIONS), AuditReport.of("b", other)))
                                .differences()
                                .rows())
                .isEmpty();
    }

    @Test
    void of_otherNoiseLevels_leavesOutThoseThatNotAllHave() throws Exception {
        Comparison comparison =
                Comparison.of(
                        List.of(report("first", OPTIONS), report("second", OPTIONS.withLevels(3))));
        Comparison.Part part = comparison.parts().get(0);
        assertThat(part.notes()).singleElement().asString().startsWith("Noise levels differ");
        part.tables().stream()
                .flatMap(table -> table.rows().stream())
                .forEach(row -> assertThat(row).as(row.get(0)).doesNotContain("\u2013"));
    }

    @Test
    void of_theSameCheckpointTwice_tellsTheColumnsApart() throws Exception {
        AuditReport first = report("mine", OPTIONS);
        AuditReport second = AuditReport.of("runs/second", first.json());
        assertThat(Comparison.of(List.of(first, second, second)).names())
                .containsExactly("mine (mine.json)", "mine (runs/second)", "mine (runs/second) #2");
    }

    @Test
    void of_aNewEvaluator_showsItsVerdict() throws Exception {
        JsonObject json = audit("mine", OPTIONS).json();
        JsonObject beauty = new JsonObject();
        beauty.addProperty("verdict", "Beautiful.");
        json.getAsJsonObject("evaluations").add("beauty", beauty);
        AuditReport report = AuditReport.of("a", json);
        assertThat(Comparison.of(List.of(report, report)).text()).contains("Beautiful.");
    }

    @Test
    void of_anEvaluationWithoutItsNumbers_showsDashes() throws Exception {
        AuditReport whole = report("whole", OPTIONS);
        JsonObject json = whole.json();
        JsonObject evaluations = new JsonObject();
        for (String evaluator : List.of("score-error", "marginal-energy", "ridge", "support")) {
            evaluations.add(evaluator, new JsonObject());
        }
        json.add("evaluations", evaluations);
        AuditReport empty = AuditReport.of("empty", json);
        assertThat(Comparison.of(List.of(empty, empty)).text()).doesNotContain("NaN", "null");
    }

    /** A report of a release without lights goes into a column all the same. */
    @Test
    void of_aReportWithAndOneWithoutLights_showsWhatThereIs() throws Exception {
        AuditReport lit = report("lit", OPTIONS);
        JsonObject json = lit.json();
        json.getAsJsonObject("evaluations").getAsJsonObject("score-error").remove("light");
        AuditReport old = AuditReport.of("old", json);
        Comparison comparison = Comparison.of(List.of(lit, old));
        Light light = lit.light("score-error").orElseThrow();
        String word = LightHtml.title(light.colour());
        assertThat(comparison.lights().rows())
                .containsExactly(List.of("Score error", word, "\u2013"));
        assertThat(comparison.text()).contains("    " + PlainText.of(light.sentence()));
    }

    @Test
    void charts_haveALineForEachAuditFromItsOwnNumbers() throws Exception {
        AuditReport first = report("first", OPTIONS);
        AuditReport second = report("second", OPTIONS.withSeed(7));
        Comparison comparison = Comparison.of(List.of(first, second));
        Chart denoising = comparison.parts().get(0).charts().get(0);
        assertThat(denoising.series())
                .extracting(Chart.Series::name)
                .containsExactly("first", "second");
        List<Found> levels = second.evaluation("score-error").list("levels");
        for (Found level : levels) {
            double loss = level.number("denoisingLoss", "value");
            double bar = 1.96 * level.number("denoisingLoss", "standardError");
            double noise = level.number("sigma") / level.number("alpha");
            assertThat(denoising.series().get(1).points())
                    .contains(new Chart.Point(noise, loss, loss - bar, loss + bar));
        }
        assertThat(Curves.table(denoising).rows()).hasSize(levels.size());
        assertThat(comparison.html())
                .contains(
                        "first, second. The tables below hold the numbers.",
                        "<canvas role=\"img\"");
    }

    /** Differences of [1, 2], [4, 6], [1.5, 3] and half a line, by hand. */
    @Test
    void against_ofKnownIntervals_saysWhetherTheyOverlap() throws Exception {
        AuditReport first = measured(1.5, 1, 2);
        Against against = new Against(first, "first", "score-error");
        assertThat(against.sentence(measured(5, 4, 6)))
                .isEqualTo(
                        "Higher than first: intervals do not overlap, difference 3.50 [2.0, 5.0] at"
                                + " 90 % confidence or more.");
        assertThat(against.sentence(measured(2, 1.5, 3)))
                .isEqualTo(
                        "Not told apart from first: intervals overlap, difference 0.500 [-0.50, 2.0]"
                                + " at 90 % confidence or more.");
        assertThat(against.sentence(measured(0, Double.NEGATIVE_INFINITY, 0.5)))
                .startsWith("Lower than first:")
                .contains("difference -1.50 [unknown, -0.50]");
        assertThat(against.sentence(report("second", OPTIONS.withSamples(96))))
                .isEqualTo("Not compared with first: options differ (samples).");
    }

    private AuditReport measured(double value, double low, double high) throws Exception {
        JsonObject json = audit("one", OPTIONS).json();
        Measure measure = new Measure("size", value, low, high, 0.95, 10, 20);
        json.getAsJsonObject("evaluations")
                .getAsJsonObject("score-error")
                .add("light", Light.of(measure, "").toJson());
        return AuditReport.of("one", json);
    }

    @Test
    void of_theSameCheckpointTwice_isNotToldApart() throws Exception {
        AuditReport one = report("mine", OPTIONS);
        JsonObject json = one.json();
        Finding second =
                Comparison.of(List.of(one, AuditReport.of("b", json)))
                        .parts()
                        .get(0)
                        .findings()
                        .get(1);
        assertThat(second.against()).startsWith("Not ").contains("mine");
    }

    /** Shape, word and verdict of each light stand above everything that is compared. */
    @Test
    void html_beginsWithTheLightsAsSigns() throws Exception {
        AuditReport first = report("first", OPTIONS);
        Comparison comparison = Comparison.of(List.of(first, report("second", OPTIONS)));
        String html = comparison.html();
        Html sign = new Html();
        LightHtml.sign(sign, first.light("score-error").orElseThrow().colour());
        String top = html.substring(0, html.indexOf("What was audited"));
        assertThat(top.split(Pattern.quote(sign.toString()), -1)).as("two signs").hasSize(3);
        String sentence = comparison.parts().get(0).findings().get(0).summary();
        assertThat(first.evaluation("score-error").text("verdict"))
                .startsWith(sentence.substring(0, sentence.length() - 1));
        assertThat(top).contains(new Html().text(sentence).toString());
    }

    @Test
    void summary_isTheFirstClause() {
        assertThat(summary("At 1.5 of 2 it is so. The rest is not."))
                .isEqualTo("At 1.5 of 2 it is so.");
        assertThat(summary("Not usable: it diverges; always.")).isEqualTo("Not usable.");
        assertThat(summary("")).isEmpty();
        assertThat(new Finding("", Optional.empty(), "").word()).isEqualTo("not measured");
    }

    private static String summary(String verdict) {
        return new Finding(verdict, Optional.empty(), "").summary();
    }

    @Test
    void of_oneReport_isRefused() {
        assertThatThrownBy(() -> Comparison.of(List.of(report("first", OPTIONS))))
                .isInstanceOf(ReportException.class)
                .hasMessage(
                        "reports: expected at least two, found 1; name another to compare with");
    }

    @Test
    void of_noEvaluatorInCommon_isRefused() throws Exception {
        AuditReport first = report("first", OPTIONS);
        JsonObject json = first.json();
        JsonObject evaluations = new JsonObject();
        evaluations.add("ridge", new JsonObject());
        json.add("evaluations", evaluations);
        AuditReport second = AuditReport.of("b.json", json);
        assertThatThrownBy(() -> Comparison.of(List.of(first, second)))
                .isInstanceOf(ReportException.class)
                .hasMessage(
                        "evaluators: expected one that two of the reports have, found none"
                                + " (first.json: score-error; b.json: ridge); audit them with the"
                                + " same --evaluator");
    }

    @Test
    void read_aFolderOrItsReport_isTheSame() throws Exception {
        audit("mine", OPTIONS).writeTo(folder);
        assertThat(AuditReport.read(folder))
                .isEqualTo(AuditReport.read(folder.resolve("report.json")));
    }

    @Test
    void read_whatIsNoReport_saysWhatItFound() throws IOException {
        assertRefused(folder, "found nothing; give the file or folder");
        Path file = Files.writeString(folder.resolve("x.json"), "{\"schemaVersion\": ");
        assertRefused(file, "expected the report.json of an audit, found no JSON");
        Files.writeString(file, new JsonArray().toString());
        assertRefused(file, "found JSON without schemaVersion");
        Files.writeString(file, "{\"schemaVersion\": 1, \"checkpoint\": {}}");
        assertRefused(file, "found JSON without reference");
        Files.writeString(file, "{\"schemaVersion\": 99}");
        assertRefused(
                file,
                "expected schemaVersion 1, found 99; audit the checkpoint again with this release");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertRefused(file, "found no JSON");
    }

    private static void assertRefused(Path path, String sentence) {
        assertThatThrownBy(() -> AuditReport.read(path))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void html_ofHostileNames_escapesThemAndNeedsNoNetwork() throws Exception {
        Comparison comparison =
                Comparison.of(List.of(report(HOSTILE, OPTIONS), report("b", OPTIONS.withSeed(1))));
        comparison.writeTo(folder.resolve("new"));
        String html = Files.readString(folder.resolve("new/compare.html"));
        assertThat(html)
                .doesNotContain("<script>alert", " src=\"http", "href=\"http")
                .contains("&lt;script&gt;", "default-src 'none'", "color-scheme", "@media print")
                .contains("Seeds differ", "scope=\"row\"");
    }
}
