// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.Container;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;

/** Checkpoints made in memory. */
final class CheckpointFixture {

    private CheckpointFixture() {}

    /** Tensors of standard normal numbers, variances made positive. */
    static StateDict random(Map<String, long[]> shapes, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    int elements = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
                    float[] values = new float[elements];
                    for (int i = 0; i < elements; i++) {
                        values[i] = (float) random.nextGaussian();
                        if (name.endsWith("running_var")) {
                            values[i] = 0.5f + Math.abs(values[i]);
                        }
                    }
                    tensors.put(name, Tensors.of(values, shape));
                });
        return StateDict.of(tensors);
    }

    static Checkpoint checkpoint(StateDict weights) {
        return checkpoint(weights, Optional.empty());
    }

    static Checkpoint checkpoint(StateDict weights, String card) throws CheckpointException {
        return checkpoint(weights, Optional.of(Card.parse(card, "card.json")));
    }

    private static Checkpoint checkpoint(StateDict weights, Optional<Card> card) {
        return new Checkpoint(
                Path.of("weights.pt"),
                Container.TORCH_ZIP,
                weights,
                Map.of(),
                card,
                "0".repeat(64),
                List.of());
    }
}
