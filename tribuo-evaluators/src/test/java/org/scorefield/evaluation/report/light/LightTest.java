// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.evaluation.report.content.Html;

class LightTest {

    private static Measure between(double low, double high) {
        return new Measure("error, nats", (low + high) / 2, low, high, 0.95, 1, 3);
    }

    /** Against amber 1 and red 3: an end on a threshold is at it. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.9, GREEN",
        "0, 1, AMBER",
        "0, 2.9, AMBER",
        "0, 3, GREY",
        "1, 2.9, AMBER",
        "1, 3, AMBER",
        "2.9, 9, AMBER",
        "3, 3, RED",
        "4, Infinity, RED",
        "-Infinity, Infinity, GREY",
        "-Infinity, 0.9, GREEN"
    })
    void colour_ofAnInterval_isDecidedByItsEnds(double low, double high, Colour expected) {
        assertThat(new Measure("error", 2, low, high, 0.95, 1, 3).colour()).isEqualTo(expected);
    }

    /** However sure a small effect is, it is green. */
    @Test
    void colour_ofACertainButSmallEffect_isGreen() {
        assertThat(between(0.2, 0.2001).colour()).isEqualTo(Colour.GREEN);
    }

    @Test
    void of_aMeasure_saysNumberIntervalAndThresholds() {
        Light light = Light.of(between(3.5, 4.5), "By hand.");
        assertThat(light.colour()).isEqualTo(Colour.RED);
        assertThat(light.sentence())
                .isEqualTo(
                        "Error, nats: measured 4.00 [3.5, 4.5] at 95 % confidence; green below 1,"
                                + " red from 3.");
        assertThat(Light.of(between(0, 4), "").sentence()).contains("Undecided: the interval");
        assertThat(Light.of(between(0, 2), "").sentence()).contains("Red is excluded");
        assertThat(Light.of(between(2, 4), "").sentence()).contains("Green is excluded");
    }

    @Test
    void measure_wrongOrder_isRefused() {
        assertThatThrownBy(() -> between(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "interval: expected low <= high, found 2.0 and 1.0; give both ends,"
                                + " infinite where there is none");
        assertThatThrownBy(() -> new Measure("error", 0, 0, 1, 0.95, 3, 1))
                .hasMessage("thresholds: expected amber <= red, found 3.0 and 1.0; exchange them");
        assertThatThrownBy(() -> between(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Newcombe 1998, table II, method 10: 56 of 70 less 48 of 80 is 0.2 [0.0524, 0.3339]. */
    @Test
    void minus_ofTwoShares_isNewcombesInterval() {
        Spread difference = Spread.share(56, 70).minus(Spread.share(48, 80));
        assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
        assertThat(difference.low()).isCloseTo(0.0524, within(5e-5));
        assertThat(difference.high()).isCloseTo(0.3339, within(5e-5));
    }

    @Test
    void minus_withoutAnInterval_hasNone() {
        Spread unknown = new Spread(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        Spread difference = unknown.minus(new Spread(0.5, 0.4, 0.6));
        assertThat(difference.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(difference.high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(difference.measure("error", 1, 3).colour()).isEqualTo(Colour.GREY);
    }

    @Test
    void or_ofTwoLights_isTheMoreSevere() {
        Light red = Light.of(between(3, 4), "");
        Light green = Light.of(between(0, 0.5), "");
        Light grey = Light.undecided("too few samples.", "");
        assertThat(green.or(red)).isSameAs(red);
        assertThat(red.or(green)).isSameAs(red);
        assertThat(green.or(grey)).isSameAs(grey);
        assertThat(grey.or(Light.of(between(2, 2), "")).colour()).isEqualTo(Colour.AMBER);
    }

    @Test
    void json_ofALight_readsBack() {
        Light open =
                Light.of(new Measure("error", 2, 1.5, Double.POSITIVE_INFINITY, 0.9, 1, 3), "Why.");
        for (Light light : new Light[] {open, Light.undecided("no data.", "Why."), Light.NONE}) {
            JsonObject json = JsonParser.parseString(light.toJson().toString()).getAsJsonObject();
            assertThat(Light.of(json)).contains(light);
        }
        assertThat(Light.of(new JsonObject())).isEmpty();
    }

    /** Colour alone is no sign: a word and a shape of its own go with it. */
    @ParameterizedTest
    @EnumSource(Colour.class)
    void sign_ofAColour_hasItsWordAndAShape(Colour colour) {
        Html html = new Html();
        LightHtml.sign(html, colour);
        assertThat(html.toString())
                .contains("aria-hidden=\"true\"")
                .containsPattern(">" + LightHtml.title(colour) + "</span>$");
        for (Colour other : Colour.values()) {
            Html another = new Html();
            LightHtml.sign(another, other);
            if (other != colour) {
                assertThat(shape(another)).isNotEqualTo(shape(html));
            }
        }
    }

    private static String shape(Html html) {
        return html.toString().replaceAll("(?s)^.*<svg[^>]*>(.*)</svg>.*$", "$1");
    }
}
