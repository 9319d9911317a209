// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** What a program starts from; the writer gives these their names. */
sealed interface Leaf extends Operator {

    @Override
    default String value(Step step) {
        throw new IllegalStateException(label() + ": has no expression; the writer names it");
    }

    /** An argument. */
    record Input(String name, Type type) implements Leaf {
        @Override
        public String label() {
            return name;
        }

        @Override
        public Type infer(List<Value> operands) {
            return type;
        }
    }

    /** A tensor of the state dict. */
    record Parameter(String key, long[] shape) implements Leaf {
        @Override
        public String label() {
            return "parameter " + key;
        }

        @Override
        public Type infer(List<Value> operands) {
            return new Type(shape, false, false, Value.Elements.REAL);
        }
    }

    /** Numbers of the program's own. */
    record Constant(double[] values, long[] shape) implements Leaf {
        public Constant {
            values = values.clone();
        }

        @Override
        public String label() {
            return "constant";
        }

        @Override
        public Type infer(List<Value> operands) {
            return new Type(shape, false, false, Value.Elements.REAL);
        }
    }
}
