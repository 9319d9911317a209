// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.evaluation.support.shift.SupportShift;
import org.scorefield.evaluation.support.tangent.ReferenceResolution;

/**
 * Whether samples stay on the support, in one sentence with its numbers.
 *
 * @param kind the short form
 * @param sentence for people, in ASCII
 */
public record SupportVerdict(Kind kind, String sentence) {

    /** Normal shifts that fall at least as this power of the noise vanish with it. */
    public static final double VANISHES = 0.5;

    /** Normal shifts that fall at most as this power of the noise stay. */
    public static final double STAYS = 0.25;

    /** Normal shifts beyond so many times the noise left are no shifts that vanish with it. */
    public static final double BEYOND = 3;

    /** Fewest samples with a frame. */
    public static final int FEWEST = 4;

    /** The short form. */
    public enum Kind {
        /** The checkpoint's own error moves samples along the support only. */
        ON_SUPPORT,
        /** The checkpoint's own error moves samples off the support. */
        OFF_SUPPORT,
        /** The numbers do not say. */
        UNDECIDED
    }

    /**
     * What shifts rest on.
     *
     * @param dimension D
     * @param directions d, 1 to D - 1
     * @param samples trajectories measured, with or without a frame
     * @param coarseness {@link ReferenceResolution#coarseness} at the last end; 1 where the
     *     reference is exact, NaN where it is not known
     */
    public record Evidence(int dimension, int directions, int samples, double coarseness) {}

    /**
     * What the shift by the checkpoint's own error says, of a reference that is exact.
     *
     * @param shifts all shifts
     * @param dimension D
     * @param directions d, 1 to D - 1
     * @param samples trajectories measured, with or without a frame
     * @return the verdict of {@link #of(List, Evidence)}
     */
    public static SupportVerdict of(
            List<SupportShift> shifts, int dimension, int directions, int samples) {
        return of(shifts, new Evidence(dimension, directions, samples, 1));
    }

    /**
     * What the shift by the checkpoint's own error says.
     *
     * <p>With the trend p of the normal shift, median |xi_N| ~ (sigma / alpha)^p between the last
     * two ends, and q = median |xi_N| / (sigma sqrt(D - d)) at the last end, the shift over the
     * length of the noise that is left in normal directions. Medians, since the root mean square
     * may be that of a few samples which start between parts of the support:
     *
     * <ul>
     *   <li>on the support where p is at least {@link #VANISHES} and q at most {@link #BEYOND};
     *   <li>off the support where p is at most {@link #STAYS} and q above 1;
     *   <li>undecided else, where there is no own error or fewer than two ends, where fewer than
     *       {@link #FEWEST} samples or fewer than half have a frame at one of the last two ends, or
     *       where the reference is coarser than the noise of the last end, or may be.
     * </ul>
     *
     * A bounded error of the score has p near 1 and the denoiser's p near 0 (spec D6 and section
     * 2). The first own shift decides: put the most trusted frame first.
     *
     * @param shifts all shifts
     * @param evidence what they rest on
     * @return the verdict
     */
    public static SupportVerdict of(List<SupportShift> shifts, Evidence evidence) {
        Optional<SupportShift> found =
                shifts.stream()
                        .filter(shift -> shift.source() == SupportShift.Source.OWN)
                        .findFirst();
        if (found.isEmpty()) {
            return undecided(
                    "the checkpoint's own error was not measured; give the reference data");
        }
        SupportShift own = found.get();
        if (own.ends().size() < 2) {
            return undecided("shifts were measured at one end only; ask for ends of falling noise");
        }
        SupportShift.End last = own.last();
        int framed = Math.min(last.samples(), own.ends().get(own.ends().size() - 2).samples());
        if (evidence.samples() < FEWEST) {
            return undecided(
                    "%d of at least %d samples were followed; take more samples",
                    evidence.samples(), FEWEST);
        }
        if (framed < FEWEST || 2 * framed < evidence.samples()) {
            return undecided(
                    "the frame %s is defined at %d of %d samples only; take more samples, or"
                            + " another frame",
                    own.frame(), framed, evidence.samples());
        }
        if (Double.isNaN(evidence.coarseness())) {
            return undecided(
                    "no held-out data have a frame, so it is not known whether the reference is"
                            + " fine enough; end at more noise, or give more data or a known"
                            + " density");
        }
        if (evidence.coarseness() > ReferenceResolution.COARSE) {
            return undecided(
                    "the reference is coarser than the noise at sigma %.3g, since held-out data lie"
                            + " %.3g times the noise across it; end at more noise, or give more"
                            + " data or a known density",
                    last.level().sigma(), evidence.coarseness());
        }
        int across = evidence.dimension() - evidence.directions();
        double left = last.level().sigma() * Math.sqrt(across);
        double ratio = last.median() / left;
        double trend = own.trend();
        String numbers =
                String.format(
                        Locale.ROOT,
                        "its median normal shift goes as sigma^%.2f to %.3g at sigma %.3g, %.3g"
                                + " times the noise left there; in root mean square it is %.3g, %.3g"
                                + " times the tangent shift",
                        trend,
                        last.median(),
                        last.level().sigma(),
                        ratio,
                        last.normal(),
                        last.ratio());
        if (last.median() == 0) {
            return new SupportVerdict(
                    Kind.ON_SUPPORT,
                    "The checkpoint's own error keeps samples on the support: it moves them in no"
                            + " normal direction.");
        }
        if (!Double.isFinite(trend) || !Double.isFinite(ratio)) {
            return undecided("the shifts by the own error are not finite: " + numbers);
        }
        if (trend >= VANISHES && ratio <= BEYOND) {
            return new SupportVerdict(
                    Kind.ON_SUPPORT,
                    "The checkpoint's own error keeps samples on the support: " + numbers + ".");
        }
        if (trend <= STAYS && ratio > 1) {
            return new SupportVerdict(
                    Kind.OFF_SUPPORT,
                    "The checkpoint's own error moves samples off the support: " + numbers + ".");
        }
        return undecided(
                "%s; %s",
                numbers,
                trend >= VANISHES
                        ? "the shift falls but is far beyond the noise, end at less noise"
                        : ratio <= 1
                                ? "the noise hides the shift, end at less noise"
                                : "the trend is not clear yet, end at less noise");
    }

    private static SupportVerdict undecided(String why, Object... values) {
        return new SupportVerdict(
                Kind.UNDECIDED,
                "Whether samples stay on the support is undecided: "
                        + String.format(Locale.ROOT, why, values)
                        + ".");
    }
}
