// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact.Item;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.VersionRange;
import ai.djl.util.JsonUtils;
import ai.djl.util.Progress;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jar as a repository of DJL: NAME/metadata.json says what the artifact NAME is, and to prepare
 * it is to unpack its files and to check their SHA-256.
 */
final class ZooRepository extends AbstractRepository {

    private static final String METADATA = "/metadata.json";

    ZooRepository() {
        super(ScorefieldModelZoo.GROUP_ID, URI.create("scorefield:///"));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public @Nullable Metadata locate(MRL mrl) throws IOException {
        Optional<ZooEntry> entry =
                ScorefieldModelZoo.GROUP_ID.equals(mrl.getGroupId())
                        ? Zoo.find(mrl.getArtifactId())
                        : Optional.empty();
        if (entry.isEmpty()) {
            return null;
        }
        Metadata metadata = metadata(entry.get());
        metadata.init(Map.of());
        metadata.setRepositoryUri(mrl.toURI());
        return metadata;
    }

    /** What the jar says of an entry to DJL. */
    private static Metadata metadata(ZooEntry entry) throws IOException {
        String resource = entry.name() + METADATA;
        try (InputStream in = ZooRepository.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "zoo: expected " + resource + " in the jar, found none; build it again");
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            return JsonUtils.GSON.fromJson(reader, Metadata.class);
        }
    }

    @Override
    public ai.djl.repository.@Nullable Artifact resolve(
            MRL mrl, @Nullable Map<String, String> filter) throws IOException {
        Metadata metadata = locate(mrl);
        if (metadata == null) {
            return null;
        }
        List<ai.djl.repository.Artifact> found =
                metadata.search(VersionRange.parse(mrl.getVersion()), filter);
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public void prepare(ai.djl.repository.Artifact artifact, @Nullable Progress progress)
            throws IOException {
        getResourceDirectory(artifact);
    }

    /** The unpacked files; all of them are hashed, each time. */
    @Override
    public Path getResourceDirectory(ai.djl.repository.Artifact artifact) throws IOException {
        return Zoo.entry(artifact.getName()).directory();
    }

    @Override
    protected URI resolvePath(Item item, String path) throws IOException {
        return getResourceDirectory(item.getArtifact()).resolve(item.getName()).toUri();
    }

    @Override
    public Path getCacheDirectory() {
        return Utils.getCacheDir();
    }

    @Override
    public List<MRL> getResources() {
        return Zoo.entries().stream().map(entry -> mrl(entry.name())).toList();
    }

    /** The address of an entry. */
    MRL mrl(String name) {
        return model(Application.UNDEFINED, ScorefieldModelZoo.GROUP_ID, name);
    }
}
