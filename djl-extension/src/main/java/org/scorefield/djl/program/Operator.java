// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/**
 * One kind of computation: its rule of shapes, its TorchScript, and its tangents. Everything the
 * compiler knows of an operator is in its class.
 */
sealed interface Operator
        permits Affine,
                Attention,
                Binary,
                Concat,
                Convolution,
                Embedding,
                Layout,
                Leaf,
                LeakyRelu,
                Linear,
                MatMul,
                Normalization,
                Pointwise,
                Reduce,
                Resample,
                Softmax {

    /** What errors call it. */
    String label();

    /**
     * The rule of shapes.
     *
     * @throws IllegalArgumentException if the operands do not fit
     */
    Type infer(List<Value> operands);

    /** The expression of the value. */
    String value(Step step);

    /**
     * The value and its tangents; called only if an operand has tangents.
     *
     * <p>Unless overridden: the operator is linear in all its active operands together, and the
     * same expression serves for the tangents.
     */
    default Dual tangent(TangentStep step) {
        return new Dual(value(step), Flow.fresh(value(step.ofTangents())));
    }
}
