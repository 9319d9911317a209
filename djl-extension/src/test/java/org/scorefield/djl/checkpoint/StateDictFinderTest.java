// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictFinderTest {

    @TempDir Path folder;

    /** Writes dictionaries as nested text: {@code {a: 6, b: {c: 2}}}; a number is a tensor. */
    private Path file(String value) {
        var pickle = new PickleWriter();
        int end = write(value.replace(" ", ""), 0, pickle);
        assertThat(end).isEqualTo(value.replace(" ", "").length());
        return TestFiles.write(
                folder, "x.pt", TestFiles.torchZip(pickle.stop(), TestFiles.floats(1, 2, 3, 4)));
    }

    private static int write(String text, int from, PickleWriter pickle) {
        int at = from;
        char first = text.charAt(at);
        if (first == '{' || first == '[') {
            pickle.op(first == '{' ? '}' : ']');
            at++;
            while (text.charAt(at) != '}' && text.charAt(at) != ']') {
                if (first == '{') {
                    int colon = text.indexOf(':', at);
                    pickle.text(text.substring(at, colon));
                    at = colon + 1;
                }
                at = write(text, at, pickle);
                pickle.op(first == '{' ? 's' : 'a');
                at += text.charAt(at) == ',' ? 1 : 0;
            }
            return at + 1;
        }
        if (first == 'N') {
            pickle.op('N');
        } else {
            pickle.tensor("FloatStorage", "0", first - '0');
        }
        return at + 1;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 3, b: 1}                                             | a b",
                "{state_dict: {a: 3, b: 1}, epoch: N}                     | a b",
                "{model: [{a: 3, b: 1}], optimizer: {x: 4, y: 4}}         | a b",
                "{loss: 1, net: {a: 3, b: 1}}                             | a b",
                "{model: {a: 3}, ema: {b: 3}}                             | b",
                "{model: {a: 3}, model_ema: {b: 3}}                       | b",
                "{model: {a: 4, b: 4}, ema: {c: 1}}                       | a b",
                "{cinema: {a: 3}, model: {b: 3}}                          | a",
                "{model: {a: 2}, ema: {ema_model.w: 2, online_model.w: 2}} | w",
                "{g: {a: 4}, d: {b: 3}}                                   | a",
                "{trainer: {state: {0: 4}, param_groups: [N]}, m: {a: 1}} | a",
                "{lr_scheduler: {a: 4}, grad_scaler: {b: 4}, m: {c: 1}}   | c",
                "{module.a: 1, module.b: 2}                               | a b",
                "{module._orig_mod.a: 1, module._orig_mod.b: 2}           | a b",
                "{_orig_mod.module.a: 1}                                  | a",
                "{enc._orig_mod.a: 1, dec.b: 2}                           | enc.a dec.b",
                "{n_averaged: 1, module.a: 2}                             | a",
                "{module.a: 1, b: 2}                                      | module.a b",
                "{_orig_mod.a: 1, a: 2}                                   | _orig_mod.a a"
            })
    void read_withoutCard_choosesByContent(String value, String names) throws IOException {
        assertThat(CheckpointReader.read(file(value)).requireStateDict().names())
                .containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model       | {model: {a: 1}, ema: {b: 1}}          | a",
                "model[1]    | {model: [{a: 1}, {b: 1}]}             | b",
                "x.y         | {x: {y: {a: 1}}, z: {b: 4}}           | a",
                "x.y         | {x.y: {a: 1}, x: {y: {b: 1}}}         | a",
                "x[0].y[1]   | {x: [{y: [N, {a: 1}]}]}               | a",
                "optimizer   | {optimizer: {a: 1}, m: {b: 4}}        | a",
                "sd.unet     | {sd: {unet.a: 1, vae.b: 4}}           | a",
                "unet        | {unet.a: 1, vae.b: 4}                 | a",
                "[1]         | [{a: 1}, {b: 1}]                      | b"
            })
    void read_withCard_takesThePathOfTheCard(String path, String value, String names)
            throws IOException {
        Card card = Card.parse("{\"stateDict\": \"" + path + "\"}", "card");
        Checkpoint checkpoint = CheckpointReader.read(file(value), card);
        assertThat(checkpoint.requireStateDict().names()).containsExactly(names.split(" "));
        assertThat(checkpoint.notes()).anyMatch(n -> n.contains("as the card says"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modle",
                "model[7]",
                "model[99999999999]",
                "model[x]",
                "model[0",
                "a.b.c",
                "["
            })
    void read_withPathToNothing_listsWhatThereIs(String path) throws IOException {
        Card card = Card.parse("{\"stateDict\": \"" + path + "\"}", "card");
        Path file = file("{model: {a: 3}, ema: {b: 2}}");
        assertThatThrownBy(() -> CheckpointReader.read(file, card))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a state dict at \"" + path + "\"")
                .hasMessageContaining("\"model\" (tensors: 1, parameters: 3)")
                .hasMessageContaining("\"ema\" (tensors: 1, parameters: 2)");
    }

    @Test
    void read_nothingNamed_isRefused() {
        assertThat(TestFiles.refusal(file("[1, 2]")))
                .contains("expected a dictionary of named tensors, found a list without one");
        assertThat(TestFiles.refusal(file("{a: N}"))).contains("found a dict without one");
        assertThat(TestFiles.refusal(file("3"))).contains("found a single tensor without one");
    }

    @Test
    void read_choice_isSaid() throws IOException {
        Checkpoint checkpoint =
                CheckpointReader.read(file("{net: {module.a: 4, x: N}, old: {b: 1}}"));
        assertThat(checkpoint.notes())
                .containsExactly(
                        "State dict: \"net\" (tensors: 1, parameters: 4), the largest in the file."
                                + " Not used: \"old\" (tensors: 1, parameters: 1); choose with"
                                + " \"stateDict\" in a card.",
                        "Left out of the state dict, as no tensors: x.",
                        "Removed the prefix \"module.\" from the names.");
    }
}
