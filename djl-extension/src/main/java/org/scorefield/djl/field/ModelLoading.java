// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.engine.ModelManifest;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.schedule.Parameterization;

/** From a path to a model. */
final class ModelLoading {

    private ModelLoading() {}

    static DiffusionModel load(Path path, Optional<Card> card, NetworkOptions options)
            throws IOException {
        if (ModelDirectory.isOne(path)) {
            ModelDirectory directory = ModelDirectory.open(path);
            Card merged = card.isPresent() ? card.get().over(directory.card()) : directory.card();
            return load(new ModelDirectory(path, merged, directory.manifest()), options);
        }
        Checkpoint checkpoint =
                card.isPresent()
                        ? CheckpointReader.read(path, card.get())
                        : CheckpointReader.read(path);
        return load(checkpoint, Architectures.load(loader()), options);
    }

    static DiffusionModel load(
            Checkpoint checkpoint, Architectures architectures, NetworkOptions options)
            throws IOException {
        Meaning meaning = Meaning.of(checkpoint.requireCard());
        ModelCompiler.Loaded loaded = ModelCompiler.load(checkpoint, architectures, options);
        return model(meaning, loaded, checkpoint.notes());
    }

    private static DiffusionModel load(ModelDirectory directory, NetworkOptions options)
            throws IOException {
        Meaning meaning = Meaning.of(directory.card());
        ModelCompiler.Loaded loaded = ModelCompiler.load(directory, options);
        return model(meaning, loaded, directory.manifest().notes());
    }

    private static DiffusionModel model(
            Meaning meaning, ModelCompiler.Loaded loaded, List<String> notes) {
        ModelManifest manifest = loaded.manifest();
        ModelProvenance provenance =
                new ModelProvenance(
                        manifest.checkpointSha256(),
                        manifest.container(),
                        manifest.architecture(),
                        loaded.network().description(),
                        meaning.card().json(),
                        notes);
        return new DiffusionModel(
                loaded.network(), meaning.parameterization(), meaning.data(), provenance);
    }

    /** What a card says of a model, read before anything is compiled. */
    private record Meaning(Card card, Parameterization parameterization, DataSpace data) {

        static Meaning of(Card card) throws CheckpointException {
            return new Meaning(
                    card,
                    card.parameterization(),
                    new DataSpace(card.dataShape(), card.dataRange()));
        }
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? DiffusionModel.class.getClassLoader() : context;
    }
}
