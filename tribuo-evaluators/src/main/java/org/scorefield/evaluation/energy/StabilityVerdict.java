// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.Stability;

/**
 * Judges blind generation by where it ends.
 *
 * <p>Numbers are in the data's own standard deviation and over sqrt(D). "Off" is how much farther
 * from the reference the blind ends lie than the good ends: half of them for the verdict unstable,
 * nine tenths of them for the verdict stable. For the optimal field and for a conditioned
 * checkpoint good ends are those of the same generation told the time; a blind checkpoint has none,
 * so that its good ends are held-out data.
 */
final class StabilityVerdict {
    /** Nine tenths off by no more: within what steps and noise left at the end move a state. */
    static final double OFF_STABLE = 0.05;

    /**
     * Half of the ends off by more: generation leaves the data. Blind epsilon on four points in the
     * plane is off by 0.16, blind velocity by 0.02.
     */
    static final double OFF_UNSTABLE = 0.1;

    /** Ends that moved by more are other data than those that told generation finds. */
    static final double MOVED_STABLE = 0.25;

    /** Part of the starts that may diverge. */
    static final double DIVERGED = 0.1;

    /** Part of the states outside the prior above which the numbers tell nothing. */
    static final double OUTSIDE = 0.5;

    /** A conditioned checkpoint whose told ends are farther than held-out data makes no data. */
    static final double TOLD_OFF = 0.25;

    private StabilityVerdict() {}

    /**
     * What the verdict rests on.
     *
     * @param gain of the checkpoint's own parameterisation
     * @param blind whether the checkpoint is not told the time
     * @param runs blind generations, the own optimal one first
     * @param starts start noises of each
     * @param heldOut distance of held-out data to the reference, as in {@link BlindRun#nearest}
     * @param outside part of the states that no time of the prior explains
     */
    record Grounds(
            GainCurve gain,
            boolean blind,
            List<BlindRun> runs,
            int starts,
            Band heldOut,
            double outside) {}

    static Stability of(Grounds grounds) {
        BlindRun optimal = grounds.runs().get(0);
        Optional<BlindRun> trained =
                grounds.runs().stream()
                        .filter(run -> run.field() == BlindRun.Field.TRAINED)
                        .findFirst();
        String name = optimal.prediction();
        if (grounds.outside() > OUTSIDE) {
            return new Stability(
                    Stability.Verdict.UNDECIDED,
                    String.format(
                            Locale.ROOT,
                            "Whether %s survives without the noise level is undecided: %.0f %% of"
                                    + " the states lie outside what the times of the prior explain,"
                                    + " so that p(t | u) is cut off; take a wider prior, or"
                                    + " reference data in the checkpoint's range.",
                            name,
                            100 * grounds.outside()));
        }
        if (optimal.toldNearest().n() < 2) {
            return new Stability(
                    Stability.Verdict.UNDECIDED,
                    "Whether "
                            + name
                            + " survives without the noise level is undecided: generation that is"
                            + " told the time diverged itself; take more steps.");
        }
        if (!grounds.blind()
                && trained.isPresent()
                && !(trained.get().toldNearest().median() <= grounds.heldOut().high() + TOLD_OFF)) {
            return new Stability(
                    Stability.Verdict.UNDECIDED,
                    String.format(
                            Locale.ROOT,
                            "Whether %s survives without the noise level is undecided: even told"
                                    + " the time, the checkpoint ends %.3g standard deviations of"
                                    + " the data from the reference in %d steps, where held-out"
                                    + " data lie up to %.3g; take more steps, or a prior with a"
                                    + " smaller t_max, from where generation starts.",
                            name,
                            trained.get().toldNearest().median(),
                            trained.get().steps(),
                            grounds.heldOut().high()));
        }
        Band good = optimal.toldNearest();
        Stability.Verdict verdict = verdict(optimal, good, grounds.starts(), true);
        String sentence = sentence(optimal, good, grounds) + ".";
        Optional<Stability.Ends> ends = Optional.empty();
        if (trained.isPresent()) {
            Band held = grounds.heldOut().high() > good.high() ? grounds.heldOut() : good;
            held = grounds.blind() ? held : trained.get().toldNearest();
            ends =
                    Optional.of(
                            new Stability.Ends(
                                    trained.get().nearest(), held, trained.get().diverged()));
            Stability.Verdict own = verdict(trained.get(), held, grounds.starts(), false);
            String ofOwn = trainedSentence(trained.get(), grounds);
            String ofBest = sentence(optimal, good, grounds);
            // What decides comes first.
            boolean decides = own.compareTo(verdict) > 0;
            sentence = decides ? ofOwn + "; " + ofBest + "." : ofBest + "; " + ofOwn + ".";
            verdict = decides ? own : verdict;
        }
        return new Stability(verdict, head(verdict, name) + sentence, ends);
    }

    /** From the ends; how far they moved counts only beside the same generation told the time. */
    private static Stability.Verdict verdict(
            BlindRun run, Band good, int starts, boolean comparable) {
        double half = run.nearest().median() - good.median();
        double off = run.nearest().high() - good.high();
        boolean many = run.diverged() > DIVERGED * starts;
        if (run.nearest().n() == 0 || many || half > OFF_UNSTABLE) {
            return Stability.Verdict.UNSTABLE;
        }
        boolean moved = comparable && run.displacement().high() > MOVED_STABLE;
        return off > OFF_STABLE || moved || run.diverged() > 0
                ? Stability.Verdict.MARGINAL
                : Stability.Verdict.STABLE;
    }

    private static String head(Stability.Verdict verdict, String name) {
        return switch (verdict) {
            case STABLE -> "Stable without the noise level: ";
            case MARGINAL -> "Usable without the noise level, but not the same: ";
            case UNSTABLE -> "Unstable without the noise level: ";
            case UNDECIDED -> "Undecided: ";
        };
    }

    private static String sentence(BlindRun run, Band good, Grounds grounds) {
        String ends =
                run.nearest().n() == 0
                        ? "diverges from every start"
                        : String.format(
                                Locale.ROOT,
                                "ends %.3f standard deviations of the data from the reference, nine"
                                        + " tenths within %.3f (%.3f and %.3f when told the time),"
                                        + " and %.3f from where told generation ends",
                                run.nearest().median(),
                                run.nearest().high(),
                                good.median(),
                                good.high(),
                                run.displacement().median());
        return String.format(
                Locale.ROOT,
                "generation by the optimal blind %s field %s (medians of %d starts in %d steps,"
                        + " %d diverged); its gain |nu| reaches %.3g between t = %.3g and %.3g",
                run.prediction(),
                ends,
                grounds.starts(),
                run.steps(),
                run.diverged(),
                grounds.gain().largest(),
                grounds.gain().t()[0],
                grounds.gain().t()[grounds.gain().t().length - 1]);
    }

    private static String trainedSentence(BlindRun run, Grounds grounds) {
        if (run.nearest().n() == 0) {
            return "the checkpoint's own blind field diverges from every start";
        }
        return grounds.blind()
                ? String.format(
                        Locale.ROOT,
                        "the checkpoint itself ends %.3f standard deviations of the data from the"
                                + " reference, nine tenths within %.3f, where held-out data lie %.3f and %.3f (%d diverged)",
                        run.nearest().median(),
                        run.nearest().high(),
                        grounds.heldOut().median(),
                        grounds.heldOut().high(),
                        run.diverged())
                : String.format(
                        Locale.ROOT,
                        "the checkpoint averaged over p(t | u) ends %.3f standard deviations of"
                                + " the data from the reference, nine tenths within %.3f (%.3f and %.3f when told the time, %d"
                                + " diverged)",
                        run.nearest().median(),
                        run.nearest().high(),
                        run.toldNearest().median(),
                        run.toldNearest().high(),
                        run.diverged());
    }
}
