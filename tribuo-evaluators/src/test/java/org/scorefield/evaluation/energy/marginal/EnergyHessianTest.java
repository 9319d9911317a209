// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;

/**
 * Hessians, and many dimensions. {@code -Dscorefield.energy.points=50000} gives the full size of
 * the latter: 1.3 GB for the points.
 */
class EnergyHessianTest {
    private static final TimePrior PRIOR = TimePrior.uniform(.05, .95);
    private static final double[][] CORNERS = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};

    @Test
    void hessianProduct_ofCorners_isTheDerivativeOfTheGradient() {
        try (NDManager manager = NDManager.newBaseManager()) {
            MarginalEnergy energy =
                    new MarginalEnergy(
                            Empirical.of(CORNERS, manager),
                            new RectifiedFlow(),
                            PRIOR,
                            new org.scorefield.djl.posterior.QuadratureOptions(64, 0, 0));
            NDArray u = manager.create(new double[] {.7, .3, -.2, .9}, new Shape(2, 2));
            NDArray v = manager.create(new double[] {.3, -1, .5, .4}, new Shape(2, 2));
            double h = 1e-5;
            NDArray difference =
                    energy.at(u.add(v.mul(h)))
                            .gradient()
                            .sub(energy.at(u.sub(v.mul(h))).gradient())
                            .div(2 * h);
            NDArray product = energy.at(u).hessianProduct(v);
            // Central differences: h^2 times a third derivative of some hundreds.
            assertThat(product.sub(difference).abs().max().getDouble()).isLessThan(1e-6);
        }
    }

    @Test
    void hessianProduct_ofANormal_isTheDirection() {
        try (NDManager manager = NDManager.newBaseManager()) {
            GaussianMixture normal =
                    GaussianMixture.isotropic(
                            new double[] {1}, new double[][] {{0, 0}}, new double[] {1});
            MarginalEnergy energy = MarginalEnergy.of(normal, Paths.COSINE, PRIOR);
            NDArray u = manager.create(new double[] {.7, .3}, new Shape(1, 2));
            NDArray v = manager.create(new double[] {.3, -1}, new Shape(1, 2));
            // Case A4: E = |u|^2 / 2 up to a constant.
            assertThat(energy.at(u).hessianProduct(v).toDoubleArray())
                    .containsExactly(new double[] {.3, -1}, within(1e-12));
        }
    }

    @Test
    void at_manyDimensionsAndPoints_overflowsNowhere() {
        int points = Integer.getInteger("scorefield.energy.points", 2000);
        int dimension = 3072;
        Random random = new Random(11);
        float[] values = new float[points * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        ReferenceData data = ReferenceData.of(values, new long[] {dimension}, "uniform");
        try (NDManager manager = NDManager.newBaseManager()) {
            Empirical density = Empirical.of(data, manager).withWeightError(1e-6);
            MarginalEnergy energy =
                    MarginalEnergy.of(density, new RectifiedFlow(), TimePrior.uniform(.001, .999));
            double[] times = {.001, .02, .5, .9};
            double[] states = new double[times.length * dimension];
            for (int i = 0; i < states.length; i++) {
                double t = times[i / dimension];
                states[i] =
                        (1 - t) * data.value(i / dimension, i % dimension)
                                + t * random.nextGaussian();
            }
            EnergyPoints at = energy.at(manager.create(states, new Shape(times.length, dimension)));
            double[] mean = at.posterior().mean(t -> t);
            for (int i = 0; i < times.length; i++) {
                assertThat(at.energy()[i]).isFinite();
                // sd of t is about t / sqrt(2 D) = t / 78, cut off at .001.
                assertThat(mean[i]).isCloseTo(times[i], within(.08 * times[i]));
            }
            NDArray f = at.target(Predictions.EPSILON);
            double[] norms = f.square().mean(new int[] {1}).sqrt().toDoubleArray();
            double[] lambda = at.parts(Predictions.EPSILON).lambdaBar();
            for (int i = 0; i < times.length; i++) {
                // The noise itself where the nearest point is the right one.
                assertThat(norms[i]).isCloseTo(1, within(.1));
                assertThat(lambda[i]).isCloseTo(mean[i], within(1e-9));
            }
        }
    }
}
