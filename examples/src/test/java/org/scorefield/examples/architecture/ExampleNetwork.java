// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.architecture.NetworkProgram;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.NetworkSignature.ConstantInput;
import org.scorefield.djl.engine.TorchScriptNetwork;
import org.scorefield.djl.program.TorchScriptWriter;
import org.scorefield.djl.program.WriterOptions;

/** Compiles checkpoints of the example architectures, found by ServiceLoader as anyone's are. */
final class ExampleNetwork {

    private static final Path CARDS = Path.of("cards");

    private ExampleNetwork() {}

    static Card card(String name) throws IOException {
        return Card.read(CARDS.resolve(name + ".json"));
    }

    static NetworkProgram program(Checkpoint checkpoint) throws IOException {
        return Architectures.load(ExampleNetwork.class.getClassLoader()).program(checkpoint);
    }

    /** Compiles and loads; inputs after the time are constants, here labels. */
    static Network load(NetworkProgram program, Path folder, double... labels) throws IOException {
        Path file = folder.resolve("model.pt");
        TorchScriptWriter.write(
                program.graph(), program.weights(), new WriterOptions(DType.F32), file);
        Map<String, long[]> inputs = program.graph().inputs();
        Shape shape = new Shape(inputs.get("u"));
        List<ConstantInput> constants = new ArrayList<>();
        for (double label : labels) {
            constants.add(new ConstantInput("label", label, ConstantInput.Kind.INDEX));
        }
        NetworkSignature signature =
                inputs.containsKey("t")
                        ? NetworkSignature.timed(shape)
                        : NetworkSignature.blind(shape);
        return TorchScriptNetwork.load(
                file, signature.withConstants(constants), NetworkOptions.defaults());
    }
}
