// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import java.util.Optional;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.Measure;
import org.scorefield.evaluation.report.light.Spread;

/**
 * The light of a marginal energy: how much farther from the reference a blind checkpoint ends than
 * good ends lie. A checkpoint that is told the time has none, since nobody runs it blind; its light
 * says what it would be.
 */
final class MarginalEnergyLight {
    /**
     * Standard deviations of the data within which steps and noise left at the end move a state.
     */
    static final double AMBER = 0.05;

    /** Standard deviations from which generation has left the data. */
    static final double RED = 0.1;

    /** Shares of starts that diverge. */
    private static final double SOME = 0.1;

    private static final double MANY = 0.25;

    /** Standard errors of a 95 % interval. */
    private static final double Z = 1.96;

    private static final String BASIS =
            "The scale is the data\u2019s own standard deviation over sqrt(D): a twentieth of it is"
                    + " what steps and the noise left at the end move a state, a tenth is where the"
                    + " verdict says that generation leaves the data. The mean decides, 1.96 standard"
                    + " errors about it; the median does where it is red, so that a few wild ends"
                    + " do not hide the others. Starts that diverge are judged by their share, green"
                    + " below 0.1, red from 0.25.";

    private static final String MORE = "More starts narrow the interval (--blind-runs, now %d).";

    private MarginalEnergyLight() {}

    static Light of(EnergyFindings findings) {
        Optional<Stability.Ends> ends = findings.stability().ends();
        if (!findings.blind()) {
            return Light.notApplicable(
                    "the checkpoint is told the noise level, and nobody has to run it blind."
                            + ends.map(MarginalEnergyLight::judged)
                                    .map(
                                            light ->
                                                    " Run blind, its light would be "
                                                            + light.colour().word()
                                                            + ": "
                                                            + light.sentence())
                                    .orElse(""),
                    BASIS);
        }
        return ends.map(MarginalEnergyLight::judged)
                .orElseGet(
                        () ->
                                Light.undecided(
                                        "blind generation was not judged; see the verdict.",
                                        BASIS));
    }

    private static Light judged(Stability.Ends ends) {
        Light diverged = Light.of(diverged(ends), BASIS);
        if (ends.own().n() == 0) {
            return diverged;
        }
        Light mean = off("mean", mean(ends.own()).minus(mean(ends.good())));
        Light median = off("median", median(ends.own()).minus(median(ends.good())));
        Light off = median.colour() == Colour.RED ? median : mean;
        return (ends.diverged() == 0 ? off : off.or(diverged))
                .advise(String.format(MORE, ends.starts()), Colour.GREY, Colour.AMBER);
    }

    private static Light off(String which, Spread excess) {
        return Light.of(
                excess.measure(
                        "blind ends farther off the data than good ends, standard deviations of the"
                                + " data ("
                                + which
                                + ")",
                        AMBER,
                        RED),
                BASIS);
    }

    private static Measure diverged(Stability.Ends ends) {
        return Spread.share(ends.diverged(), ends.starts())
                .measure("share of blind starts that diverge", SOME, MANY);
    }

    private static Spread mean(Band band) {
        double reach = Z * band.standardError();
        return Double.isFinite(reach)
                ? new Spread(band.mean(), band.mean() - reach, band.mean() + reach)
                : new Spread(band.mean(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static Spread median(Band band) {
        return new Spread(band.median(), band.medianLow(), band.medianHigh());
    }
}
