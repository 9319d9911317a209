// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import org.scorefield.evaluation.report.content.Html;

/** Lights on a page: a shape and a word, so that nobody needs the colour. */
public final class LightHtml {
    private LightHtml() {}

    /**
     * The sign of a colour: disc, triangle, octagon or ring, with its word.
     *
     * @param html where it goes
     * @param colour which
     */
    public static void sign(Html html, Colour colour) {
        html.raw("<span class=\"light " + colour.word() + "\">")
                .raw("<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\">")
                .raw(shape(colour))
                .raw("</svg>")
                .text(title(colour))
                .raw("</span>");
    }

    /**
     * The word with a capital.
     *
     * @param colour which
     * @return for example Green
     */
    public static String title(Colour colour) {
        return Character.toUpperCase(colour.word().charAt(0)) + colour.word().substring(1);
    }

    private static String shape(Colour colour) {
        return switch (colour) {
            case GREEN ->
                    "<circle cx=\"10\" cy=\"10\" r=\"9\"/>"
                            + "<path class=\"mark\" d=\"M5.5 10.5l3 3 6-6.5\"/>";
            case AMBER ->
                    "<path d=\"M10 1.5L19.5 18.5H.5z\"/>"
                            + "<path class=\"mark\" d=\"M10 7.5v5M10 15.3v.4\"/>";
            case RED ->
                    "<path d=\"M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z\"/>"
                            + "<path class=\"mark\" d=\"M6.5 6.5l7 7M13.5 6.5l-7 7\"/>";
            case GREY -> "<circle class=\"ring\" cx=\"10\" cy=\"10\" r=\"8\"/>";
        };
    }
}
