// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import org.scorefield.djl.checkpoint.DType;

/**
 * How a program is written.
 *
 * @param dtype of parameters and activations: F32 or F64
 */
public record WriterOptions(DType dtype) {

    /** Single precision. */
    public static final WriterOptions FLOAT32 = new WriterOptions(DType.F32);

    /** Double precision, for reference values. */
    public static final WriterOptions FLOAT64 = new WriterOptions(DType.F64);

    /**
     * Refuses values outside their ranges.
     *
     * @param dtype of parameters and activations: F32 or F64
     */
    public WriterOptions {
        if (dtype != DType.F32 && dtype != DType.F64) {
            throw Shapes.refuse(
                    "WriterOptions", "F32 or F64", dtype, "half precision is not computed with");
        }
    }
}
