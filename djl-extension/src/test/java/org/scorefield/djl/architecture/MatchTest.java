// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchTest {

    private static final List<String> REQUIRED = List.of("net.*.weight", "out.weight");
    private static final List<String> OPTIONAL = List.of("net.*.bias");

    @Test
    void ofKeys_allKnownNoneMissing_isComplete() {
        Match match =
                Match.ofKeys(
                        List.of("net.0.weight", "net.10.weight", "net.0.bias", "out.weight"),
                        REQUIRED,
                        OPTIONAL);
        assertThat(match.isComplete()).isTrue();
    }

    @Test
    void ofKeys_oneMissingOneUnexpected_scoresTheShares() {
        Match match = Match.ofKeys(List.of("net.0.weight", "head"), REQUIRED, OPTIONAL);
        assertThat(match).isEqualTo(new Match(0.5 * 0.5, List.of("out.weight"), List.of("head")));
    }

    @Test
    void ofKeys_dotsAndStars_areNotWildcards() {
        assertThat(
                        Match.ofKeys(List.of("netx0xweight"), List.of("net.*.weight"), List.of())
                                .score())
                .isZero();
        assertThat(
                        Match.ofKeys(List.of("net.a.weight"), List.of("net.*.weight"), List.of())
                                .score())
                .isZero();
    }

    @Test
    void ofKeys_noNames_scoresZero() {
        assertThat(Match.ofKeys(List.of(), REQUIRED, OPTIONAL).score()).isZero();
    }

    @Test
    void match_scoreAboveOne_isRefused() {
        assertThatThrownBy(() -> new Match(1.5, List.of(), List.of()))
                .hasMessage("score: expected a number in [0, 1], found 1.5; divide by the names");
    }
}
