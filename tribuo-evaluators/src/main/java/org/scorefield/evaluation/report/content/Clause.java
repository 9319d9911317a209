// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

/** The beginning of a sentence that says the most. */
public final class Clause {
    private Clause() {}

    /**
     * The first clause of a text.
     *
     * @param text sentences
     * @return up to the first full stop, colon or semicolon, with a full stop; empty for an empty
     *     text
     */
    public static String first(String text) {
        String clause = text.split("[;:]\\s|(?<=[.!?])\\s+(?=\\p{Lu})", 2)[0];
        return clause.isEmpty() || clause.matches(".*[.!?]") ? clause : clause + ".";
    }
}
