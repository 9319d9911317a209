// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scorefield.djl.architecture.CheckpointFixture.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;

class ArchitecturesTest {

    private static final Architectures KNOWN =
            Architectures.load(ArchitecturesTest.class.getClassLoader());

    /** A DnCNN of one channel, two features and one hidden layer. */
    private static Map<String, long[]> dnCnn() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("first_layer.weight", new long[] {2, 1, 3, 3});
        shapes.put("hidden_layer_list.0.weight", new long[] {2, 2, 3, 3});
        shapes.put("bn_layer_list.0.weight", new long[] {2});
        shapes.put("bn_layer_list.0.running_var", new long[] {2});
        shapes.put("last_layer.weight", new long[] {1, 2, 3, 3});
        return shapes;
    }

    private static Map<String, long[]> mlp() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("net.0.weight", new long[] {4, 3});
        shapes.put("net.0.bias", new long[] {4});
        shapes.put("net.2.weight", new long[] {2, 4});
        shapes.put("net.2.bias", new long[] {2});
        return shapes;
    }

    private static StateDict weights(Map<String, long[]> shapes) {
        return CheckpointFixture.random(shapes, 1);
    }

    @Test
    void load_ownClassPath_knowsTheShippedArchitectures() {
        assertThat(KNOWN.names()).containsExactly("DnCNN", "MLP", "UNet2DModel");
    }

    @Test
    void find_namedByCard_winsOverKeys() throws CheckpointException {
        var checkpoint = checkpoint(weights(dnCnn()), "{\"architecture\": \"MLP\"}");
        assertThat(KNOWN.find(checkpoint).name()).isEqualTo("MLP");
    }

    @Test
    void find_noCard_goesByTheKeys() throws CheckpointException {
        assertThat(KNOWN.find(checkpoint(weights(dnCnn()))).name()).isEqualTo("DnCNN");
        assertThat(KNOWN.find(checkpoint(weights(mlp()))).name()).isEqualTo("MLP");
    }

    @Test
    void find_sequenceNamedModel_goesByTheRankOfTheFirstWeight() throws CheckpointException {
        StateDict convolutions =
                weights(
                        Map.of(
                                "model.0.weight", new long[] {2, 1, 3, 3},
                                "model.2.weight", new long[] {1, 2, 3, 3}));
        StateDict matrices =
                weights(
                        Map.of(
                                "model.0.weight", new long[] {4, 2},
                                "model.2.weight", new long[] {2, 4}));
        assertThat(KNOWN.find(checkpoint(convolutions)).name()).isEqualTo("DnCNN");
        assertThat(KNOWN.find(checkpoint(matrices)).name()).isEqualTo("MLP");
    }

    @Test
    void find_unknownName_namesTheKnownAndTheNearestByKeys() {
        assertRefused(
                () -> KNOWN.find(checkpoint(weights(dnCnn()), "{\"architecture\": \"Blind\"}")),
                "weights.pt: architecture: expected one of DnCNN, MLP, UNet2DModel, found \"Blind\";"
                        + " its keys are nearest to DnCNN; correct the card, or add the"
                        + " architecture as a plugin");
    }

    @Test
    void find_nameInOtherCase_namesTheOneMeant() {
        assertRefused(
                () ->
                        KNOWN.find(
                                checkpoint(
                                        weights(dnCnn()), "{\"architecture\": \"Unet2DModel\"}")),
                "weights.pt: architecture: expected one of DnCNN, MLP, UNet2DModel, found"
                        + " \"Unet2DModel\"; did you mean \"UNet2DModel\"?");
    }

    @Test
    void find_nearlyKnownKeys_asksForACardAndNamesTheDifferences() {
        Map<String, long[]> shapes = dnCnn();
        shapes.remove("last_layer.weight");
        shapes.put("tail.weight", new long[] {1, 2, 3, 3});
        assertRefused(
                () -> KNOWN.find(checkpoint(weights(shapes))),
                "weights.pt: expected the keys of one known architecture (DnCNN, MLP, UNet2DModel),"
                        + " found keys nearest to DnCNN (missing last_layer.weight; unexpected"
                        + " tail.weight); give a card that names the architecture");
    }

    @Test
    void find_foreignKeys_asksForACard() {
        assertRefused(
                () -> KNOWN.find(checkpoint(weights(Map.of("encoder.w", new long[] {1})))),
                "weights.pt: expected the keys of one known architecture (DnCNN, MLP, UNet2DModel),"
                        + " found keys that none of them knows; give a card that names the"
                        + " architecture");
    }

    @Test
    void find_twoFit_namesBoth() {
        Architectures twins = Architectures.of(List.of(new Mlp(), new Twin("Other")));
        assertRefused(
                () -> twins.find(checkpoint(weights(mlp()))),
                "weights.pt: expected the keys of one known architecture (MLP, Other), found keys"
                        + " that fit MLP and Other; give a card that names the architecture");
    }

    @Test
    void of_sameNameTwice_isRefused() {
        assertThatThrownBy(() -> Architectures.of(List.of(new Mlp(), new Twin("MLP"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("architectures: expected different names, found MLP in ");
    }

    @Test
    void program_fittingWeights_givesGraphAndWeights() throws CheckpointException {
        NetworkProgram program =
                KNOWN.program(checkpoint(weights(mlp()), "{\"data\": {\"shape\": [2]}}"));
        assertThat(program.architecture()).isEqualTo("MLP");
        assertThat(program.graph().parameters().keySet())
                .containsExactlyInAnyOrderElementsOf(mlp().keySet());
        assertThat(program.graph().inputs().keySet()).containsExactly("u", "t");
    }

    @Test
    void program_noCard_asksForOne() {
        assertThatThrownBy(() -> KNOWN.program(checkpoint(weights(mlp()))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("card");
    }

    @Test
    void program_missingUnexpectedAndShapes_listsEach() {
        Map<String, long[]> shapes = dnCnn();
        shapes.remove("bn_layer_list.0.running_var");
        shapes.put("bn_layer_list.0.weight", new long[] {3});
        for (int i = 0; i < 12; i++) {
            shapes.put("extra." + i, new long[] {1});
        }
        assertRefused(
                () ->
                        KNOWN.program(
                                checkpoint(
                                        weights(shapes),
                                        "{\"architecture\": \"DnCNN\", \"data\": {\"shape\": [1, 8,"
                                                + " 8]}}")),
                "weights.pt: expected the parameters of DnCNN with the given options, found 1 missing:"
                        + " bn_layer_list.0.running_var; 12 unexpected: extra.0, extra.1, extra.2,"
                        + " extra.3, extra.4, extra.5, extra.6, extra.7, extra.8, extra.9 and 2"
                        + " more; 1 of another shape: bn_layer_list.0.weight expected [2], found"
                        + " [3]; correct the options or the architecture (its keys are nearest to"
                        + " DnCNN (missing bn_layer_list.*.running_var; unexpected extra.0,"
                        + " extra.1, extra.2 and 9 more))");
    }

    @Test
    void program_shapesThatDoNotCompose_isACheckpointException() {
        assertThatThrownBy(
                        () ->
                                KNOWN.program(
                                        checkpoint(
                                                weights(dnCnn()),
                                                "{\"data\": {\"shape\": [1, 8]}}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(
                        "weights.pt: DnCNN: expected options of a network that can be built, found"
                                + " that conv2d");
    }

    @Test
    void program_shapeBeyondLong_isACheckpointException() {
        String huge = "{\"data\": {\"shape\": [1000000, 1000000, 1000000, 1000000]}}";
        assertThatThrownBy(() -> KNOWN.program(checkpoint(weights(mlp()), huge)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("weights.pt: MLP: expected options of a network");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(CheckpointException.class).hasMessage(message);
    }

    /** An architecture that takes any weights for its own. */
    private record Twin(String name) implements Architecture {
        @Override
        public Match match(StateDict weights) {
            return new Match(1, new ArrayList<>(), List.of());
        }

        @Override
        public org.scorefield.djl.program.Graph build(ArchitectureSource source) {
            throw new UnsupportedOperationException();
        }
    }
}
