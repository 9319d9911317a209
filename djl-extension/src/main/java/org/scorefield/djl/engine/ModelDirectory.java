// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.NetworkSignature.TimeArgument;
import org.scorefield.djl.schedule.TimeInput;

/**
 * An ordinary DJL model directory: what {@code Criteria.optModelPath} takes.
 *
 * <pre>
 * model.pt             the TorchScript module: forward(x, time, ...) and, if compiled here, jvp
 * serving.properties   engine, loading options and the translator factory, as DJL reads them
 * card.json            schedule, prediction, time and data
 * scorefield.json      what the module was made from, its size and hash
 * </pre>
 *
 * @param path the directory
 * @param card what the network's input and output mean
 * @param manifest what the module was made from
 */
public record ModelDirectory(Path path, Card card, ModelManifest manifest) {

    private static final String MODULE = "model.pt";
    private static final String SERVING = "serving.properties";
    private static final String CARD = "card.json";
    private static final String MANIFEST = "scorefield.json";

    private static final String SERVING_TEXT =
            """
            engine=PyTorch
            option.modelName=model
            option.trainParam=true
            option.mapLocation=true
            translatorFactory=org.scorefield.djl.translate.DiffusionTranslatorFactory
            """;

    /**
     * Whether a path is a directory of this kind.
     *
     * @param path any path
     * @return true if it is a directory with the files of this format
     */
    public static boolean isOne(Path path) {
        return Files.isRegularFile(path.resolve(MANIFEST));
    }

    /**
     * Opens a directory and checks that its module is the one that was written.
     *
     * @param path the directory
     * @return its contents
     * @throws CheckpointException if a file is missing or damaged
     */
    public static ModelDirectory open(Path path) throws CheckpointException {
        ModelManifest.Sealed sealed =
                ModelManifest.parse(
                        text(path.resolve(MANIFEST)), path.resolve(MANIFEST).toString());
        Card card = Card.read(path.resolve(CARD));
        text(path.resolve(SERVING));
        check(path.resolve(MODULE), sealed);
        return new ModelDirectory(path, card, sealed.manifest());
    }

    /** {@return the TorchScript module} */
    public Path module() {
        return path.resolve(MODULE);
    }

    /**
     * {@return what goes into the module}
     *
     * @throws CheckpointException if the card lacks data shape or schedule
     */
    public NetworkSignature signature() throws CheckpointException {
        return signature(card, manifest);
    }

    /**
     * Copies the directory's files.
     *
     * @param target made if it is not there; files of the same names are replaced
     * @return the copy
     * @throws IOException if it cannot be written
     */
    public ModelDirectory copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        for (String name : List.of(MODULE, SERVING, CARD, MANIFEST)) {
            Files.copy(
                    path.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ModelDirectory(target, card, manifest);
    }

    /** Writes the files beside a module that is already there. */
    static ModelDirectory seal(Path path, Card card, ModelManifest manifest) throws IOException {
        Path module = path.resolve(MODULE);
        write(path.resolve(SERVING), SERVING_TEXT);
        write(path.resolve(CARD), card + "\n");
        write(path.resolve(MANIFEST), manifest.toJson(Files.size(module), Sha256.of(module)));
        return new ModelDirectory(path, card, manifest);
    }

    static Path moduleIn(Path path) {
        return path.resolve(MODULE);
    }

    static NetworkSignature signature(Card card, ModelManifest manifest)
            throws CheckpointException {
        boolean blind = card.parameterization().time().kind() == TimeInput.Kind.NONE;
        return new NetworkSignature(
                Optional.of(new Shape(card.dataShape())),
                blind ? TimeArgument.ABSENT : TimeArgument.PER_SAMPLE,
                manifest.constants());
    }

    private static void check(Path module, ModelManifest.Sealed sealed) throws CheckpointException {
        try {
            long size = Files.size(module);
            if (size != sealed.moduleSize() || !Sha256.of(module).equals(sealed.moduleSha256())) {
                throw new CheckpointException(
                        String.format(
                                Locale.ROOT,
                                "%s: expected the %d bytes that were written, found %d or others;"
                                        + " convert the checkpoint again",
                                module,
                                sealed.moduleSize(),
                                size));
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(module, e);
        }
    }

    private static String text(Path file) throws CheckpointException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static CheckpointException unreadable(Path file, IOException cause) {
        return new CheckpointException(
                file
                        + ": expected a readable file of a model directory, found "
                        + cause
                        + "; convert the checkpoint again",
                cause);
    }
}
