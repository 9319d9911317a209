// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import com.google.gson.Gson;
import java.util.stream.Collectors;

/** Charts on a page: what they show in words, their numbers as JSON, and the scripts that draw. */
public final class ChartHtml {
    private static final String LIBRARY =
            "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final String DRAWING = "/org/scorefield/evaluation/report/report.js";

    private ChartHtml() {}

    /**
     * Opens the figure of a chart; {@code </figure>} closes it.
     *
     * @param html where it goes
     * @param chart what is drawn; its texts are escaped
     * @return {@code html}, in the open figure
     */
    public static Html open(Html html, Chart chart) {
        String series =
                chart.series().stream().map(Chart.Series::name).collect(Collectors.joining(", "));
        return html.raw("<figure class=\"chart\">\n")
                .element("figcaption", chart.title())
                .raw("<div class=\"canvas\"><canvas role=\"img\" aria-label=\"")
                .text(
                        words(chart.kind())
                                + " over "
                                + chart.x().title()
                                + ": "
                                + series
                                + chart.marks().stream()
                                        .map(mark -> ", marked: " + mark.label())
                                        .collect(Collectors.joining())
                                + ". The tables below hold the numbers.")
                .raw("\"></canvas></div>\n<script type=\"application/json\">")
                .raw(new Gson().toJson(chart))
                .raw("</script>\n");
    }

    /**
     * The scripts that draw all charts of a page, after the last of them.
     *
     * @param html where they go
     * @return {@code html}
     */
    public static Html scripts(Html html) {
        return html.raw("<script>")
                .raw(Page.resource(LIBRARY))
                .raw("</script>\n<script>\n")
                .raw(Page.resource(DRAWING))
                .raw("</script>\n");
    }

    private static String words(Chart.Kind kind) {
        return switch (kind) {
            case STACKED -> "Stacked bars";
            case HISTOGRAM -> "Histogram";
            case LINES, BANDS -> "Lines";
        };
    }
}
