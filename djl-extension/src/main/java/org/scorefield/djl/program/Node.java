// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** One operator applied: its operands, in its order, and its result. */
record Node(Operator operator, List<Value> operands, Value result) {

    Node {
        operands = List.copyOf(operands);
    }
}
