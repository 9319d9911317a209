// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;

/** A row of a table for each sample; never active. */
record Embedding() implements Operator {

    @Override
    public String label() {
        return "embedding";
    }

    @Override
    public Type infer(List<Value> in) {
        Value index = in.get(0);
        Value table = in.get(1);
        if (index.type().elements() != Value.Elements.INDEX) {
            throw Shapes.refuse(
                    label(), "an index input", index, "declare it with inputIndex() and pass it");
        }
        Shapes.unbatched(label(), table);
        if (table.rank() == 0) {
            throw Shapes.refuse(label(), "a table [rows, ...]", table, "check the declared shape");
        }
        return Type.of(Arrays.copyOfRange(table.shape(), 1, table.rank()), in);
    }

    @Override
    public String value(Step step) {
        String index = "torch.to(" + step.x(0) + ", 4)";
        return "torch.index_select(%s, 0, %s)".formatted(step.x(1), index);
    }
}
