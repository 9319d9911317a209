// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Coordinates y = Q^T (x - origin) along r orthonormal axes, the columns of Q, for example leading
 * principal axes of the data; and classes of functions of y as classes of functions of x.
 *
 * <p>With psi(x) = phi(y), grad psi = Q grad phi and Lap psi = Lap phi, since Q^T Q = I; hence Gram
 * matrix, moments and fit of the lifted class at (x, v) are those of the inner class at (y, Q^T v).
 * Immutable.
 */
public final class OrthonormalAxes {
    /** Largest entry of Q^T Q - I: axes from an eigensolver are within some 1e-12. */
    private static final double ORTHONORMAL = 1e-8;

    private final int dimension;
    private final int count;
    private final double[] axes;
    private final double[] origin;

    private OrthonormalAxes(int dimension, int count, double[] axes, double[] origin) {
        this.dimension = dimension;
        this.count = count;
        this.axes = axes;
        this.origin = origin;
    }

    /**
     * Coordinates along axes.
     *
     * @param axes Q, orthonormal columns, [D, r] FLOAT64; copied
     * @param origin the point with y = 0, [D] FLOAT64; copied
     * @return the coordinates
     */
    public static OrthonormalAxes of(NDArray axes, NDArray origin) {
        Shape shape = axes.getShape();
        if (shape.dimension() != 2
                || shape.get(1) < 1
                || shape.get(1) > shape.get(0)
                || origin.size() != shape.get(0)) {
            throw new IllegalArgumentException(
                    "axes: expected [D, r] with 1 <= r <= D and an origin [D], found "
                            + shape
                            + " and "
                            + origin.getShape()
                            + "; give one axis a column");
        }
        try (NDManager manager = axes.getManager().newSubManager()) {
            NDArray q = axes.duplicate();
            q.attach(manager);
            NDArray identity = manager.eye((int) shape.get(1)).toType(DataType.FLOAT64, false);
            double error = q.transpose().matMul(q).sub(identity).abs().max().getDouble();
            if (!(error < ORTHONORMAL)) {
                throw new IllegalArgumentException(
                        "axes: expected orthonormal columns, found Q^T Q - I of "
                                + error
                                + "; orthonormalise them");
            }
        }
        return new OrthonormalAxes(
                (int) shape.get(0),
                (int) shape.get(1),
                axes.toDoubleArray(),
                origin.toDoubleArray());
    }

    /** {@return numbers in x, D} */
    public int dimension() {
        return dimension;
    }

    /** {@return number of axes, r} */
    public int count() {
        return count;
    }

    /**
     * The coordinates of points.
     *
     * @param x [n, D]; not modified
     * @return y = Q^T (x - origin), [n, r], owned by x's manager
     */
    public NDArray coordinates(NDArray x) {
        try (NDManager manager = x.getManager().newSubManager()) {
            NDArray q = manager.create(axes, new Shape(dimension, count));
            NDArray shift = manager.create(origin, new Shape(1, dimension)).matMul(q);
            return x.matMul(q).subi(shift);
        }
    }

    /** What is observed of e along the axes: (y, Q^T v, kappa). */
    Target project(Target target) {
        try (NDManager manager = target.x().getManager().newSubManager()) {
            NDArray q = manager.create(axes, new Shape(dimension, count));
            return new Target(coordinates(target.x()), target.v().matMul(q), target.kappa());
        }
    }

    /**
     * A class of functions of y as one of functions of x, linear as it is.
     *
     * @param functions a class in r dimensions
     * @return the class in D dimensions
     */
    public LinearTestFunctions lift(LinearTestFunctions functions) {
        return new LiftedLinear(this, functions);
    }

    /**
     * A class of functions of y as one of functions of x.
     *
     * @param functions a class in r dimensions
     * @return the class in D dimensions
     */
    public TestFunctions lift(TestFunctions functions) {
        return functions instanceof LinearTestFunctions linear
                ? lift(linear)
                : new Lifted(this, functions);
    }

    /** A potential of y as one of x. */
    Potential lift(Potential potential) {
        return new LiftedPotential(this, potential);
    }

    private void check(TestFunctions functions) {
        if (functions.dimension() != count) {
            throw new IllegalArgumentException(
                    "functions: expected a class in "
                            + count
                            + " dimensions, one an axis, found "
                            + functions.dimension()
                            + "; make it from coordinates(x)");
        }
    }

    private String name(TestFunctions functions) {
        return functions.name() + " on " + count + " axes";
    }

    private record LiftedPotential(OrthonormalAxes axes, Potential inner) implements Potential {

        @Override
        public int dimension() {
            return axes.dimension;
        }

        @Override
        public NDArray gradient(NDArray x) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray y = axes.coordinates(x);
                y.attach(manager);
                NDArray q = manager.create(axes.axes, new Shape(axes.dimension, axes.count));
                NDArray gradient = inner.gradient(y).matMul(q.transpose());
                gradient.attach(x.getManager());
                return gradient;
            }
        }

        @Override
        public NDArray laplacian(NDArray x) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray y = axes.coordinates(x);
                y.attach(manager);
                NDArray laplacian = inner.laplacian(y);
                laplacian.attach(x.getManager());
                return laplacian;
            }
        }
    }

    private record Lifted(OrthonormalAxes axes, TestFunctions inner) implements TestFunctions {

        Lifted {
            axes.check(inner);
        }

        @Override
        public String name() {
            return axes.name(inner);
        }

        @Override
        public int dimension() {
            return axes.dimension;
        }

        @Override
        public int features() {
            return inner.features();
        }

        @Override
        public Potential potential(double[] theta) {
            return axes.lift(inner.potential(theta));
        }

        @Override
        public double[] fit(Target target) {
            Target projected = axes.project(target);
            try (NDArray x = projected.x();
                    NDArray v = projected.v()) {
                return inner.fit(new Target(x, v, projected.kappa()));
            }
        }
    }

    private record LiftedLinear(OrthonormalAxes axes, LinearTestFunctions inner)
            implements LinearTestFunctions {

        LiftedLinear {
            axes.check(inner);
        }

        @Override
        public String name() {
            return axes.name(inner);
        }

        @Override
        public int dimension() {
            return axes.dimension;
        }

        @Override
        public int features() {
            return inner.features();
        }

        @Override
        public Potential potential(double[] theta) {
            return axes.lift(inner.potential(theta));
        }

        @Override
        public Gram gram(NDArray x) {
            try (NDArray y = axes.coordinates(x)) {
                return inner.gram(y);
            }
        }

        @Override
        public double[] moments(Target target) {
            Target projected = axes.project(target);
            try (NDArray x = projected.x();
                    NDArray v = projected.v()) {
                return inner.moments(new Target(x, v, projected.kappa()));
            }
        }
    }
}
