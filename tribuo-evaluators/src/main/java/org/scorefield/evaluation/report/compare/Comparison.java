// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.PlainText;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.report.content.WholeFile;

/**
 * Audits side by side, one column each.
 *
 * @param names of the columns, each once
 * @param checkpoints what was audited
 * @param sentences whether numbers of different columns can be compared, one sentence each
 * @param differences what was not the same in all audits; without rows where everything was
 * @param parts one for each evaluator that at least two audits have
 */
public record Comparison(
        List<String> names,
        Table checkpoints,
        List<String> sentences,
        Table differences,
        List<Part> parts) {

    private static final List<String> FACTS =
            List.of("architecture", "schedule", "prediction", "time input");

    /**
     * Copies.
     *
     * @param names of the columns, each once
     * @param checkpoints what was audited
     * @param sentences whether numbers of different columns can be compared, one sentence each
     * @param differences what was not the same in all audits; without rows where everything was
     * @param parts one for each evaluator that at least two audits have
     */
    public Comparison {
        names = List.copyOf(names);
        sentences = List.copyOf(sentences);
        parts = List.copyOf(parts);
    }

    /**
     * What one evaluator found.
     *
     * @param evaluator its name
     * @param title for people
     * @param findings light and verdict, one for each column
     * @param charts the main curves, a line for each audit that has it
     * @param tables result and numbers, one column each
     * @param notes what a reader must know, one sentence each
     */
    public record Part(
            String evaluator,
            String title,
            List<Finding> findings,
            List<Chart> charts,
            List<Table> tables,
            List<String> notes) {

        /**
         * Copies.
         *
         * @param evaluator its name
         * @param title for people
         * @param findings light and verdict, one for each column
         * @param charts the main curves, a line for each audit that has it
         * @param tables result and numbers, one column each
         * @param notes what a reader must know, one sentence each
         */
        public Part {
            findings = List.copyOf(findings);
            charts = List.copyOf(charts);
            tables = List.copyOf(tables);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Sets reports side by side.
     *
     * @param reports at least two, in the order of the columns
     * @return the comparison
     * @throws ReportException where there are fewer, or no two have an evaluator in common
     */
    public static Comparison of(List<AuditReport> reports) throws ReportException {
        if (reports.size() < 2) {
            throw new ReportException(
                    "reports: expected at least two, found "
                            + reports.size()
                            + "; name another to compare with");
        }
        List<String> names = names(reports);
        List<String> evaluators = shared(reports);
        if (evaluators.isEmpty()) {
            throw new ReportException(
                    "evaluators: expected one that two of the reports have, found none ("
                            + reports.stream()
                                    .map(
                                            report ->
                                                    report.source()
                                                            + ": "
                                                            + String.join(
                                                                    ", ", report.evaluators()))
                                    .collect(Collectors.joining("; "))
                            + "); audit them with the same --evaluator");
        }
        List<Difference> differences = Differences.of(reports, evaluators);
        List<Part> parts =
                evaluators.stream()
                        .map(evaluator -> Columns.of(evaluator, names, reports).part())
                        .toList();
        return new Comparison(
                names,
                checkpoints(names, reports),
                sentences(differences),
                Columns.table(
                        "What was not the same",
                        names,
                        differences.stream().map(Comparison::row).toList()),
                parts);
    }

    private static List<String> row(Difference difference) {
        List<String> row = new ArrayList<>(List.of(difference.name()));
        row.addAll(difference.values());
        return row;
    }

    /** The checkpoints' names, with the file's where a name is not alone, and a number at last. */
    private static List<String> names(List<AuditReport> reports) {
        List<String> names = reports.stream().map(AuditReport::name).toList();
        List<String> unique = new ArrayList<>();
        for (AuditReport report : reports) {
            String name = report.name();
            if (names.stream().filter(name::equals).count() > 1) {
                name += " (" + report.source() + ")";
            }
            String last = name;
            for (int n = 2; unique.contains(last); n++) {
                last = name + " #" + n;
            }
            unique.add(last);
        }
        return unique;
    }

    private static List<String> shared(List<AuditReport> reports) {
        Set<String> all = new LinkedHashSet<>();
        reports.forEach(report -> all.addAll(report.evaluators()));
        return all.stream()
                .filter(
                        name ->
                                reports.stream()
                                                .filter(
                                                        report ->
                                                                report.evaluators().contains(name))
                                                .count()
                                        > 1)
                .toList();
    }

    private static Table checkpoints(List<String> names, List<AuditReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        for (String fact : FACTS) {
            List<String> row = new ArrayList<>(List.of(fact));
            reports.forEach(report -> row.add(report.found().text("checkpoint", "facts", fact)));
            rows.add(row);
        }
        List<String> hash = new ArrayList<>(List.of("SHA-256"));
        reports.forEach(
                report -> {
                    String text = report.found().text("checkpoint", "sha256");
                    hash.add(text.substring(0, Math.min(12, text.length())));
                });
        rows.add(hash);
        return Columns.table("What was audited", names, rows);
    }

    private static List<String> sentences(List<Difference> differences) {
        if (differences.isEmpty()) {
            return List.of(
                    "Reference data, options and seeds agree: numbers of a row can be compared.");
        }
        Map<Difference.Kind, List<String>> kinds = new EnumMap<>(Difference.Kind.class);
        for (Difference one : differences) {
            kinds.computeIfAbsent(one.kind(), kind -> new ArrayList<>()).add(one.name());
        }
        return kinds.entrySet().stream()
                .map(entry -> entry.getKey().sentence(entry.getValue()))
                .toList();
    }

    /**
     * The lights as words.
     *
     * @return one row for each evaluator that at least two audits have, one column for each audit
     */
    public Table lights() {
        return Columns.table(
                "Lights",
                names,
                parts.stream()
                        .map(
                                part -> {
                                    List<String> row = new ArrayList<>(List.of(part.title()));
                                    part.findings().forEach(one -> row.add(one.word()));
                                    return row;
                                })
                        .toList());
    }

    /** {@return the comparison for a terminal, in ASCII} */
    public String text() {
        String line = System.lineSeparator();
        StringBuilder text = new StringBuilder(lights().text()).append(line);
        text.append(checkpoints.text()).append(line);
        sentences.forEach(sentence -> text.append(PlainText.of(sentence)).append(line));
        if (!differences.rows().isEmpty()) {
            text.append(line).append(differences.text());
        }
        for (Part part : parts) {
            text.append(line).append(part.title()).append(line);
            part.tables().forEach(table -> text.append(table.text()));
            for (int i = 0; i < names.size(); i++) {
                Finding finding = part.findings().get(i);
                if (!finding.verdict().isEmpty()) {
                    text.append(names.get(i) + ": " + PlainText.of(finding.verdict())).append(line);
                }
                finding.light()
                        .ifPresent(
                                light ->
                                        text.append("    " + PlainText.of(light.sentence()))
                                                .append(line));
                if (!finding.against().isEmpty()) {
                    text.append("    " + PlainText.of(finding.against())).append(line);
                }
            }
            part.notes().forEach(note -> text.append(PlainText.of(note)).append(line));
        }
        text.append(line).append(PlainText.of(Against.MEANING)).append(line);
        return text.toString();
    }

    /** {@return the comparison as a page that needs no network} */
    public String html() {
        return new ComparisonPage(this).toHtml();
    }

    /**
     * Writes compare.html into a directory, which is made where it is missing.
     *
     * @param directory where to; made if it does not exist
     * @throws IOException if the directory or the file cannot be written
     */
    public void writeTo(Path directory) throws IOException {
        WholeFile.write(directory.resolve("compare.html"), html());
    }
}
