// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Progress;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Path;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.translate.DiffusionTranslatorFactory;

/** An entry as a DJL artifact: unpacked and compiled once into the cache, never downloaded. */
final class ZooEntryLoader implements ModelLoader {

    private static final String VERSION = "0.1";

    private final ZooEntry entry;

    ZooEntryLoader(ZooEntry entry) {
        this.entry = entry;
    }

    /** The entry's model directory. */
    static Path modelDirectory(ZooEntry entry) throws IOException {
        return ModelCompiler.compile(
                        entry.read(),
                        Architectures.load(ZooEntryLoader.class.getClassLoader()),
                        NetworkOptions.defaults())
                .path();
    }

    @Override
    public String getGroupId() {
        return ScorefieldModelZoo.GROUP_ID;
    }

    @Override
    public String getArtifactId() {
        return entry.name();
    }

    @Override
    public Application getApplication() {
        return Application.UNDEFINED;
    }

    @Override
    public MRL getMrl() {
        return MRL.model(
                Repository.newInstance(getGroupId(), Utils.getCacheDir()),
                getApplication(),
                getGroupId(),
                getArtifactId(),
                VERSION,
                entry.name());
    }

    @Override
    public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
            throws IOException, ModelNotFoundException, MalformedModelException {
        Criteria.Builder<I, O> local =
                criteria.toBuilder()
                        .optGroupId(null)
                        .optArtifactId(null)
                        .optModelPath(modelDirectory(entry));
        if (criteria.getTranslatorFactory() == null) {
            local.optTranslatorFactory(new DiffusionTranslatorFactory());
        }
        return local.build().loadModel();
    }

    @Override
    public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
        return true;
    }

    @Override
    public <I, O> void downloadModel(Criteria<I, O> criteria, Progress progress)
            throws IOException {
        modelDirectory(entry);
    }
}
