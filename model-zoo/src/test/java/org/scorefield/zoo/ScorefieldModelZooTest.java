// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.field.DiffusionModel;

/** The default entry through DJL's own interfaces, with no network. */
class ScorefieldModelZooTest {

    private static final String NAME = Zoo.defaultEntry().name();

    /** DJL lets the graph optimiser reorder a few sums. */
    private static final double ROUNDING = 1e-5;

    private static final float T = 0.5f;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private NDArray x;
    private NDArray t;
    private NDArray score;

    @BeforeEach
    void score() throws Exception {
        float[] values = new float[28 * 28];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        x = manager.create(values, new Shape(1, 1, 28, 28));
        t = manager.create(new float[] {T});
        try (DiffusionModel model = DiffusionModel.load(Zoo.defaultEntry().unpack())) {
            score = model.score(x, T);
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void loadModel_byGroupAndArtifact_givesTheModel() throws Exception {
        assertThat(predict(criteria().optGroupId(ScorefieldModelZoo.GROUP_ID).optArtifactId(NAME)))
                .isLessThan(ROUNDING);
    }

    @Test
    void loadModel_byZoo_givesTheModel() throws Exception {
        ModelZoo zoo = ModelZoo.getModelZoo(ScorefieldModelZoo.GROUP_ID);
        assertThat(predict(criteria().optModelZoo(zoo).optArtifactId(NAME))).isLessThan(ROUNDING);
    }

    @Test
    void loadModel_byUrl_givesTheModel() throws Exception {
        assertThat(
                        predict(
                                criteria()
                                        .optModelUrls("scorefield://" + NAME)
                                        .optTranslatorFactory(new DeferredTranslatorFactory())))
                .isLessThan(ROUNDING);
        assertThatThrownBy(() -> criteria().optModelUrls("scorefield://nothing"))
                .hasStackTraceContaining("name: expected one of " + NAME);
    }

    @Test
    void listModels_namesTheEntry() {
        assertThat(ModelZoo.listModels().get(Application.UNDEFINED))
                .anySatisfy(mrl -> assertThat(mrl.getArtifactId()).isEqualTo(NAME));
    }

    @Test
    void loadModel_byProperty_takesOnlyEntriesThatHaveIt() throws Exception {
        Criteria.Builder<NDList, NDList> criteria =
                criteria().optGroupId(ScorefieldModelZoo.GROUP_ID).optArtifactId(NAME);
        assertThat(predict(criteria.optFilter("family", "fashion-mnist"))).isLessThan(ROUNDING);
        assertThatThrownBy(() -> criteria.optFilter("family", "digits").build().loadModel())
                .isInstanceOf(ModelNotFoundException.class);
        Criteria<NDList, NDList> other = criteria.build();
        assertThatThrownBy(
                        () ->
                                ModelZoo.getModelZoo(ScorefieldModelZoo.GROUP_ID)
                                        .getModelLoader(NAME)
                                        .loadModel(other))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessage(
                        "filters: expected properties of fashion-mnist-ddpm, found"
                                + " {family=digits}; see its metadata.json");
    }

    @Test
    void isDownloaded_alwaysHolds_asTheWeightsAreInTheJar() throws Exception {
        Criteria<NDList, NDList> criteria =
                criteria().optGroupId(ScorefieldModelZoo.GROUP_ID).optArtifactId(NAME).build();
        assertThat(criteria.isDownloaded()).isTrue();
    }

    private static Criteria.Builder<NDList, NDList> criteria() {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optArgument("quantity", "score");
    }

    /** The largest difference from the model's score, relative to its largest entry. */
    private double predict(Criteria.Builder<NDList, NDList> criteria) throws Exception {
        try (ZooModel<NDList, NDList> model = criteria.build().loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray found = predictor.predict(new NDList(x, t)).singletonOrThrow();
            return found.sub(score).abs().max().getFloat() / score.abs().max().getFloat();
        }
    }
}
