// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.scorefield.evaluation.EvaluationException;

/**
 * A small network as potential: psi(x) = sum over j of a_j softplus(w_j . z + b_j), z = (x -
 * mean)/scale coordinate by coordinate.
 *
 * <p>With h_j = w_j . z + b_j, S the logistic function and u_j = w_j/scale, grad psi = sum_j a_j
 * S(h_j) u_j and Lap psi = sum_j a_j S'(h_j) |u_j|^2. The coefficients are W [m, D] row by row,
 * then b [m], then a [m].
 *
 * <p>Fitted by Adam's method to the objective's mean over minibatches of the target's rows. It
 * starts at a = 0, the potential 0; the last part of the rows is held out, and of all epochs, the
 * start among them, the one of the largest held-out objective is kept, times the factor that is
 * best on the held-out rows; 0 where its held-out objective is below two standard errors. The same
 * options and target give the same coefficients. Rows are taken in the order given for the held-out
 * part, so that rows of one datum are best given together.
 *
 * <p>Cost for n rows and m neurons: about 10 n m D multiplications an epoch. Its value depends on
 * the start: see {@link CriticOptions#seed}. Source: spec score-error section 3.
 */
public final class NeuralCritic implements TestFunctions {
    private final double[] mean;
    private final double[] scale;
    private final CriticOptions options;

    private NeuralCritic(double[] mean, double[] scale, CriticOptions options) {
        this.mean = mean;
        this.scale = scale;
        this.options = options;
    }

    /**
     * The class on coordinates standardised by data.
     *
     * @param x data of the noise level, [n, D] FLOAT64; not modified
     * @param options size and training
     * @return the class
     * @throws EvaluationException where a coordinate is constant or not finite
     */
    public static NeuralCritic of(NDArray x, CriticOptions options) {
        try (NDManager manager = x.getManager().newSubManager()) {
            NDArray mean = x.mean(new int[] {0}, true);
            mean.attach(manager);
            NDArray centred = x.sub(mean);
            centred.attach(manager);
            double[] scale = centred.square().mean(new int[] {0}).sqrt().toDoubleArray();
            for (int i = 0; i < scale.length; i++) {
                if (!(scale[i] > 0 && Double.isFinite(scale[i]))) {
                    throw new EvaluationException(
                            "coordinate "
                                    + i
                                    + ": expected a finite standard deviation above 0, found "
                                    + scale[i]
                                    + "; leave constant coordinates away");
                }
            }
            return new NeuralCritic(mean.toDoubleArray(), scale, options);
        }
    }

    @Override
    public String name() {
        return "neural critic (" + options.neurons() + " neurons)";
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    @Override
    public int features() {
        return options.neurons() * (mean.length + 2);
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        return new Critic(this, theta.clone());
    }

    @Override
    public double[] fit(Target target) {
        return CriticTraining.fit(this, target);
    }

    CriticOptions options() {
        return options;
    }

    /** z, [n, D], and the scale, [1, D], in a manager of x. */
    NDArray standardised(NDManager manager, NDArray x) {
        NDArray z = x.sub(manager.create(mean, new Shape(1, mean.length)));
        z.attach(manager);
        return z.divi(scale(manager));
    }

    NDArray scale(NDManager manager) {
        return manager.create(scale, new Shape(1, scale.length));
    }

    private record Critic(NeuralCritic critic, double[] theta) implements Potential {

        @Override
        public int dimension() {
            return critic.dimension();
        }

        @Override
        public NDArray gradient(NDArray x) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray gradient = pass(manager, x).gradient();
                gradient.attach(x.getManager());
                return gradient;
            }
        }

        @Override
        public NDArray laplacian(NDArray x) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray laplacian = pass(manager, x).laplacian();
                laplacian.attach(x.getManager());
                return laplacian;
            }
        }

        private CriticPass pass(NDManager manager, NDArray x) {
            return new CriticPass(
                    CriticWeights.of(manager, manager.create(theta), critic.dimension()),
                    critic.standardised(manager, x),
                    critic.scale(manager));
        }
    }
}
