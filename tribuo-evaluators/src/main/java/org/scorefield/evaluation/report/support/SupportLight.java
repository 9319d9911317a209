// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.Optional;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.Spread;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.SupportVerdict;
import org.scorefield.evaluation.support.shift.SupportShift;

/**
 * The light of a support: the median normal shift by the checkpoint's own error, over the length of
 * the noise that is left in normal directions at the end of generation.
 */
final class SupportLight {
    /** A shift that falls with the noise, and is as long as the noise left. */
    static final double AMBER = 1;

    /** Samples from which a median has a 95 % interval for any distribution: 2 / 2^6 < 0.05. */
    private static final int LEAST = 6;

    private static final String BASIS =
            "The noise that the sampler leaves at its end is the scale: a shift below it cannot be"
                    + " seen. A shift that falls with the noise is red from 3 times the noise; one"
                    + " that stays as the noise falls is red as soon as it exceeds the noise,"
                    + " because ending at less noise only makes it larger beside it. The interval"
                    + " is that of the median over samples, without assuming a distribution.";

    private SupportLight() {}

    /**
     * The light.
     *
     * @param findings of the evaluation
     * @param dimension D
     */
    static Light of(SupportFindings findings, int dimension) {
        SupportVerdict verdict = findings.verdict();
        Optional<SupportShift> own =
                findings.shifts().stream()
                        .filter(shift -> shift.source() == SupportShift.Source.OWN)
                        .findFirst();
        if (verdict.kind() == SupportVerdict.Kind.UNDECIDED || own.isEmpty()) {
            return Light.undecided(
                    verdict.sentence()
                            .replace("Whether samples stay on the support is undecided: ", ""),
                    BASIS);
        }
        SupportShift.End last = own.get().last();
        int across = dimension - findings.dimension().chosen();
        double red = verdict.kind() == SupportVerdict.Kind.ON_SUPPORT ? SupportVerdict.BEYOND : 1;
        return Light.of(
                        new Spread(last.median(), last.medianLow(), last.medianHigh())
                                .times(1 / (last.level().sigma() * Math.sqrt(across)))
                                .measure(
                                        "normal shift by the checkpoint\u2019s own error over the"
                                                + " noise left (median)",
                                        AMBER,
                                        red),
                        BASIS)
                .advise(advice(last.samples()), Colour.GREY, Colour.AMBER);
    }

    private static String advice(int samples) {
        return samples < LEAST
                ? "A median of fewer than 6 trajectories has no interval; take --support-samples 6"
                        + " or more (now "
                        + samples
                        + ")."
                : "More trajectories narrow the interval (--support-samples, now " + samples + ").";
    }
}
