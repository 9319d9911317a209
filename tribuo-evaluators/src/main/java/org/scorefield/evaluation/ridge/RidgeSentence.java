// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.Locale;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * The verdict in words.
 *
 * @param directions d
 * @param rule how samples were judged
 * @param spread the data's, to compare with the noise at which the ridge was read
 * @param near what is said of samples within the radius of a point: that they are memorised, where
 *     the points are known to be training data
 */
record RidgeSentence(int directions, VerdictRule rule, double spread, String near) {

    String of(VerdictShares shares, VerdictShares control) {
        if (shares.isEmpty()) {
            return "What became of samples is undecided: examples alone do not generate; evaluate"
                    + " against reference data.";
        }
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Of %d samples %s %s, %s on the %d-dimensional ridge between the"
                                + " reference points (inter-mode) and %s off it",
                        shares.samples(),
                        share(shares.get(Verdict.MEMORISED), "are"),
                        near,
                        share(shares.get(Verdict.INTER_MODE), "lie"),
                        directions,
                        share(shares.get(Verdict.OFF_RIDGE), "lie")));
        Proportion lost = shares.get(Verdict.UNDEFINED);
        if (lost.count() > 0) {
            text.append(", while ").append(share(lost, "have")).append(" no defined frame");
        }
        if (rule.least() > 0) {
            text.append(String.format(Locale.ROOT, ", read at \u03c3/\u03b1 = %.2g", rule.least()));
            if (rule.least() > spread) {
                text.append(", where being on it says little, as noise hides the data");
            }
        }
        if (!control.isEmpty()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "; of %d held-out data %d, %d and %d",
                            control.samples(),
                            control.get(Verdict.MEMORISED).count(),
                            control.get(Verdict.INTER_MODE).count(),
                            control.get(Verdict.OFF_RIDGE).count()));
            int without = control.get(Verdict.UNDEFINED).count();
            if (without > 0) {
                text.append(", while ").append(without).append(" have no defined frame");
            }
        }
        return text.append('.').toString();
    }

    /** For example: 12 (38 %, 95 % interval 23 to 55) lie. */
    private static String share(Proportion part, String verb) {
        return String.format(
                Locale.ROOT,
                "%d (%.0f %%, interval %.0f to %.0f) %s",
                part.count(),
                100 * part.share(),
                100 * part.low(),
                100 * part.high(),
                verb);
    }
}
