// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Progress;
import java.io.IOException;
import java.nio.file.Path;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.translate.DiffusionTranslatorFactory;

/** An entry as a DJL artifact: unpacked and compiled once into the cache, never downloaded. */
final class ZooEntryLoader implements ModelLoader {

    private final ZooEntry entry;
    private final ZooRepository repository;

    ZooEntryLoader(ZooEntry entry, ZooRepository repository) {
        this.entry = entry;
        this.repository = repository;
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
        return repository.mrl(entry.name());
    }

    @Override
    public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
            throws IOException, ModelNotFoundException, MalformedModelException {
        if (getMrl().match(criteria.getFilters()) == null) {
            throw new ModelNotFoundException(
                    String.format(
                            "filters: expected properties of %s, found %s; see its metadata.json",
                            entry.name(), criteria.getFilters()));
        }
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
