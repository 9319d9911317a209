// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.Artifact;
import ai.djl.repository.License;
import ai.djl.repository.LocalRepository;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.CheckpointReader;

/** metadata.json: what DJL reads of it, and what DJL's own repositories do with it. */
class ZooMetadataTest {

    /** FLOAT32 outputs of about 1, summed in another order. */
    private static final double TOLERANCE = 1e-5;

    /** Flat folders: DJL's own repositories make no folders in folders. */
    private static final List<String> FLAT = List.of("circles-velocity-8", "digits-epsilon");

    @TempDir Path folder;

    static List<ZooEntry> entries() {
        return Zoo.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void listArtifacts_anyEntry_saysWhatItsEntrySays(ZooEntry entry) throws Exception {
        MRL mrl =
                ModelZoo.getModelZoo(ScorefieldModelZoo.GROUP_ID)
                        .getModelLoader(entry.name())
                        .getMrl();
        assertThat(mrl.listArtifacts()).hasSize(1);
        Artifact artifact = mrl.listArtifacts().get(0);
        assertThat(artifact.getName()).isEqualTo(entry.name());
        assertThat(artifact.getProperties())
                .isEqualTo(
                        Map.of(
                                "family",
                                entry.about().family(),
                                "reference",
                                entry.referenceData().name()));
        Metadata metadata = artifact.getMetadata();
        assertThat(metadata.getResourceType()).isEqualTo("model");
        assertThat(metadata.getApplication()).isEqualTo(mrl.getApplication());
        assertThat(metadata.getGroupId()).isEqualTo(ScorefieldModelZoo.GROUP_ID);
        assertThat(metadata.getArtifactId()).isEqualTo(entry.name());
        assertThat(metadata.getDescription()).isEqualTo(entry.description());
        assertThat(metadata.getLicenses().values())
                .extracting(License::getName, License::getUrl)
                .hasToString(
                        "[(\"The Apache License, Version 2.0\","
                                + " \"https://www.apache.org/licenses/LICENSE-2.0\")]");
        assertThat(entry.about().licence()).isEqualTo("Apache-2.0");
        assertThat(artifact.getFiles().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        entry.files().stream().map(ZooFile::path).toList());
        for (Artifact.Item item : artifact.getFiles().values()) {
            Path file = mrl.getRepository().getFile(item, "");
            assertThat(item.getSize()).as(item.getName()).isEqualTo(Files.size(file));
            assertThat(item.getSha1Hash()).as(item.getName()).isEqualTo(sha1(file));
        }
    }

    @Test
    void match_byPropertyOrVersion_findsWhatIsThere() throws IOException {
        ZooRepository repository = new ZooRepository();
        MRL digits = repository.mrl("digits-epsilon");
        assertThat(digits.match(Map.of("family", "digits"))).isNotNull();
        assertThat(digits.match(Map.of("family", "circles"))).isNull();
        assertThat(digits.getDefaultArtifact().getVersion()).isEqualTo("0.1.0");
        assertThat(repository.getResources()).hasSameSizeAs(Zoo.entries());
        assertThat(repository.locate(repository.mrl("nothing"))).isNull();
        assertThatThrownBy(() -> repository.mrl("nothing").listArtifacts())
                .hasMessageContaining("resource not found");
    }

    @Test
    void prepare_copyOfAnEntryInARepositoryOfDjl_givesTheCheckpoint() throws Exception {
        for (String name : FLAT) {
            MRL mrl = copied(Zoo.entry(name));
            Artifact artifact = mrl.getDefaultArtifact();
            mrl.prepare(artifact);
            Path prepared = mrl.getRepository().getResourceDirectory(artifact);
            assertThat(
                            CheckpointReader.read(
                                            prepared.resolve("network.pt"),
                                            Card.read(prepared.resolve("card.json")))
                                    .sha256())
                    .isEqualTo(Zoo.entry(name).read().sha256());
        }
    }

    @Test
    void prepare_copyThatIsDamaged_isRefusedByDjl() throws Exception {
        MRL mrl = copied(Zoo.entry("digits-epsilon"));
        try (var files = Files.walk(folder)) {
            Path card = files.filter(file -> file.endsWith("card.json")).findFirst().orElseThrow();
            Files.writeString(card, "{}");
        }
        Artifact artifact = mrl.getDefaultArtifact();
        assertThatThrownBy(() -> mrl.prepare(artifact))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Checksum error: card.json, expected sha1: ");
    }

    @Test
    void loadModel_ofTorchScriptInARepositoryOfDjl_givesTheOutputsOfPyTorch() throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine("PyTorch")
                        .build();
        MRL mrl = copied(Zoo.entry("digits-epsilon"));
        try (ZooModel<NDList, NDList> model = new BaseModelLoader(mrl).loadModel(criteria);
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager();
                InputStream in =
                        ZooMetadataTest.class.getResourceAsStream("outputs/digits-epsilon.npy")) {
            NDArray both = NDList.decode(manager, in).get(0);
            // OUTPUT_STEPS of train_digits.py
            NDArray steps = manager.create(new long[] {1, 50, 250, 500, 899});
            NDArray found =
                    predictor.predict(new NDList(both.get(":, 0"), steps)).singletonOrThrow();
            assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat((double) found.sub(both.get(":, 1")).abs().max().getFloat())
                    .isLessThan(TOLERANCE);
        }
    }

    /** The entry's folder where DJL's repositories of folders look for it. */
    private MRL copied(ZooEntry entry) throws IOException {
        Path root = folder.resolve("repository-" + entry.name());
        Path target = root.resolve("model/undefined/org/scorefield/zoo").resolve(entry.name());
        Files.createDirectories(target);
        for (ZooFile file : entry.files()) {
            Files.copy(entry.file(file.path()), target.resolve(file.path()));
        }
        try (InputStream in = Zoo.class.getResourceAsStream(entry.name() + "/metadata.json")) {
            Files.copy(in, target.resolve("metadata.json"));
        }
        assertThat(Repository.newInstance("folder", root)).isInstanceOf(LocalRepository.class);
        List<MRL> found = new CopiedRepository(root, folder.resolve("prepared")).getResources();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** DJL's repository of a folder, which keeps what it prepares out of the user's cache. */
    private static final class CopiedRepository extends LocalRepository {
        private final Path cache;

        CopiedRepository(Path folder, Path cache) {
            super("folder", folder.toUri(), folder);
            this.cache = cache;
        }

        @Override
        public Path getCacheDirectory() {
            return cache;
        }
    }

    private static String sha1(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file)));
    }
}
