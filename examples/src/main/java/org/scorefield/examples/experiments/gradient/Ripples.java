// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.scorefield.evaluation.potential.Potential;

/**
 * psi(x) = sum_k sin(w_k . x + c_k), with frequencies w_k ~ N(0, I / D): the potential of a
 * perturbation.
 *
 * <p>grad psi = sum_k cos(w_k . x + c_k) w_k and Lap psi = -sum_k |w_k|^2 sin(w_k . x + c_k).
 */
final class Ripples implements Potential {

    private final int dimension;
    private final double[] frequencies;
    private final double[] phases;

    /**
     * Random ripples.
     *
     * @param waves number of terms, at least 1
     * @param dimension numbers in one sample, D
     * @param random the source of randomness, which is advanced
     */
    Ripples(int waves, int dimension, RandomGenerator random) {
        this.dimension = dimension;
        this.frequencies = new double[waves * dimension];
        this.phases = new double[waves];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1.5 * random.nextGaussian() / Math.sqrt(dimension);
        }
        for (int k = 0; k < waves; k++) {
            phases[k] = 2 * Math.PI * random.nextDouble();
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public NDArray gradient(NDArray x) {
        NDArray w = frequencies(x.getManager());
        return angles(x, w).cos().matMul(w);
    }

    @Override
    public NDArray laplacian(NDArray x) {
        NDArray w = frequencies(x.getManager());
        return angles(x, w).sin().mul(w.square().sum(new int[] {1})).sum(new int[] {1}).neg();
    }

    private NDArray angles(NDArray x, NDArray w) {
        return x.matMul(w.transpose()).add(x.getManager().create(phases));
    }

    private NDArray frequencies(NDManager manager) {
        return manager.create(frequencies, new Shape(phases.length, dimension));
    }
}
