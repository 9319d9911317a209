// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.TimedField;

/**
 * A network's field on the arrays of evaluators: states {@code [n, D]} FLOAT64 in place of {@code
 * [n, *shape]} in the network's own type, which it still computes in.
 */
record FlatField(TimedField field, Shape shape, DataType type) implements TimedField {

    @Override
    public VectorField at(double t) {
        return new AtTime(field.at(t));
    }

    @Override
    public NDArray evaluate(NDArray x, double t) {
        return through(x, states -> field.evaluate(states, t));
    }

    @Override
    public NDArray evaluate(NDArray x, double[] times) {
        return through(x, states -> field.evaluate(states, times));
    }

    @Override
    public List<String> notes() {
        return field.notes();
    }

    private NDArray through(NDArray x, UnaryOperator<NDArray> function) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray value = wide(function.apply(narrow(x, scope)), x.getShape());
            value.attach(x.getManager());
            return value;
        }
    }

    private NDArray narrow(NDArray x, NDManager scope) {
        NDArray own = x.duplicate();
        own.attach(scope);
        Shape leading = x.getShape().slice(0, x.getShape().dimension() - 1);
        return own.toType(type, false).reshape(leading.addAll(shape));
    }

    private static NDArray wide(NDArray values, Shape like) {
        return values.toType(DataType.FLOAT64, false).reshape(like);
    }

    private final class AtTime implements VectorField {
        private final VectorField inner;

        AtTime(VectorField inner) {
            this.inner = inner;
        }

        @Override
        public NDArray evaluate(NDArray u) {
            return through(u, inner::evaluate);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            return product(u, v, inner::jvp);
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            return product(u, w, inner::vjp);
        }

        @Override
        public Linearization linearize(NDArray u, NDArray v) {
            try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
                Linearization both = inner.linearize(narrow(u, scope), narrow(v, scope));
                NDArray value = wide(both.value(), u.getShape());
                NDArray product = wide(both.product(), v.getShape());
                value.attach(u.getManager());
                product.attach(u.getManager());
                return new Linearization(value, product);
            }
        }

        private NDArray product(NDArray u, NDArray v, Product function) {
            try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
                NDArray product =
                        wide(function.of(narrow(u, scope), narrow(v, scope)), v.getShape());
                product.attach(u.getManager());
                return product;
            }
        }
    }

    private interface Product {
        NDArray of(NDArray u, NDArray v);
    }
}
