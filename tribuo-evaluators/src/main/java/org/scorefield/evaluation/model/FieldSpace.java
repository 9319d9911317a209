// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.ExtendedField;
import org.scorefield.djl.field.VectorField;

/**
 * The arrays that a field takes.
 *
 * @param shape of one state, without the batch axis
 * @param dataType FLOAT32 or FLOAT64
 * @param device where they lie
 */
public record FieldSpace(Shape shape, DataType dataType, Device device) {

    /**
     * The space of a model's field.
     *
     * @param field the field
     * @param model the model behind it
     * @return the space: the model's data, and one coordinate more for an extended field
     */
    public static FieldSpace of(VectorField field, DiffusionModel model) {
        Shape shape =
                field instanceof ExtendedField extended
                        ? new Shape(extended.dimension())
                        : new Shape(model.dataShape());
        return new FieldSpace(shape, model.dataType(), model.description().device());
    }

    /** {@return d, the numbers in one state} */
    public int dimension() {
        return Math.toIntExact(shape.size());
    }
}
