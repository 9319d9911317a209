// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that runs a checkpoint. */
final class ModelOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin private CheckpointOptions checkpoint = new CheckpointOptions();

    @Option(
            names = "--device",
            paramLabel = "D",
            description = "cpu, gpu, gpu1, ... Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    /** For the parser. */
    ModelOptions() {}

    /**
     * Loads a checkpoint or a model directory.
     *
     * @param subject the file or directory
     * @return the model, which the caller closes
     * @throws CheckpointException if it is refused
     * @throws IOException if the cache of compiled models cannot be written
     */
    DiffusionModel load(Subject subject) throws IOException {
        Path path = subject.path();
        if (ModelDirectory.isOne(path)) {
            Optional<Card> card = checkpoint.card();
            return card.isPresent()
                    ? DiffusionModel.load(path, card.get(), network())
                    : DiffusionModel.load(path, network());
        }
        return DiffusionModel.load(checkpoint.read(subject), checkpoint.architectures(), network());
    }

    /** Writes these options. */
    void write(CommandWords words) {
        checkpoint.write(words);
        words.with("--device", device);
    }

    private NetworkOptions network() {
        return NetworkOptions.defaults().withDevice(parse());
    }

    private Device parse() {
        String name = device.matches("gpu") ? "gpu0" : device;
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int gpus = Engine.getInstance().getGpuCount();
        if (!name.matches("gpu\\d{1,4}") || Integer.parseInt(name.substring(3)) >= gpus) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--device: expected cpu"
                            + (gpus == 0
                                    ? " (the engine sees no GPU)"
                                    : " or gpu0 .. gpu" + (gpus - 1))
                            + ", found "
                            + device
                            + "; the README's section GPU says what a GPU needs");
        }
        return Device.gpu(Integer.parseInt(name.substring(3)));
    }
}
