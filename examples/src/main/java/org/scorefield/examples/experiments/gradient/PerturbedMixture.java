// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.potential.Potential;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * A model whose score error is known in both parts: eps_theta = eps* + a grad psi + b A eps*.
 *
 * <p>A is antisymmetric, so div(p_t A s_t) = 0 at every noise level: the second part is solenoidal
 * and orthogonal to every gradient in L2(p_t). Then |Pi e|^2 = a^2 E|grad psi|^2 and |e|^2 = |Pi
 * e|^2 + b^2 E|A eps*|^2 exactly.
 *
 * @param truth the distribution of the data
 * @param schedule the noising
 * @param potential psi
 * @param rotation A, [D][D] row after row
 * @param a size of the gradient part
 * @param b size of the solenoidal part
 */
record PerturbedMixture(
        ReferenceDistribution truth,
        NoiseSchedule schedule,
        Potential potential,
        double[] rotation,
        double a,
        double b)
        implements NoisePredictor {

    @Override
    public int dimension() {
        return truth.dimension();
    }

    @Override
    public NDArray epsilon(NDArray x, double t) {
        NDArray exact = exact(x, t);
        return exact.add(gradientPart(x).mul(a)).add(solenoidalPart(exact).mul(b));
    }

    /** eps* = -sigma grad log p_t, [n, D]. */
    NDArray exact(NDArray x, double t) {
        double sigma = schedule.sigma(t);
        return truth.score(x, schedule.alpha(t), sigma).mul(-sigma);
    }

    /** grad psi, [n, D]. */
    NDArray gradientPart(NDArray x) {
        return potential.gradient(x);
    }

    /** A eps*, [n, D], of eps* in rows. */
    NDArray solenoidalPart(NDArray exact) {
        int d = dimension();
        NDArray transposed = exact.getManager().create(rotation, new Shape(d, d)).transpose();
        return exact.matMul(transposed);
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager("PyTorch");
    }
}
