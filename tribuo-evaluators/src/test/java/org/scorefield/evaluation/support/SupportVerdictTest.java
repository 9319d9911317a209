// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.shift.PerturbationKind;
import org.scorefield.evaluation.support.shift.SupportShift;

/** Each branch of the verdict, with D - d = 4, so that the noise left is 2 sigma. */
class SupportVerdictTest {

    private static final int D = 6;
    private static final int DIRECTIONS = 2;
    private static final int SAMPLES = 8;

    private static SupportShift shift(SupportShift.Source source, SupportShift.End... ends) {
        return new SupportShift(
                PerturbationKind.SCORE, source, "axes", 1, List.of(ends), Band.NONE);
    }

    private static SupportShift.End end(double sigma, double normal, int samples) {
        // A few samples carry the root mean square far above the median, which decides.
        return new SupportShift.End(
                new NoiseLevel(sigma, 1, sigma), 3 * normal, 6 * normal, normal, samples);
    }

    /** The shift at sigma = 0.02 and 0.01. */
    private static SupportVerdict own(double before, double last) {
        return SupportVerdict.of(
                List.of(
                        shift(SupportShift.Source.RANDOM, end(.02, 9, 8), end(.01, 9, 8)),
                        shift(
                                SupportShift.Source.OWN,
                                end(.02, before, SAMPLES),
                                end(.01, last, SAMPLES))),
                D,
                DIRECTIONS,
                SAMPLES);
    }

    @ParameterizedTest
    @CsvSource({
        // sigma^1 and as large as the noise left; sigma^0.5 just, three times the noise just
        ".04, .02, ON_SUPPORT",
        ".08, .056, ON_SUPPORT",
        ".119, .0599, ON_SUPPORT",
        // stays, beyond the noise
        ".5, .5, OFF_SUPPORT",
        ".4, .5, OFF_SUPPORT",
        ".0239, .0201, OFF_SUPPORT",
        // stays, but under the noise; between the thresholds; falls, but far beyond the noise
        ".01, .01, UNDECIDED",
        ".65, .5, UNDECIDED",
        ".08, .06, UNDECIDED",
        "2, 1, UNDECIDED",
        // not finite
        "NaN, .1, UNDECIDED",
        "0, .1, UNDECIDED",
        ".1, Infinity, UNDECIDED",
        // no normal shift at all
        "0, 0, ON_SUPPORT",
    })
    void verdict_ofAnOwnShift_followsTrendAndNoise(
            double before, double last, SupportVerdict.Kind expected) {
        SupportVerdict verdict = own(before, last);
        assertThat(verdict.kind()).as(verdict.sentence()).isEqualTo(expected);
        assertThat(verdict.sentence()).matches("\\p{ASCII}+\\.").doesNotContain("%");
    }

    @Test
    void verdict_onTheSupport_saysItsNumbers() {
        assertThat(own(.04, .02).sentence())
                .isEqualTo(
                        "The checkpoint's own error keeps samples on the support: its median normal"
                                + " shift goes as sigma^1.00 to 0.0200 at sigma 0.0100, 1.00 times"
                                + " the noise left there; in root mean square it is 0.0600, 0.500"
                                + " times the tangent shift.");
    }

    @Test
    void verdict_withoutReference_isUndecided() {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(shift(SupportShift.Source.RANDOM, end(.02, 1, 8), end(.01, 1, 8))),
                        D,
                        DIRECTIONS,
                        SAMPLES);
        assertThat(verdict.kind()).isEqualTo(SupportVerdict.Kind.UNDECIDED);
        assertThat(verdict.sentence()).contains("own error was not measured");
    }

    @Test
    void verdict_ofOneEnd_isUndecided() {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(shift(SupportShift.Source.OWN, end(.01, 1, 8))),
                        D,
                        DIRECTIONS,
                        SAMPLES);
        assertThat(verdict.kind()).isEqualTo(SupportVerdict.Kind.UNDECIDED);
        assertThat(verdict.sentence()).contains("one end only");
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "3, 8", "7, 16"})
    void verdict_withFewFrames_isUndecided(int framed, int samples) {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(
                                shift(
                                        SupportShift.Source.OWN,
                                        end(.02, 1, samples),
                                        end(.01, 1, framed))),
                        D,
                        DIRECTIONS,
                        samples);
        assertThat(verdict.kind()).isEqualTo(SupportVerdict.Kind.UNDECIDED);
        assertThat(verdict.sentence()).contains(framed + " of " + samples + " samples");
    }

    @Test
    void verdict_ofFewSamples_asksForMore() {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(shift(SupportShift.Source.OWN, end(.02, 1, 3), end(.01, 1, 3))),
                        D,
                        DIRECTIONS,
                        3);
        assertThat(verdict.kind()).isEqualTo(SupportVerdict.Kind.UNDECIDED);
        assertThat(verdict.sentence()).contains("3 of at least 4 samples were followed");
    }

    @Test
    void verdict_againstAReferenceOfUnknownCoarseness_isUndecided() {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(
                                shift(
                                        SupportShift.Source.OWN,
                                        end(.02, .5, SAMPLES),
                                        end(.01, .5, SAMPLES))),
                        new SupportVerdict.Evidence(D, DIRECTIONS, SAMPLES, Double.NaN));
        assertThat(verdict.kind()).isEqualTo(SupportVerdict.Kind.UNDECIDED);
        assertThat(verdict.sentence()).contains("no held-out data have a frame");
    }

    @ParameterizedTest
    @CsvSource({"1.41, OFF_SUPPORT", "1.42, UNDECIDED", "30, UNDECIDED"})
    void verdict_againstACoarseReference_isUndecided(
            double coarseness, SupportVerdict.Kind expected) {
        SupportVerdict verdict =
                SupportVerdict.of(
                        List.of(
                                shift(
                                        SupportShift.Source.OWN,
                                        end(.02, .5, SAMPLES),
                                        end(.01, .5, SAMPLES))),
                        new SupportVerdict.Evidence(D, DIRECTIONS, SAMPLES, coarseness));
        assertThat(verdict.kind()).as(verdict.sentence()).isEqualTo(expected);
        assertThat(verdict.sentence().contains("coarser than the noise"))
                .isEqualTo(expected == SupportVerdict.Kind.UNDECIDED);
    }
}
