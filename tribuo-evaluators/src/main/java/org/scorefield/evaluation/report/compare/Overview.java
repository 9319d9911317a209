// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import com.google.gson.JsonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Page;
import org.scorefield.evaluation.report.content.Table;

/**
 * Many audits in one table, one line each.
 *
 * @param title of the page
 * @param evaluators names of the columns' evaluators
 * @param lines audits that ended, and those that failed
 */
public record Overview(String title, List<String> evaluators, List<Line> lines) {

    /** Of the main numbers, those of a line. */
    private static final Map<String, String> COLUMN =
            Map.of(
                    "score-error", "certified along the path, nats",
                    "marginal-energy", "this model, blind, ends from the data",
                    "ridge", "samples memorised",
                    "support", "normal over tangent shift, own error");

    /**
     * Copies.
     *
     * @param title of the page
     * @param evaluators names of the columns' evaluators
     * @param lines audits that ended, and those that failed
     */
    public Overview {
        evaluators = List.copyOf(evaluators);
        lines = List.copyOf(lines);
    }

    /** A line of the table. */
    public sealed interface Line {
        /** {@return what was audited} */
        String name();
    }

    /**
     * An audit that ended.
     *
     * @param name what was audited
     * @param link to its page
     * @param report what was found
     */
    public record Done(String name, String link, AuditReport report) implements Line {}

    /**
     * An audit that failed.
     *
     * @param name what was to be audited
     * @param reason one sentence
     */
    public record Failed(String name, String reason) implements Line {}

    /** The table. */
    Table table() {
        List<String> columns = new ArrayList<>(List.of("checkpoint", "prediction"));
        for (String evaluator : evaluators) {
            columns.add(MainNumbers.title(evaluator));
            if (COLUMN.containsKey(evaluator)) {
                columns.add(COLUMN.get(evaluator));
            }
        }
        return new Table(
                "Results and main numbers", columns, lines.stream().map(this::row).toList());
    }

    private List<String> row(Line line) {
        List<String> row = new ArrayList<>(List.of(line.name()));
        AuditReport report = line instanceof Done done ? done.report() : null;
        row.add(
                report == null
                        ? "failed"
                        : report.found().text("checkpoint", "facts", "prediction"));
        for (String evaluator : evaluators) {
            Found found =
                    report == null ? new Found(JsonNull.INSTANCE) : report.evaluation(evaluator);
            MainNumbers numbers = MainNumbers.of(evaluator, found);
            row.add(
                    found.present() && !numbers.result().isEmpty()
                            ? numbers.result()
                            : Numbers.NONE);
            if (COLUMN.containsKey(evaluator)) {
                row.add(numbers.overall().getOrDefault(COLUMN.get(evaluator), Numbers.NONE));
            }
        }
        return row;
    }

    private Map<String, String> sentences(Line line) {
        Map<String, String> sentences = new LinkedHashMap<>();
        if (line instanceof Failed failed) {
            sentences.put("failed", failed.reason());
        } else if (line instanceof Done done) {
            for (String evaluator : evaluators) {
                sentences.put(
                        MainNumbers.title(evaluator),
                        done.report().evaluation(evaluator).text("verdict"));
            }
        }
        return sentences;
    }

    /** {@return the overview as Markdown, with a link to each report} */
    public String markdown() {
        Table table = table();
        StringBuilder text = new StringBuilder("# " + cell(title) + "\n\n");
        text.append(row(table.columns().stream().map(Overview::cell).toList()));
        text.append(row(table.columns().stream().map(column -> "---").toList()));
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells =
                    new ArrayList<>(table.rows().get(i).stream().map(Overview::cell).toList());
            if (lines.get(i) instanceof Done done) {
                cells.set(0, "[" + cells.get(0) + "](" + done.link() + ")");
            }
            text.append(row(cells));
        }
        for (Line line : lines) {
            text.append("\n## " + cell(line.name()) + "\n\n");
            sentences(line)
                    .forEach(
                            (name, sentence) ->
                                    text.append("- " + name + ": " + cell(sentence) + "\n"));
        }
        return text.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }

    /** {@return the overview as a page that needs no network, with a link to each report} */
    public String html() {
        Html html = new Html();
        Page.begin(html, title);
        html.raw("<header class=\"overview\">\n<p class=\"brand\">Scorefield audits</p>\n")
                .element("h1", title);
        Page.table(html, table());
        html.raw("</header>\n");
        for (Line line : lines) {
            html.raw("<section>\n").element("h2", line.name()).raw("<dl class=\"verdicts\">\n");
            sentences(line)
                    .forEach(
                            (name, sentence) ->
                                    html.raw("<div>")
                                            .element("dt", name)
                                            .element("dd", sentence)
                                            .raw("</div>\n"));
            html.raw("</dl>\n");
            if (line instanceof Done done) {
                html.raw("<p><a href=\"").text(done.link()).raw("\">").text("The whole report");
                html.raw("</a></p>\n");
            }
            html.raw("</section>\n");
        }
        return html.raw("</main>\n</body>\n</html>\n").toString();
    }
}
