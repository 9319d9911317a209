// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.Spread;
import org.scorefield.evaluation.ridge.RidgeFindings;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * The light of a ridge: the share of samples off it, and the share of memorised ones, each beyond
 * the share of held-out data; the more severe of the two.
 */
final class RidgeLight {
    /** Excess that 32 samples beside 32 held-out data can tell from none. */
    static final double AMBER = 0.25;

    /** Excess from which most samples differ from data. */
    static final double RED = 0.5;

    private static final String BASIS =
            "Held-out data are the measure: shares are those of samples less those of held-out"
                    + " data, judged in the same way. From 0.5 most samples differ from data; 0.25"
                    + " is the least that 32 samples beside 32 held-out data, the default, can tell"
                    + " from nothing. Samples without a frame count against green and not for red."
                    + " Intervals are Newcombe\u2019s for differences of shares.";

    /** Colours that more samples can change. */
    private static final Colour[] OPEN = {Colour.GREY, Colour.AMBER};

    private RidgeLight() {}

    static Light of(RidgeFindings findings) {
        if (findings.shares().isEmpty()) {
            return Light.undecided("no samples were made.", BASIS);
        }
        if (findings.control().isEmpty()) {
            return Light.undecided(
                    "there are no held-out data to compare with; give more reference data, or"
                            + " --ridge-held-out.",
                    BASIS);
        }
        VerdictShares samples = findings.shares();
        Spread least = share(samples, Verdict.OFF_RIDGE);
        Spread most = share(samples, Verdict.OFF_RIDGE, Verdict.UNDEFINED);
        Light off =
                excess(
                        new Spread(least.value(), least.low(), most.high())
                                .minus(share(findings.control(), Verdict.OFF_RIDGE)),
                        "share of samples off the ridge beyond that of held-out data");
        Spread memorised =
                share(samples, Verdict.MEMORISED)
                        .minus(share(findings.control(), Verdict.MEMORISED));
        String more =
                "More samples narrow the interval (--ridge-samples, now "
                        + samples.samples()
                        + ").";
        return (hidden(findings, off.colour()) ? unreadable(findings) : off.advise(more, OPEN))
                .or(
                        excess(
                                        memorised,
                                        "share of samples as near to a reference point as memorised ones,"
                                                + " beyond that of held-out data")
                                .advise(more, OPEN));
    }

    /** Whether green would mean nothing, since noise hides what is off the ridge. */
    private static boolean hidden(RidgeFindings findings, Colour colour) {
        return colour == Colour.GREEN && findings.hidden();
    }

    private static Light unreadable(RidgeFindings findings) {
        return Light.undecided(
                "the ridge can be read at sigma / alpha = "
                        + Numbers.brief(findings.rule().least())
                        + " only, above the data\u2019s own spread of "
                        + Numbers.brief(findings.spread())
                        + ": noise hides there what would be off it; give more reference data"
                        + " (--ridge-reference), or evaluate in a latent space.",
                BASIS);
    }

    private static Light excess(Spread shares, String quantity) {
        return Light.of(shares.measure(quantity, AMBER, RED), BASIS);
    }

    private static Spread share(VerdictShares shares, Verdict... verdicts) {
        int count = 0;
        for (Verdict verdict : verdicts) {
            count += shares.get(verdict).count();
        }
        return Spread.share(count, shares.samples());
    }
}
