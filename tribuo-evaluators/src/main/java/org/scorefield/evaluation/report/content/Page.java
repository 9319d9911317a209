// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What all pages have: a head that allows nothing from outside, the style, tables that scroll. */
public final class Page {
    private static final String STYLE = "/org/scorefield/evaluation/report/report.css";

    /** Characters of a cell beyond which it may break into lines. */
    private static final int LONG = 40;

    private Page() {}

    /**
     * Begins a page, up to its main element, which is open.
     *
     * @param html what is written to
     * @param title of the window; escaped
     */
    public static void begin(Html html, String title) {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .element("title", title)
                .raw("<style>\n")
                .raw(resource(STYLE))
                .raw("</style>\n</head>\n<body>\n<main>\n");
    }

    /**
     * A table with its caption; long cells break into lines.
     *
     * @param html what is written to
     * @param table the table
     */
    public static void table(Html html, Table table) {
        html.raw("<figure class=\"table\">\n<figcaption class=\"quiet\">")
                .text(table.caption())
                .raw("</figcaption>\n");
        scroll(html, table.caption()).raw("<table>\n<thead><tr>");
        table.columns().forEach(column -> head(html, column));
        html.raw("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            html.raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                boolean words = row.get(i).length() > LONG;
                html.raw(i == 0 ? "<th scope=\"row\">" : words ? "<td class=\"words\">" : "<td>")
                        .text(row.get(i))
                        .raw(i == 0 ? "</th>" : "</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</div>\n</figure>\n");
    }

    /** The name of a column; a corner without a name heads nothing. */
    private static void head(Html html, String column) {
        if (column.isEmpty()) {
            html.raw("<td></td>");
        } else {
            html.raw("<th scope=\"col\">").text(column).raw("</th>");
        }
    }

    /**
     * Opens a box that scrolls sideways where it must; the keyboard reaches it.
     *
     * @param html what is written to
     * @param label what a screen reader says of the box; escaped
     * @return {@code html}, in the open box
     */
    public static Html scroll(Html html, String label) {
        return html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(label)
                .raw("\">\n");
    }

    /**
     * A text of the class path.
     *
     * @param name absolute, such as {@code /org/scorefield/evaluation/report/report.css}
     * @return the text
     */
    public static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        name + ": expected on the class path, found nothing; repair the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
