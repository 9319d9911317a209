// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import java.util.Locale;

/** What a light shows, from the least severe to the most. */
public enum Colour {
    /** The whole interval is below the amber threshold. */
    GREEN,
    /** The numbers do not decide, or the question does not apply. */
    GREY,
    /** Not certainly green and not certainly red, but one of the two is excluded. */
    AMBER,
    /** The whole interval is at or above the red threshold. */
    RED;

    /**
     * The name for people and files.
     *
     * @return for example green
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The colour of a word.
     *
     * @param word as {@link #word()} gives it
     * @return the colour
     * @throws IllegalArgumentException where it is none
     */
    public static Colour of(String word) {
        for (Colour colour : values()) {
            if (colour.word().equals(word)) {
                return colour;
            }
        }
        throw new IllegalArgumentException(
                "colour: expected green, grey, amber or red, found " + word + "; correct the word");
    }
}
