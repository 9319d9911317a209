// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * Where and how a network runs.
 *
 * @param engine the engine and its version, for example {@code PyTorch 2.7.1}
 * @param device the device of weights and arrays
 * @param dataType the type of weights and arrays, FLOAT32 or FLOAT64
 * @param jvp how {@code J v} is computed
 * @param vjp how {@code J^T w} is computed
 * @param notes what a reader of the results should know, for example why a method was given up
 */
public record NetworkDescription(
        String engine,
        Device device,
        DataType dataType,
        JacobianMethod jvp,
        JacobianMethod vjp,
        List<String> notes) {

    /**
     * Copies the notes.
     *
     * @param engine the engine and its version, for example {@code PyTorch 2.7.1}
     * @param device the device of weights and arrays
     * @param dataType the type of weights and arrays, FLOAT32 or FLOAT64
     * @param jvp how {@code J v} is computed
     * @param vjp how {@code J^T w} is computed
     * @param notes what a reader of the results should know, for example why a method was given up
     */
    public NetworkDescription {
        notes = List.copyOf(notes);
    }
}
