// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Page;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.LightHtml;

/**
 * Many audits in one table, one line each.
 *
 * @param title of the page
 * @param evaluators names of the columns' evaluators
 * @param lines audits that ended, and those that failed
 */
public record Overview(String title, List<String> evaluators, List<Line> lines) {

    private static final String LEGEND =
            "A light is green where the whole interval of its number is below a threshold, red where"
                    + " the whole interval is at or above another, amber where only one of these"
                    + " two is excluded, and grey where the numbers do not decide or the question"
                    + " is not one of this checkpoint. The sentences below the table name number,"
                    + " interval and thresholds.";

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

    /** What an evaluator found, of one line: light, result, and main number. */
    private record Cell(Optional<Colour> light, String result, String number) {}

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("checkpoint", "prediction"));
        for (String evaluator : evaluators) {
            columns.add(
                    MainNumbers.title(evaluator)
                            + (COLUMN.containsKey(evaluator) ? "; " + COLUMN.get(evaluator) : ""));
        }
        return columns;
    }

    private static String prediction(Line line) {
        return line instanceof Done done
                ? done.report().found().text("checkpoint", "facts", "prediction")
                : "failed";
    }

    private List<Cell> cells(Line line) {
        return evaluators.stream().map(evaluator -> cell(line, evaluator)).toList();
    }

    private static Cell cell(Line line, String evaluator) {
        if (!(line instanceof Done done) || !done.report().evaluation(evaluator).present()) {
            boolean refused =
                    line instanceof Done done && done.report().refusal(evaluator).isPresent();
            return new Cell(Optional.empty(), refused ? "did not run" : Numbers.NONE, "");
        }
        MainNumbers numbers = MainNumbers.of(evaluator, done.report().evaluation(evaluator));
        return new Cell(
                done.report().light(evaluator).map(Light::colour),
                numbers.result().isEmpty() ? Numbers.NONE : numbers.result(),
                COLUMN.containsKey(evaluator)
                        ? numbers.overall().getOrDefault(COLUMN.get(evaluator), Numbers.NONE)
                        : "");
    }

    private Map<String, String> sentences(Line line) {
        Map<String, String> sentences = new LinkedHashMap<>();
        if (line instanceof Failed failed) {
            sentences.put("failed", failed.reason());
        } else if (line instanceof Done done) {
            for (String evaluator : evaluators) {
                AuditReport report = done.report();
                sentences.put(
                        MainNumbers.title(evaluator),
                        report.refusal(evaluator).map(reason -> "Did not run: " + reason).orElse("")
                                + report.evaluation(evaluator).text("verdict")
                                + report.light(evaluator)
                                        .map(
                                                light ->
                                                        " "
                                                                + LightHtml.title(light.colour())
                                                                + ": "
                                                                + light.sentence())
                                        .orElse(""));
            }
        }
        return sentences;
    }

    /**
     * The overview as Markdown, with a link to each report.
     *
     * @return the text
     */
    public String markdown() {
        StringBuilder text = new StringBuilder("# " + cell(title) + "\n\n" + LEGEND + "\n\n");
        List<String> columns = columns();
        text.append(row(columns.stream().map(Overview::cell).toList()));
        text.append(row(columns.stream().map(column -> "---").toList()));
        for (Line line : lines) {
            List<String> row = new ArrayList<>();
            String name = cell(line.name());
            row.add(line instanceof Done done ? "[" + name + "](" + done.link() + ")" : name);
            row.add(cell(prediction(line)));
            for (Cell cell : cells(line)) {
                String number = cell.number().isEmpty() ? "" : "; " + cell.number();
                row.add(cell.light().map(Overview::sign).orElse("") + cell(cell.result() + number));
            }
            text.append(row(row));
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

    /** A light in a text: another shape for each colour, and its word. */
    private static String sign(Colour colour) {
        String shape =
                switch (colour) {
                    case GREEN -> "\u25cf";
                    case AMBER -> "\u25b2";
                    case RED -> "\u25a0";
                    case GREY -> "\u25cb";
                };
        return shape + " " + colour.word() + ": ";
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
        html.element("p", LEGEND);
        table(html);
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

    private void table(Html html) {
        String caption = "Results and main numbers";
        html.raw("<figure class=\"table\">\n<figcaption class=\"quiet\">")
                .text(caption)
                .raw("</figcaption>\n");
        Page.scroll(html, caption).raw("<table>\n<thead><tr>");
        columns().forEach(column -> html.raw("<th scope=\"col\">").text(column).raw("</th>"));
        html.raw("</tr></thead>\n<tbody>\n");
        for (Line line : lines) {
            html.raw("<tr><th scope=\"row\">");
            if (line instanceof Done done) {
                html.raw("<a href=\"").text(done.link()).raw("\">").text(line.name()).raw("</a>");
            } else {
                html.text(line.name());
            }
            html.raw("</th><td>").text(prediction(line)).raw("</td>");
            for (Cell cell : cells(line)) {
                html.raw("<td>");
                if (cell.light().isPresent()) {
                    LightHtml.sign(html, cell.light().get());
                    html.raw("<br>");
                }
                html.text(cell.result());
                if (!cell.number().isEmpty()) {
                    html.raw("<br><span class=\"quiet\">").text(cell.number()).raw("</span>");
                }
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</div>\n</figure>\n");
    }
}
