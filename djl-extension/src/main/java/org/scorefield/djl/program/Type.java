// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** What is known of a value before it is computed. */
record Type(long[] shape, boolean batched, boolean active, Value.Elements elements) {

    Type {
        shape = shape.clone();
    }

    /** The type of a result of this shape that depends on all of these operands. */
    static Type of(long[] shape, List<Value> operands) {
        boolean batched = operands.stream().anyMatch(Value::batched);
        boolean active = operands.stream().anyMatch(Value::active);
        return new Type(shape, batched, active, Value.Elements.REAL);
    }
}
