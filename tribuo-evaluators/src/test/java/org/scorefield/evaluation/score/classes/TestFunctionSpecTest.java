// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestFunctionSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "linear",
                "quadratic",
                "quadratic:24",
                "hermite:4",
                "hermite:4@6",
                "fourier:256@24",
                "radial:128",
                "separable:4:pixel",
                "separable:2:dct",
                "separable-spline:8:principal",
                "local:5:3",
                "critic:32@24"
            })
    void parse_itsOwnText_isTheSame(String text) {
        TestFunctionSpec spec = TestFunctionSpec.parse(text);
        assertThat(spec).hasToString(text);
        assertThat(TestFunctionSpec.parse(spec.toString())).isEqualTo(spec);
    }

    @Test
    void parseAll_textsWithCommas_areTheirClasses() {
        assertThat(TestFunctionSpec.parseAll("linear, local:5:3"))
                .hasToString("[linear, local:5:3]");
        assertThat(TestFunctionSpec.parse("separable-spline:principal"))
                .hasToString("separable-spline:principal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cubic",
                "linear:3",
                "hermite:0",
                "hermite:4:dct",
                "quadratic@3",
                "fourier:9@0",
                "local:5:3:1",
                "fourier:12345678"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> TestFunctionSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("test functions: expected auto, linear, ")
                .hasMessageEndingWith("found " + text + "; correct the text");
    }
}
