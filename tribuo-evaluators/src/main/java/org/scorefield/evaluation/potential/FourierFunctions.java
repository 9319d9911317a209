// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Plane waves phi_i = sqrt(2/m) cos(w_i . x + beta_i), m functions: grad phi = -sqrt(2/m) sin(w . x
 * + beta) w, Lap phi = -|w|^2 phi.
 *
 * <p>With w ~ N(0, I/l^2) and beta uniform, sums of many are the functions of a Gaussian kernel of
 * length l. A = (W W^T) o (S^T S), S the sines, [n, m], so that gradients are never stored. Cost: n
 * m (m + D) multiplications and dense solves of m coefficients. For leading coordinates see {@link
 * OrthonormalAxes#lift(LinearTestFunctions)}.
 *
 * <p>Source: spec score-error section 3; Rahimi and Recht, Random Features for Large-Scale Kernel
 * Machines (2007).
 */
public final class FourierFunctions implements LinearTestFunctions {
    private final String name;
    private final int dimension;
    private final double[] frequencies;
    private final double[] phases;
    private final double norm;

    private FourierFunctions(String name, int dimension, double[] frequencies, double[] phases) {
        this.name = name;
        this.dimension = dimension;
        this.frequencies = frequencies;
        this.phases = phases;
        this.norm = Math.sqrt(2.0 / phases.length);
    }

    /**
     * Waves of given frequencies.
     *
     * @param frequencies w, [m, D] FLOAT64; copied
     * @param phases beta, [m] FLOAT64; copied
     * @return the class
     */
    public static FourierFunctions of(NDArray frequencies, NDArray phases) {
        Shape shape = frequencies.getShape();
        if (shape.dimension() != 2
                || shape.size() == 0
                || !phases.getShape().equals(new Shape(shape.get(0)))) {
            throw new IllegalArgumentException(
                    "frequencies: expected [m, D] and phases [m], found "
                            + shape
                            + " and "
                            + phases.getShape()
                            + "; give each wave a phase");
        }
        return new FourierFunctions(
                shape.get(0) + " Fourier",
                (int) shape.get(1),
                frequencies.toDoubleArray(),
                phases.toDoubleArray());
    }

    /**
     * Random waves of several lengths, as many of each.
     *
     * @param shape m functions in D dimensions, [m, D]
     * @param lengths l, in the unit of x, each above 0; {@link RadialFunctions#medianDistance} is a
     *     usual one
     * @param seed of the waves
     * @return the class
     */
    public static FourierFunctions random(Shape shape, List<Double> lengths, long seed) {
        if (lengths.isEmpty() || lengths.stream().anyMatch(l -> !(l > 0 && l < 1e300))) {
            throw new IllegalArgumentException(
                    "lengths: expected numbers above 0, found "
                            + lengths
                            + "; see RadialFunctions.medianDistance");
        }
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new IllegalArgumentException(
                    "shape: expected [m, D], found " + shape + "; take at least one wave");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int features = (int) shape.get(0);
        int dimension = (int) shape.get(1);
        double[] frequencies = new double[features * dimension];
        double[] phases = new double[features];
        for (int i = 0; i < features; i++) {
            phases[i] = random.nextDouble(2 * Math.PI);
            for (int k = 0; k < dimension; k++) {
                frequencies[i * dimension + k] =
                        random.nextGaussian() / lengths.get(i % lengths.size());
            }
        }
        String name = features + " random Fourier, lengths " + lengths;
        return new FourierFunctions(name, dimension, frequencies, phases);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int features() {
        return phases.length;
    }

    /** W, [m, D]. */
    private NDArray w(NDArray beside) {
        return Batches.beside(beside, frequencies, phases.length, dimension);
    }

    /** w . x + beta, [n, m]. */
    private NDArray angles(NDArray x) {
        return x.matMul(w(x).transpose()).add(Batches.beside(x, phases, phases.length));
    }

    /** |w|^2, [m]. */
    private NDArray squares(NDArray beside) {
        return w(beside).square().sum(new int[] {1});
    }

    private long width() {
        return 3L * phases.length;
    }

    @Override
    public Gram gram(NDArray x) {
        double[] a =
                Batches.sum(
                        x,
                        width(),
                        part -> {
                            NDArray sines = angles(part).sin();
                            return sines.transpose().matMul(sines);
                        });
        double[] products;
        try (var manager = x.getManager().newSubManager()) {
            NDArray w = w(manager.create(0.0));
            products = w.matMul(w.transpose()).toDoubleArray();
        }
        for (int i = 0; i < a.length; i++) {
            a[i] *= norm * norm * products[i];
        }
        return DenseGram.of(phases.length, a);
    }

    @Override
    public double[] moments(Target target) {
        return Batches.sum(
                target,
                width(),
                part -> {
                    NDArray angles = angles(part.x());
                    NDArray along = part.v().matMul(w(part.v()).transpose());
                    NDArray b = along.mul(angles.sin()).sum(new int[] {0}).mul(-norm);
                    if (part.kappa() == 0) {
                        return b;
                    }
                    NDArray bend = angles.cos().sum(new int[] {0}).mul(squares(angles));
                    return b.add(bend.mul(norm * part.kappa()));
                });
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, phases.length);
        return new Waves(theta.clone());
    }

    private final class Waves implements Potential {
        private final double[] theta;

        private Waves(double[] theta) {
            this.theta = theta;
        }

        @Override
        public int dimension() {
            return dimension;
        }

        @Override
        public NDArray gradient(NDArray x) {
            return Batches.map(x, width(), part -> weighted(angles(part).sin()).matMul(w(part)));
        }

        @Override
        public NDArray laplacian(NDArray x) {
            return Batches.map(
                    x,
                    width(),
                    part -> weighted(angles(part).cos()).mul(squares(part)).sum(new int[] {1}));
        }

        /** Times -norm theta. */
        private NDArray weighted(NDArray values) {
            return values.mul(Batches.beside(values, theta, theta.length).mul(-norm));
        }
    }
}
