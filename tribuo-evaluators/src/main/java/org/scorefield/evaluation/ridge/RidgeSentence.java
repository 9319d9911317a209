// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.Locale;

/** The verdict in words. */
final class RidgeSentence {

    private RidgeSentence() {}

    static String of(
            int directions, VerdictShares shares, VerdictShares control, VerdictRule rule) {
        if (shares.isEmpty()) {
            return "What became of samples is undecided: examples alone do not generate; evaluate"
                    + " against reference data.";
        }
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Of %d samples %s are memorised, %s lie on the %d-dimensional ridge between"
                                + " the reference points (inter-mode) and %s off it",
                        shares.get(Verdict.MEMORISED).of(),
                        share(shares.get(Verdict.MEMORISED)),
                        share(shares.get(Verdict.INTER_MODE)),
                        directions,
                        share(shares.get(Verdict.OFF_RIDGE))));
        Proportion lost = shares.get(Verdict.UNDEFINED);
        if (lost.count() > 0) {
            text.append(", while ").append(share(lost)).append(" have no defined frame");
        }
        if (rule.least() > 0) {
            text.append(String.format(Locale.ROOT, ", read at sigma/alpha = %.2g", rule.least()));
        }
        if (!control.isEmpty()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "; of %d held-out data %.0f %%, %.0f %% and %.0f %%",
                            control.get(Verdict.MEMORISED).of(),
                            100 * control.get(Verdict.MEMORISED).share(),
                            100 * control.get(Verdict.INTER_MODE).share(),
                            100 * control.get(Verdict.OFF_RIDGE).share()));
        }
        return text.append('.').toString();
    }

    private static String share(Proportion part) {
        return String.format(
                Locale.ROOT,
                "%.0f %% [%.0f, %.0f]",
                100 * part.share(),
                100 * part.low(),
                100 * part.high());
    }
}
