// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.Measure;

/**
 * How the number of a light differs from that of the first audit.
 *
 * <p>With intervals [l0, h0] and [l, h] of confidence 1 - a0 and 1 - a the difference lies in [l -
 * h0, h - l0] at confidence 1 - a0 - a at least (Bonferroni), whatever the two audits share. It
 * leaves out zero exactly where the intervals do not overlap.
 *
 * @param first the first audit
 * @param name of its column
 * @param evaluator whose light is compared
 */
record Against(AuditReport first, String name, String evaluator) {
    /** What a reader of the sentences must know. */
    static final String MEANING =
            "A difference is that of the numbers which decided the lights. Its interval runs from the"
                    + " lowest to the highest difference of the two intervals and holds at the"
                    + " confidence that it names or more, whatever the audits share; each sentence"
                    + " stands by itself, not all of them together. It is wide: audits of the same"
                    + " data and seed have part of their errors in common, which mostly cancels in"
                    + " the difference, but a report holds no paired samples to use that. So"
                    + " \"not told apart\" does not say that two checkpoints are equal. The"
                    + " intervals are those of the measurement on these reference data, not of"
                    + " training again.";

    /** One sentence. */
    String sentence(AuditReport other) {
        if (!first.evaluators().contains(evaluator) || !other.evaluators().contains(evaluator)) {
            return not("one of the two was not measured");
        }
        List<Difference> differences = Differences.of(List.of(first, other), List.of(evaluator));
        for (Difference.Kind kind : List.of(Difference.Kind.DATA, Difference.Kind.OPTIONS)) {
            String what =
                    differences.stream()
                            .filter(one -> one.kind() == kind)
                            .map(Difference::name)
                            .collect(Collectors.joining(", "));
            if (!what.isEmpty()) {
                String which = kind == Difference.Kind.DATA ? "reference data" : "options";
                return not(which + " differ (" + what + ")");
            }
        }
        Optional<Measure> base = first.light(evaluator).flatMap(Light::measure);
        Optional<Measure> own = other.light(evaluator).flatMap(Light::measure);
        if (base.isEmpty()) {
            return not("no number decided the light there");
        }
        if (own.isEmpty()) {
            return not("no number decided the light here");
        }
        return base.get().quantity().equals(own.get().quantity())
                ? compared(base.get(), own.get())
                : not("another quantity decided the light there, " + base.get().quantity());
    }

    private String compared(Measure base, Measure own) {
        double low = own.low() - base.high();
        double high = own.high() - base.low();
        String difference =
                Numbers.orNone(own.value() - base.value())
                        + " ["
                        + end(low)
                        + ", "
                        + end(high)
                        + "] at "
                        + Numbers.percent(base.confidence() + own.confidence() - 1)
                        + " confidence or more";
        return high < 0
                ? "Lower than "
                        + name
                        + ": intervals do not overlap, difference "
                        + difference
                        + "."
                : low > 0
                        ? "Higher than "
                                + name
                                + ": intervals do not overlap, difference "
                                + difference
                                + "."
                        : "Not told apart from "
                                + name
                                + ": intervals overlap, difference "
                                + difference
                                + ".";
    }

    private String not(String why) {
        return "Not compared with " + name + ": " + why + ".";
    }

    private static String end(double bound) {
        return Double.isFinite(bound) ? Numbers.brief(bound) : "unknown";
    }
}
