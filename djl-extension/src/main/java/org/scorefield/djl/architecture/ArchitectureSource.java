// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import com.google.gson.JsonObject;
import java.util.Arrays;
import org.scorefield.djl.checkpoint.StateDict;

/**
 * What an architecture is built from.
 *
 * @param options the architecture's own keys: a card's {@code options}, or diffusers' config
 * @param stateDict the checkpoint's weights
 * @param dataShape the shape of one sample without the batch axis, as {@code [channels, height,
 *     width]}
 */
public record ArchitectureSource(JsonObject options, StateDict stateDict, long[] dataShape) {

    /**
     * Copies the options and the shape.
     *
     * @param options the architecture's own keys: a card's {@code options}, or diffusers' config
     * @param stateDict the checkpoint's weights
     * @param dataShape the shape of one sample without the batch axis, as {@code [channels, height,
     *     width]}
     */
    public ArchitectureSource {
        options = options.deepCopy();
        dataShape = dataShape.clone();
        if (dataShape.length == 0 || Arrays.stream(dataShape).anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException(
                    "dataShape: expected positive dimensions, found "
                            + Arrays.toString(dataShape)
                            + "; give the shape of one sample without the batch axis");
        }
    }

    /**
     * {@return the architecture's own keys: a card's {@code options}, or diffusers' config} A copy.
     */
    @Override
    public JsonObject options() {
        return options.deepCopy();
    }

    /**
     * {@return the shape of one sample without the batch axis, as {@code [channels, height,
     * width]}} A copy.
     */
    @Override
    public long[] dataShape() {
        return dataShape.clone();
    }
}
