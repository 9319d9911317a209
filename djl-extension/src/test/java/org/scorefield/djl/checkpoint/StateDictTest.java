// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictTest {

    private static final Tensor ONE = Tensors.of(new float[] {1}, 1);
    private static final Tensor TWO = Tensors.of(new float[] {2}, 1);

    @Test
    void require_missingName_namesTheNearest() throws CheckpointException {
        StateDict dict = StateDict.of(Map.of("conv_in.weight", ONE, "other", TWO));
        assertThat(dict.require("other")).isSameAs(TWO);
        assertThatThrownBy(() -> dict.require("conv_in.weigth"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("conv_in.weigth: expected a tensor of this name")
                .hasMessageContaining("nearest: conv_in.weight");
    }

    @Test
    void contentHash_sameContents_isTheSameWhateverTheOrder() {
        var one = new LinkedHashMap<String, Tensor>();
        one.put("a", ONE);
        one.put("b", TWO);
        var other = new LinkedHashMap<String, Tensor>();
        other.put("b", TWO);
        other.put("a", ONE);
        String hash = StateDict.of(one).contentHash();
        assertThat(StateDict.of(other).contentHash()).isEqualTo(hash).hasSize(64);
    }

    @Test
    void contentHash_anyDifference_changesIt() {
        var hashes = new ArrayList<String>();
        for (Map<String, Tensor> dict :
                List.of(
                        Map.of("a", ONE),
                        Map.of("b", ONE),
                        Map.of("a", TWO),
                        Map.of("a", Tensors.of(new float[] {1}, 1, 1)),
                        Map.of("a", Tensors.of(new float[] {1})),
                        Map.of("a", Tensors.of(new double[] {1}, 1)),
                        Map.<String, Tensor>of())) {
            hashes.add(StateDict.of(dict).contentHash());
        }
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void withoutPrefix_keepsWhatHasIt() {
        StateDict dict = StateDict.of(Map.of("unet.a", ONE, "vae.a", TWO)).withoutPrefix("unet.");
        assertThat(dict.names()).containsExactly("a");
        assertThat(dict.get("a")).isSameAs(ONE);
        assertThat(dict.get("vae.a")).isNull();
    }

    @Test
    void contentHash_ofAFixture_isTheSameInAllContainers() throws IOException {
        String zip = hash("zip-byteorder");
        assertThat(hash("zip-without-byteorder")).isEqualTo(zip);
        assertThat(hash("zip-protocol-5")).isEqualTo(zip);
    }

    private static String hash(String fixture) throws IOException {
        return CheckpointReader.read(PythonFixturesTest.file(fixture))
                .requireStateDict()
                .contentHash();
    }
}
