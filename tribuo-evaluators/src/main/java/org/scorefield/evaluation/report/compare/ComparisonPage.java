// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.ChartHtml;
import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.Page;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.report.light.LightHtml;

/** compare.html: one file that needs no network; every text of a report is escaped. */
final class ComparisonPage {
    private final Comparison comparison;
    private final Html html = new Html();

    ComparisonPage(Comparison comparison) {
        this.comparison = comparison;
    }

    String toHtml() {
        String title = String.join(", ", comparison.names());
        Page.begin(html, title + " \u00b7 Scorefield comparison");
        html.raw("<header>\n<p class=\"brand\">Scorefield comparison</p>\n")
                .element("h1", comparison.names().size() + " audits side by side")
                .raw("<ul class=\"notes\">\n");
        comparison.sentences().forEach(sentence -> html.element("li", sentence));
        html.raw("</ul>\n");
        lights();
        Page.table(html, comparison.checkpoints());
        if (!comparison.differences().rows().isEmpty()) {
            Page.table(html, comparison.differences());
        }
        html.raw("</header>\n");
        comparison.parts().forEach(this::part);
        html.raw("<section aria-labelledby=\"differences\">\n")
                .raw("<h2 id=\"differences\">What the differences mean</h2>\n")
                .element("p", Against.MEANING)
                .raw("<p class=\"quiet\">Charts drawn with Chart.js 4.5.1 (MIT licence).</p>\n")
                .raw("</section>\n</main>\n");
        return ChartHtml.scripts(html).raw("</body>\n</html>\n").toString();
    }

    /** One row for each evaluator: its lights, what they say, and the numbers that decided. */
    private void lights() {
        Table words = comparison.lights();
        html.raw("<figure class=\"table\">\n<figcaption class=\"quiet\">")
                .text(words.caption())
                .raw("</figcaption>\n");
        Page.scroll(html, words.caption()).raw("<table class=\"lights\">\n<thead><tr>");
        words.columns()
                .forEach(
                        column ->
                                html.raw(column.isEmpty() ? "<td>" : "<th scope=\"col\">")
                                        .text(column)
                                        .raw(column.isEmpty() ? "</td>" : "</th>"));
        html.raw("</tr></thead>\n<tbody>\n");
        for (Comparison.Part part : comparison.parts()) {
            html.raw("<tr><th scope=\"row\"><a href=\"#" + id(part) + "\">")
                    .text(part.title())
                    .raw("</a></th>");
            part.findings().forEach(this::light);
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</div>\n</figure>\n");
    }

    private void light(Finding finding) {
        html.raw("<td>");
        if (finding.light().isPresent()) {
            LightHtml.sign(html, finding.light().get().colour());
        } else {
            html.text(finding.word());
        }
        if (!finding.verdict().isEmpty()) {
            html.element("p", finding.summary());
        }
        if (!finding.measured().isEmpty()) {
            html.raw("<p class=\"quiet\">").text(finding.measured()).raw("</p>");
        }
        html.raw("</td>");
    }

    private String id(Comparison.Part part) {
        return "part-" + comparison.parts().indexOf(part);
    }

    private void part(Comparison.Part part) {
        String id = id(part);
        html.raw("<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">")
                .text(part.title())
                .raw("</h2>\n");
        if (!part.notes().isEmpty()) {
            html.raw("<ul class=\"notes\">\n");
            part.notes().forEach(note -> html.element("li", note));
            html.raw("</ul>\n");
        }
        html.raw("<dl class=\"verdicts\">\n");
        for (int i = 0; i < comparison.names().size(); i++) {
            Finding finding = part.findings().get(i);
            String verdict = finding.verdict();
            html.raw("<div>")
                    .element("dt", comparison.names().get(i))
                    .element("dd", verdict.isEmpty() ? "not measured" : verdict);
            finding.light()
                    .ifPresent(
                            light ->
                                    html.raw("<dd class=\"quiet\">")
                                            .text(
                                                    LightHtml.title(light.colour())
                                                            + ". "
                                                            + light.sentence())
                                            .raw("</dd>\n"));
            if (!finding.against().isEmpty()) {
                html.element("dd", finding.against());
            }
            html.raw("</div>\n");
        }
        html.raw("</dl>\n");
        charts(part);
        part.tables().forEach(table -> Page.table(html, table));
        html.raw("</section>\n");
    }

    /** Each chart has its numbers below it. */
    private void charts(Comparison.Part part) {
        if (part.charts().isEmpty()) {
            return;
        }
        html.raw("<div class=\"charts\">\n");
        for (Chart chart : part.charts()) {
            ChartHtml.open(html, chart)
                    .raw("<details><summary>Numbers<span class=\"hidden\"> of ")
                    .text(chart.title())
                    .raw("</span></summary>\n");
            Page.table(html, Curves.table(chart));
            html.raw("</details>\n</figure>\n");
        }
        html.raw("</div>\n<noscript><p class=\"quiet\">The charts need scripts; the tables below")
                .raw(" them hold the same numbers.</p></noscript>\n");
    }
}
