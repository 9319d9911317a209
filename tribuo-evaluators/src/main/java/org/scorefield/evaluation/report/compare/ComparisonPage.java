// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.Page;

/** compare.html: one file without scripts; every text of a report is escaped. */
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
        Page.table(html, comparison.checkpoints());
        if (!comparison.differences().rows().isEmpty()) {
            Page.table(html, comparison.differences());
        }
        html.raw("</header>\n");
        comparison.parts().forEach(this::part);
        html.raw("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void part(Comparison.Part part) {
        String id = "part-" + comparison.parts().indexOf(part);
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
            String verdict = part.verdicts().get(i);
            html.raw("<div>")
                    .element("dt", comparison.names().get(i))
                    .element("dd", verdict.isEmpty() ? "not measured" : verdict)
                    .raw("</div>\n");
        }
        html.raw("</dl>\n");
        part.tables().forEach(table -> Page.table(html, table));
        html.raw("</section>\n");
    }
}
