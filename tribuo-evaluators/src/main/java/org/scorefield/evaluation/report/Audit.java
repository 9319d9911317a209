// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.scorefield.djl.engine.EngineThreads;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.content.Pixels;
import org.scorefield.evaluation.report.content.PlainText;

/**
 * Runs evaluators on a checkpoint and reference data, and gathers what they found.
 *
 * <pre>{@code
 * AuditResult result =
 *         new Audit(AuditOptions.DEFAULT, ProgressListener.NONE).run("my model", model, reference);
 * System.out.println(result.verdict());
 * result.writeTo(Path.of("audit"));
 * }</pre>
 */
public final class Audit {
    private final AuditOptions options;
    private final ProgressListener progress;
    private final Clock clock;
    private final Map<String, String> stated;

    /**
     * An audit; {@code progress} hears how far it is, on the thread that runs it.
     *
     * @param options what is measured, and how
     * @param progress hears how far it is, on the thread that runs the audit
     */
    public Audit(AuditOptions options, ProgressListener progress) {
        this(options, progress, Clock.systemUTC());
    }

    /** An audit dated by a clock. */
    Audit(AuditOptions options, ProgressListener progress, Clock clock) {
        this(options, progress, clock, Map.of());
    }

    private Audit(
            AuditOptions options,
            ProgressListener progress,
            Clock clock,
            Map<String, String> stated) {
        this.options = options;
        this.progress = progress;
        this.clock = clock;
        this.stated = stated;
    }

    /**
     * This audit with one more fact in the report's provenance: what its caller knows and the audit
     * does not, as the command line that repeats it.
     *
     * @param name of the fact, for example command; shown before the facts of the platform
     * @param value what to show
     * @return an audit; this one is not modified
     */
    public Audit stating(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(stated);
        more.put(name, value);
        return new Audit(options, progress, clock, Collections.unmodifiableMap(more));
    }

    /**
     * Names of the evaluators there are.
     *
     * @return the names, in the order in which all of them run
     */
    public static List<String> evaluators() {
        return List.copyOf(available().keySet());
    }

    private static Map<String, AuditEvaluator> available() {
        Map<String, AuditEvaluator> available = new LinkedHashMap<>();
        for (AuditEvaluator evaluator : ServiceLoader.load(AuditEvaluator.class)) {
            available.putIfAbsent(evaluator.name(), evaluator);
        }
        return available;
    }

    /**
     * Audits a loaded model.
     *
     * @param name of the checkpoint, for people
     * @param model stays open
     * @param reference held-out data in the model's range
     * @return what was found, section by section
     */
    public AuditResult run(String name, DiffusionModel model, ReferenceData reference) {
        EngineThreads threads = EngineThreads.current();
        return stating("card", model.provenance().card().toString())
                .stating(
                        "engine threads",
                        threads.within()
                                + " within an operation, "
                                + threads.between()
                                + " between operations")
                .run(AuditSubject.of(name, model), new DiffusionPredictor(model), reference);
    }

    /**
     * Runs every evaluator of the options. One that refuses this model or these data is named in
     * the report with its reason, and the others run.
     *
     * @param subject what is audited
     * @param model its estimate of the noise
     * @param reference held-out data in the model's range
     * @return what was found, section by section
     * @throws IllegalArgumentException where an evaluator is unknown
     * @throws org.scorefield.evaluation.EvaluationException where model and data allow none of them
     * @throws java.util.concurrent.CancellationException where the thread was interrupted
     */
    public AuditResult run(AuditSubject subject, NoisePredictor model, ReferenceData reference) {
        List<AuditEvaluator> chosen = choose();
        Instant start = clock.instant();
        Map<String, String> facts = new LinkedHashMap<>(subject.facts());
        facts.put("sha256", subject.sha256());
        AuditInput input =
                new AuditInput(
                        subject, FieldModel.of(subject.name(), model, facts), reference, options);
        Findings findings = Findings.of(chosen, input, progress);
        Optional<SampleImages> images =
                options.images() > 0 && Pixels.possible(reference.shape())
                        ? Optional.of(SampleImages.of(input))
                        : Optional.empty();
        Duration took = Duration.between(start, clock.instant());
        Provenance provenance = Provenance.of(start, took, stated);
        ReportJson json = new ReportJson(input, findings, provenance);
        StringBuilder verdict = new StringBuilder();
        StringBuilder table = new StringBuilder(Lights.text(findings));
        for (AuditSection section : findings.sections()) {
            verdict.append(verdict.length() == 0 ? "" : " ").append(section.verdict());
            table.append(System.lineSeparator());
            table.append(section.title()).append(System.lineSeparator());
            table.append(section.table().text());
        }
        return new AuditResult(
                PlainText.of(verdict.toString()),
                table.toString(),
                json.toJson(),
                new HtmlReport(input, findings, images, provenance).toHtml());
    }

    private List<AuditEvaluator> choose() {
        Map<String, AuditEvaluator> available = available();
        List<AuditEvaluator> chosen = new ArrayList<>();
        for (String name : options.evaluators()) {
            AuditEvaluator evaluator = available.get(name);
            if (evaluator == null) {
                throw new IllegalArgumentException(
                        "evaluator: expected one of "
                                + String.join(", ", available.keySet())
                                + ", found "
                                + name
                                + "; correct the name");
            }
            chosen.add(evaluator);
        }
        return chosen;
    }
}
