// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.List;

/**
 * Something that was not the same in all audits.
 *
 * @param kind what follows from it
 * @param name of what differs
 * @param values one for each audit
 */
record Difference(Kind kind, String name, List<String> values) {

    /** Copies. */
    Difference {
        values = List.copyOf(values);
    }

    /** What follows from a difference. */
    enum Kind {
        DATA("numbers are about different data and cannot be compared across columns"),
        OPTIONS("numbers that depend on them cannot be compared across columns"),
        SEED("only differences well beyond the errors mean anything"),
        RUN("small differences may come from that alone");

        private final String consequence;

        Kind(String consequence) {
            this.consequence = consequence;
        }

        /** One sentence about all differences of this kind. */
        String sentence(List<String> names) {
            String what = String.join(", ", names);
            return switch (this) {
                case DATA -> "Reference data differ (" + what + "): " + consequence + ".";
                case OPTIONS -> "Options differ (" + what + "): " + consequence + ".";
                case SEED -> "Seeds differ: " + consequence + ".";
                case RUN -> "The runs differ (" + what + "): " + consequence + ".";
            };
        }
    }
}
