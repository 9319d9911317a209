// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Locale;

/** Times in an array, read in double precision. */
final class Times {

    private Times() {}

    static double[] of(NDArray t) {
        boolean vector = t.getShape().dimension() <= 1 && t.getShape().size() >= 1;
        if (!vector || !t.getDataType().isFloating()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "t: expected FLOAT32 or FLOAT64 numbers of shape [batch] in [0, 1], found"
                                    + " %s %s; give one time a sample",
                            t.getDataType(),
                            t.getShape()));
        }
        if (t.getDataType() == DataType.FLOAT64) {
            return t.toDoubleArray();
        }
        try (NDArray wide = t.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }
}
