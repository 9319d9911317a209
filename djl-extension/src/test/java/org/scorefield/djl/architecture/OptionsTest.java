// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.checkpoint.CheckpointException;

class OptionsTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    @Test
    void of_unknownKey_isRefusedWithTheKnown() {
        assertRefused(
                () -> options("{\"depht\": 2}", "depth", "width"),
                "options: expected the keys depth, width, found also depht; remove or correct it");
    }

    @Test
    void of_underscoredKey_isNeverUnknown() throws CheckpointException {
        assertThat(options("{\"_class_name\": \"X\"}", "depth").integer("depth")).isEmpty();
    }

    @Test
    void values_rightTypes_areRead() throws CheckpointException {
        Options options =
                options(
                        "{\"i\": 3, \"x\": 0.5, \"b\": true, \"s\": \"a\", \"e\": \"dark_blue\","
                                + " \"l\": [1, 2], \"t\": [\"p\"], \"n\": null}",
                        "i",
                        "x",
                        "b",
                        "s",
                        "e",
                        "l",
                        "t",
                        "n");
        assertThat(options.integer("i")).hasValue(3);
        assertThat(options.positive("i")).hasValue(3);
        assertThat(options.number("x")).hasValue(0.5);
        assertThat(options.flag("b")).contains(true);
        assertThat(options.text("s")).contains("a");
        assertThat(options.constant("e", Colour.class)).contains(Colour.DARK_BLUE);
        assertThat(options.integers("l").orElseThrow()).containsExactly(1, 2);
        assertThat(options.texts("t").orElseThrow()).containsExactly("p");
        assertThat(options.isNull("n")).isTrue();
        assertThat(options.text("n")).isEmpty();
        assertThat(options.isNull("absent")).isFalse();
    }

    @Test
    void values_wrongTypes_areRefusedByName() throws CheckpointException {
        Options options =
                options(
                        "{\"i\": 1.5, \"z\": 0, \"x\": \"1\", \"b\": 1, \"s\": 2, \"e\": \"green\","
                                + " \"l\": 1}",
                        "i",
                        "z",
                        "x",
                        "b",
                        "s",
                        "e",
                        "l");
        String remedy = "; correct the card or config.json";
        assertRefused(
                () -> options.integer("i"),
                "options: i: expected a whole number, found 1.5" + remedy);
        assertRefused(
                () -> options.positive("z"),
                "options: z: expected a positive whole number, found 0" + remedy);
        assertRefused(
                () -> options.number("x"),
                "options: x: expected a finite number, found \"1\"" + remedy);
        assertRefused(
                () -> options.flag("b"), "options: b: expected true or false, found 1" + remedy);
        assertRefused(() -> options.text("s"), "options: s: expected a text, found 2" + remedy);
        assertRefused(
                () -> options.constant("e", Colour.class),
                "options: e: expected one of red, dark_blue, found \"green\"" + remedy);
        assertRefused(
                () -> options.integers("l"),
                "options: l: expected a list of whole numbers, found 1" + remedy);
    }

    private static Options options(String json, String... known) throws CheckpointException {
        return Options.of(JsonParser.parseString(json).getAsJsonObject(), Set.of(known));
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(CheckpointException.class).hasMessage(message);
    }
}
