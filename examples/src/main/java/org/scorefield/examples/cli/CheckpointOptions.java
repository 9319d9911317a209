// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that takes a checkpoint. */
final class CheckpointOptions {

    /** How the positional argument is described wherever it is taken. */
    static final String CHECKPOINT =
            "A safetensors or PyTorch file, a diffusers directory, a TorchScript file, a"
                    + " directory that convert has made, or the name of an entry of the zoo.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--card",
            paramLabel = "FILE",
            description = "A JSON card: what the checkpoint does not say about itself.")
    private @Nullable Path card;

    @Option(
            names = "--plugin",
            paramLabel = "JAR",
            description = "A jar with further architectures; may be repeated.")
    private List<Path> plugins = List.of();

    /** For the parser. */
    CheckpointOptions() {}

    /** Writes these options. */
    void write(CommandWords words) {
        if (card != null) {
            words.with("--card", card);
        }
        plugins.forEach(jar -> words.with("--plugin", jar));
    }

    /**
     * The card, if one is given.
     *
     * @return the card, read
     * @throws CheckpointException if it is refused
     */
    Optional<Card> card() throws CheckpointException {
        return card == null ? Optional.empty() : Optional.of(Card.read(card));
    }

    /**
     * Reads a checkpoint with the card, if one is given, or with its own.
     *
     * @param subject the checkpoint
     * @return what it holds
     * @throws CheckpointException if it is refused
     */
    Checkpoint read(Subject subject) throws CheckpointException {
        Optional<Card> chosen = card();
        return chosen.isPresent()
                ? CheckpointReader.read(subject.path(), chosen.get())
                : subject.read();
    }

    /**
     * The architectures of the class path and of the plugins.
     *
     * @return the architectures, by name
     */
    Architectures architectures() {
        try {
            return Architectures.load(Plugins.loader(plugins));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
