// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.compare.AuditReport;
import org.scorefield.evaluation.report.compare.Overview;

class AuditTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String HOSTILE = "</script><script>alert('x')</script> & \"more\"";
    private static final AuditOptions OPTIONS =
            AuditOptions.DEFAULT.withLevels(3).withSamples(400).withImages(2);

    @TempDir Path folder;

    private final ReferenceData data = Blobs.of(600, 6, 3);
    private final AuditSubject subject =
            new AuditSubject(
                    HOSTILE,
                    "ab".repeat(32),
                    Map.of("architecture", HOSTILE),
                    new long[] {1, 6, 6},
                    new double[] {0, 1},
                    List.of(HOSTILE));

    private AuditResult run(AuditOptions options, NoisePredictor predictor) {
        return new Audit(options, ProgressListener.NONE, CLOCK).run(subject, predictor, data);
    }

    @Test
    void json_ofAudit_followsItsSchema() throws Exception {
        run(OPTIONS, Wiener.of(data)).writeTo(folder);
        String json = Files.readString(folder.resolve("report.json"));
        try (InputStream schema = Audit.class.getResourceAsStream("report.schema.json")) {
            var validator =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(Objects.requireNonNull(schema));
            assertThat(validator.validate(json, InputFormat.JSON)).isEmpty();
            // The schema does refuse: a report without its reference data is none.
            JsonObject broken = JsonParser.parseString(json).getAsJsonObject();
            broken.remove("reference");
            assertThat(validator.validate(broken.toString(), InputFormat.JSON)).hasSize(1);
        }
        JsonObject report = JsonParser.parseString(json).getAsJsonObject();
        assertThat(report.get("schemaVersion").getAsInt()).isEqualTo(1);
        assertThat(report.getAsJsonObject("checkpoint").get("name").getAsString())
                .isEqualTo(HOSTILE);
        assertThat(
                        report.getAsJsonObject("evaluations")
                                .getAsJsonObject("score-error")
                                .getAsJsonArray("levels"))
                .hasSize(3);
    }

    @Test
    void html_withHostileNames_escapesThem() {
        String html = run(OPTIONS, Wiener.of(data)).html();
        assertThat(html).doesNotContain("alert('x')");
        assertThat(html).contains("&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @Test
    void html_ofAudit_needsNoNetwork() {
        String html = run(OPTIONS, Wiener.of(data)).html();
        String withoutLibrary = html.replaceAll("(?s)<script>/\\*!.*?</script>", "");
        assertThat(withoutLibrary).doesNotContain("http://", "https://", " src=\"/", "@import");
        assertThat(withoutLibrary.length()).isLessThan(html.length() - 100_000);
        assertThat(html).contains("default-src 'none'");
        // 2 images, each alone, noised and denoised at 4 levels; 4 directions at 3 levels
        assertThat(html.split("data:image/png;base64,", -1)).hasSize(1 + 2 * 9 + 4 * 3);
        assertThat(html.split("<canvas", -1)).hasSize(1 + 3);
        assertThat(html).contains("<noscript>");
    }

    @Test
    void run_twice_givesTheSameReport() {
        AuditResult first = run(OPTIONS, Wiener.of(data));
        AuditResult second = run(OPTIONS, Wiener.of(data));
        assertThat(second).isEqualTo(first);
        // One light, a blank line, title, head and 3 levels.
        assertThat(first.table().lines()).hasSize(7);
        assertThat(first.table()).startsWith("red    Score error  Gradient part of the KL bound");
        assertThat(first.verdict())
                .contains("of 3 noise levels part of the score error can reach")
                .contains("95 % confidence for all levels together");
    }

    @Test
    void budget_ofAudit_addsUpWhatTheLevelsContribute() {
        JsonObject budget = evaluation(run(OPTIONS, Wiener.of(data))).getAsJsonObject("klBudget");
        JsonObject certified = budget.getAsJsonObject("gradientCertified");
        double sum = 0;
        for (var contribution : certified.getAsJsonArray("contributions")) {
            assertThat(contribution.getAsDouble()).isNotNegative();
            sum += contribution.getAsDouble();
        }
        assertThat(certified.get("nats").getAsDouble()).isPositive().isCloseTo(sum, offset(1e-9));
        assertThat(budget.getAsJsonObject("denoisingLoss").get("nats").getAsDouble())
                .isGreaterThan(certified.get("nats").getAsDouble());
        assertThat(budget.has("girsanov")).as("the true score is not known").isFalse();
    }

    @Test
    void html_ofAudit_saysWhatItDoesNotCover() {
        String html = run(OPTIONS, Wiener.of(data)).html();
        assertThat(html)
                .contains("What they do not cover")
                .contains("the deterministic ODE")
                .contains("finite steps, and guidance")
                .contains(
                        "Noise levels \u03c3/\u03b1 outside 0.0100 to 100; the schedule runs from");
    }

    @Test
    void run_fewSamples_leavesClassesOutAndSaysSo() {
        JsonObject many = evaluation(run(OPTIONS, Wiener.of(data)));
        JsonObject few = evaluation(run(OPTIONS.withSamples(16), Wiener.of(data)));
        assertThat(many.get("testFunctions").getAsString())
                .contains("separable:4:pixel", "local", "fourier");
        // 16 samples are 6 rows a half that fit: of all classes one wave is left.
        assertThat(few.get("testFunctions").getAsString()).isEqualTo("fourier");
    }

    @Test
    void run_dataThatAreTheDistribution_bracketsTheError() {
        JsonObject evaluation =
                evaluation(run(OPTIONS.withReferenceRole(ReferenceRole.WHOLE), Wiener.of(data)));
        for (var level : evaluation.getAsJsonArray("levels")) {
            JsonObject known = level.getAsJsonObject().getAsJsonObject("known");
            double bound =
                    level.getAsJsonObject()
                            .getAsJsonObject("gradientError")
                            .get("lowerBound")
                            .getAsDouble();
            assertThat(known.get("gradientUpperBound").getAsDouble()).isGreaterThan(bound);
        }
        JsonObject budget = evaluation.getAsJsonObject("klBudget");
        double girsanov = budget.getAsJsonObject("girsanov").get("nats").getAsDouble();
        // The matrix A is fitted on one half and read off on the other: its noise may be above.
        assertThat(budget.getAsJsonObject("gradientUpper").get("nats").getAsDouble())
                .isBetween(0.0, 1.01 * girsanov);
        assertThat(girsanov)
                .isLessThan(budget.getAsJsonObject("denoisingLoss").get("nats").getAsDouble());
    }

    @Test
    void run_withAStateFile_goesOnToTheSameNumbers() {
        AuditOptions saved = OPTIONS.withStateFile(folder.resolve("state"));
        JsonObject first = evaluation(run(saved, Wiener.of(data)));
        assertThat(folder.resolve("state")).isNotEmptyFile();
        assertThat(evaluation(run(saved, Wiener.of(data)))).isEqualTo(first);
        assertThat(evaluation(run(OPTIONS, Wiener.of(data)))).isEqualTo(first);
        assertThatThrownBy(() -> run(saved.withSeed(5), Wiener.of(data)))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("seed = 5, found seed = 0")
                .hasMessageContaining("remove the file");
    }

    private static JsonObject evaluation(AuditResult result) {
        return result.json().getAsJsonObject("evaluations").getAsJsonObject("score-error");
    }

    @Test
    void run_dataWithoutImages_showsNone() {
        AuditResult result = run(OPTIONS.withImages(0), Wiener.of(data));
        assertThat(result.html()).doesNotContain("data:image/png");
    }

    @Test
    void run_unknownEvaluator_listsNames() {
        assertThatThrownBy(() -> run(OPTIONS.withEvaluators(List.of("beauty")), Wiener.of(data)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "evaluator: expected one of score-error, marginal-energy, ridge, support, found beauty;"
                                + " correct the name");
    }

    @Test
    void run_evaluatorRefuses_keepsTheOthersAndSaysWhy() throws Exception {
        ReferenceData line = Blobs.of(600, 1, 3);
        AuditSubject one =
                new AuditSubject(
                        "a line",
                        "ab".repeat(32),
                        Map.of(),
                        new long[] {1, 1, 1},
                        new double[] {0, 1},
                        List.of());
        AuditOptions both =
                AuditOptions.DEFAULT
                        .withLevels(2)
                        .withSamples(400)
                        .withImages(0)
                        .withEvaluators(List.of("ridge", "score-error"));
        List<String> heard = new ArrayList<>();
        ProgressListener listener =
                new ProgressListener() {
                    @Override
                    public void progress(String task, long done, long total) {}

                    @Override
                    public void evaluator(String evaluator, int before, int evaluators) {
                        heard.add(evaluator + " " + before + "/" + evaluators);
                    }
                };
        AuditResult result = new Audit(both, listener, CLOCK).run(one, Wiener.of(line), line);
        assertThat(heard).containsExactly("ridge 0/2", "score-error 1/2");
        JsonObject json = result.json();
        assertThat(json.getAsJsonObject("evaluations").keySet()).containsExactly("score-error");
        String reason = json.getAsJsonObject("refused").get("ridge").getAsString();
        assertThat(reason)
                .isEqualTo(
                        "ridge: expected samples of at least 2 numbers, found 1; a line has no"
                                + " ridge, leave this evaluator out");
        assertThat(result.html()).contains("Did not run: " + reason);
        assertThat(result.table()).contains("grey   ridge        Did not run: " + reason);
        HandMadeReport.assertFollowsSchema(json);
        assertThat(AuditReport.of("report.json", json).refusal("ridge")).contains(reason);
        assertThat(AuditReport.of("report.json", json).refusal("score-error")).isEmpty();
        String overview =
                new Overview(
                                "all",
                                both.evaluators(),
                                List.of(
                                        new Overview.Done(
                                                "a line",
                                                "report.html",
                                                AuditReport.of("report.json", json))))
                        .markdown();
        assertThat(overview).contains("| did not run |").contains("- Ridge: Did not run: ridge: ");
    }

    @Test
    void run_allEvaluatorsRefuse_refusesWithTheFirst() {
        ReferenceData line = Blobs.of(600, 1, 3);
        AuditOptions neither =
                AuditOptions.DEFAULT.withImages(0).withEvaluators(List.of("ridge", "support"));
        assertThatThrownBy(
                        () ->
                                new Audit(neither, ProgressListener.NONE, CLOCK)
                                        .run(subject, Wiener.of(line), line))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith("ridge: expected samples of at least 2 numbers")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void run_networkGivesNaN_saysWhereAndWhatToDo() {
        Wiener wiener = Wiener.of(data);
        Wiener broken = new Wiener(new double[36], new double[36], wiener.schedule());
        broken.mean()[7] = Double.NaN;
        assertThatThrownBy(() -> run(OPTIONS, broken))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith("network output: expected finite numbers, found NaN at t =")
                .hasMessageContaining("check the card's schedule and data range");
    }

    @Test
    void progress_ofAudit_neverFallsAndEnds() {
        List<Double> parts = new ArrayList<>();
        new Audit(OPTIONS, (task, done, total) -> parts.add((double) done / total), CLOCK)
                .run(subject, Wiener.of(data), data);
        assertThat(parts).isSorted().last().isEqualTo(1.0);
    }
}
