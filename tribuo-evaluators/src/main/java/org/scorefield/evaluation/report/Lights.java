// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.Locale;
import java.util.stream.Stream;
import org.scorefield.evaluation.report.content.PlainText;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;

/** The lights of an audit, one line for each evaluator. */
final class Lights {
    private Lights() {}

    /** For a terminal, in ASCII: colour, evaluator, sentence. */
    static String text(Findings findings) {
        int width =
                Stream.concat(
                                findings.sections().stream().map(AuditSection::title),
                                findings.refused().keySet().stream())
                        .mapToInt(String::length)
                        .max()
                        .orElse(1);
        String format = "%-5s  %-" + width + "s  %s%n";
        StringBuilder text = new StringBuilder();
        for (AuditSection section : findings.sections()) {
            Light light = section.light();
            text.append(line(format, light.colour(), section.title(), light.sentence()));
        }
        findings.refused()
                .forEach(
                        (name, reason) ->
                                text.append(
                                        line(format, Colour.GREY, name, "Did not run: " + reason)));
        return text.toString();
    }

    private static String line(String format, Colour colour, String name, String sentence) {
        return String.format(Locale.ROOT, format, colour.word(), name, PlainText.of(sentence));
    }
}
