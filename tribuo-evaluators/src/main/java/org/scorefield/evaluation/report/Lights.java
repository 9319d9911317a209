// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.List;
import java.util.Locale;
import org.scorefield.evaluation.report.content.PlainText;

/** The lights of an audit, one line for each evaluator. */
final class Lights {
    private Lights() {}

    /** For a terminal, in ASCII: colour, evaluator, sentence. */
    static String text(List<AuditSection> sections) {
        int width = sections.stream().mapToInt(section -> section.title().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (AuditSection section : sections) {
            text.append(
                            String.format(
                                    Locale.ROOT,
                                    "%-5s  %-" + Math.max(1, width) + "s  %s",
                                    section.light().colour().word(),
                                    section.title(),
                                    PlainText.of(section.light().sentence())))
                    .append(System.lineSeparator());
        }
        return text.toString();
    }
}
