// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

/** HTML in the making: what is not raw is escaped. */
public final class Html {
    private final StringBuilder html = new StringBuilder();

    /**
     * Markup as it is; never text from outside.
     *
     * @param markup HTML of this project's own
     * @return this
     */
    public Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /**
     * Text, safe in elements and in quoted attributes.
     *
     * @param text any text; escaped
     * @return this
     */
    public Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return this;
    }

    /**
     * An element without attributes that holds text.
     *
     * @param name the element's name
     * @param text what it holds; escaped
     * @return this
     */
    public Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">\n");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
