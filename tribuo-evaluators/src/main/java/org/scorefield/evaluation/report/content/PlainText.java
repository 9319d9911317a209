// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

/** The report's own symbols spelled in ASCII, for terminals of any encoding. */
public final class PlainText {
    private static final String[][] SPELLING = {
        {"\u03b1", "alpha"},
        {"\u03b5", "eps"},
        {"\u03b8", "theta"},
        {"\u03bd", "nu"},
        {"\u03c1", "rho"},
        {"\u03c3", "sigma"},
        {"\u00b1", "+-"},
        {"\u2212", "-"},
        {"\u2013", "-"},
        {"\u00b2", "^2"},
    };

    private PlainText() {}

    /**
     * Spells the report's symbols, such as alpha, sigma and the plus-minus sign.
     *
     * @param text of the report
     * @return the text with those in ASCII; other characters stay
     */
    public static String of(String text) {
        String plain = text;
        for (String[] symbol : SPELLING) {
            plain = plain.replace(symbol[0], symbol[1]);
        }
        return plain;
    }
}
