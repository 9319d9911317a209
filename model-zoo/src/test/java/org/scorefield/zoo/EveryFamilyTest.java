// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.field.DiffusionModel;

/** The first entry of each family, through DJL's Criteria. */
class EveryFamilyTest {

    private static final long SEED = 7;

    /** DJL lets the graph optimiser reorder a few sums. */
    private static final double ROUNDING = 1e-5;

    private static final float T = 0.5f;

    static Collection<ZooEntry> entries() {
        Map<String, ZooEntry> first = new LinkedHashMap<>();
        Zoo.entries().forEach(entry -> first.putIfAbsent(entry.about().family(), entry));
        return first.values();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void loadModel_byCriteria_givesTheDenoiserOfTheEntry(ZooEntry entry) throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optGroupId(ScorefieldModelZoo.GROUP_ID)
                        .optArtifactId(entry.name())
                        .optArgument("quantity", "denoiser")
                        .build();
        try (DiffusionModel direct = entry.load();
                ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = direct.newManager()) {
            NDArray x = noise(manager, direct.dataShape());
            NDArray expected = direct.denoiser(x, T);
            NDArray found =
                    predictor
                            .predict(new NDList(x, manager.create(new float[] {T})))
                            .singletonOrThrow();
            assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat((double) found.sub(expected).abs().max().getFloat())
                    .as(entry.name() + ", seed " + SEED)
                    .isLessThan(ROUNDING * Math.max(1, expected.abs().max().getFloat()));
        }
    }

    private static NDArray noise(NDManager manager, long[] shape) {
        Shape batch =
                new Shape(LongStream.concat(LongStream.of(1), LongStream.of(shape)).toArray());
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[(int) batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, batch);
    }
}
