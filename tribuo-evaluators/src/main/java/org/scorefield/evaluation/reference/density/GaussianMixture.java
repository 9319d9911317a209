// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A mixture of Gaussians, sum_j w_j N(m_j, Sigma_j), exact at every noise level: there it is sum_j
 * w_j N(alpha m_j, alpha^2 Sigma_j + sigma^2 I).
 *
 * <p>With responsibilities r_j(x) = softmax_j(log w_j + log N_j(x)) and s_j = grad log N_j:
 *
 * <pre>
 *   s = sum_j r_j s_j
 *   E[x0 | x] = sum_j r_j (m_j + alpha Sigma_j (alpha^2 Sigma_j + sigma^2 I)^-1 (x - alpha m_j))
 *   H v = sum_j r_j (s_j - s) ((s_j - s) . v) - sum_j r_j (alpha^2 Sigma_j + sigma^2 I)^-1 v
 *   C v / sigma^2 = sigma^2 sum_j r_j (s_j - s) ((s_j - s) . v)
 *           + sum_j r_j alpha^2 Sigma_j (alpha^2 Sigma_j + sigma^2 I)^-1 v
 * </pre>
 *
 * <p>Densities are in the log domain. Cost: O(J n D^2) with full covariances, O(J n D) with
 * isotropic ones; temporaries stay below about 200 MiB. Covariances may be singular; sigma = 0 is
 * allowed where none is. Holds no native memory.
 */
public final class GaussianMixture implements ReferenceDistribution {

    private static final double WEIGHT_ROUNDING = 1e-9;

    private final int dimension;
    private final double[] weights;
    private final List<GaussianComponent> components;
    private final double smallestVariance;

    private GaussianMixture(double[] weights, List<GaussianComponent> components, int dimension) {
        this.weights = weights;
        this.components = components;
        this.dimension = dimension;
        this.smallestVariance =
                components.stream()
                        .mapToDouble(GaussianComponent::smallestVariance)
                        .min()
                        .orElse(0);
    }

    /**
     * A mixture with covariances variance_j I.
     *
     * @param weights positive, with sum 1, one for each component; copied
     * @param means [J][D], finite; copied
     * @param variances at least 0, in squared units of the data; 0 makes the component a point
     * @return the mixture
     * @throws IllegalArgumentException if these do not fit together
     */
    public static GaussianMixture isotropic(
            double[] weights, double[][] means, double[] variances) {
        int dimension = checkMeans(means, weights.length, variances.length);
        List<GaussianComponent> components = new ArrayList<>();
        for (int j = 0; j < means.length; j++) {
            components.add(GaussianComponent.isotropic(means[j], variances[j]));
        }
        return new GaussianMixture(normalise(weights), List.copyOf(components), dimension);
    }

    /**
     * A mixture with any covariances.
     *
     * @param weights positive, with sum 1, one for each component; copied
     * @param means [J][D], finite; copied
     * @param covariances [J][D][D], symmetric and positive semidefinite, in squared units of the
     *     data; copied
     * @return the mixture
     * @throws IllegalArgumentException if these do not fit together
     */
    public static GaussianMixture of(double[] weights, double[][] means, double[][][] covariances) {
        int dimension = checkMeans(means, weights.length, covariances.length);
        List<GaussianComponent> components = new ArrayList<>();
        for (int j = 0; j < means.length; j++) {
            components.add(GaussianComponent.full(means[j], covariances[j]));
        }
        return new GaussianMixture(normalise(weights), List.copyOf(components), dimension);
    }

    /**
     * One Gaussian, N(mean, covariance).
     *
     * @param mean [D], finite; copied
     * @param covariance [D][D], symmetric and positive semidefinite; copied
     * @return the Gaussian
     * @throws IllegalArgumentException if these do not fit together
     */
    public static GaussianMixture gaussian(double[] mean, double[][] covariance) {
        return of(new double[] {1}, new double[][] {mean}, new double[][][] {covariance});
    }

    /**
     * N(0, I) in the given dimension, at least 1.
     *
     * @param dimension D, at least 1
     * @return N(0, I)
     */
    public static GaussianMixture standardNormal(int dimension) {
        return isotropic(
                new double[] {1}, new double[][] {new double[dimension]}, new double[] {1});
    }

    /** {@return number of components} */
    public int components() {
        return components.size();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public NDArray logDensity(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, NoisedMixture::logDensity);
    }

    @Override
    public NDArray score(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, NoisedMixture::score);
    }

    @Override
    public NDArray denoiser(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, NoisedMixture::denoiser);
    }

    @Override
    public NDArray hessianProduct(NDArray x, NDArray v, double alpha, double sigma) {
        check(x, alpha, sigma);
        States.checkDirections(x, v);
        return Rows.map(
                x,
                rows(1),
                v.getShape().dimension() - 2,
                (block, slice) -> at(block, alpha, sigma).hessian(slice.apply(v)));
    }

    @Override
    public NDArray covarianceProduct(NDArray x, NDArray v, double alpha, double sigma) {
        check(x, alpha, sigma);
        States.checkLevel(alpha, sigma, 0);
        States.checkDirections(x, v);
        return Rows.map(
                x,
                rows(1),
                v.getShape().dimension() - 2,
                (block, slice) -> at(block, alpha, sigma).covariance(slice.apply(v), sigma));
    }

    @Override
    public NDArray logDensity(NDArray x, Levels levels) {
        return map(x, levels, NoisedMixture::logDensity);
    }

    @Override
    public NDArray score(NDArray x, Levels levels) {
        return map(x, levels, NoisedMixture::score);
    }

    @Override
    public NDArray denoiser(NDArray x, Levels levels) {
        return map(x, levels, NoisedMixture::denoiser);
    }

    @Override
    public NDArray sample(int n, RandomGenerator random, NDManager manager) {
        States.checkDraws(n);
        double[] values = new double[Math.multiplyExact(n, dimension)];
        for (int row = 0; row < n; row++) {
            double u = random.nextDouble();
            int j = 0;
            while (j < weights.length - 1 && u >= weights[j]) {
                u -= weights[j];
                j++;
            }
            components.get(j).draw(random, values, row * dimension);
        }
        return manager.create(values, new Shape(n, dimension));
    }

    private NDArray map(
            NDArray x, double alpha, double sigma, Function<NoisedMixture, NDArray> function) {
        check(x, alpha, sigma);
        return Rows.map(x, rows(1), 0, (block, slice) -> function.apply(at(block, alpha, sigma)));
    }

    private NDArray map(NDArray x, Levels levels, Function<NoisedMixture, NDArray> function) {
        States.check(x, dimension);
        levels.check(x, smallestVariance);
        return levels.map(
                x,
                rows(levels.each()),
                (states, alpha, sigma) ->
                        function.apply(
                                NoisedMixture.of(components, weights, states, alpha, sigma)));
    }

    private int rows(int levels) {
        return Rows.fitting((long) levels * components.size() * dimension);
    }

    private void check(NDArray x, double alpha, double sigma) {
        States.check(x, dimension);
        States.checkLevel(alpha, sigma, smallestVariance);
    }

    private NoisedMixture at(NDArray x, double alpha, double sigma) {
        Shape one = new Shape(1, 1);
        NDManager manager = x.getManager();
        return NoisedMixture.of(
                components,
                weights,
                x,
                manager.create(new double[] {alpha}, one),
                manager.create(new double[] {sigma}, one));
    }

    private static int checkMeans(double[][] means, int weights, int spreads) {
        int dimension = means.length == 0 ? 0 : means[0].length;
        if (dimension == 0 || means.length != weights || means.length != spreads) {
            throw new IllegalArgumentException(
                    String.format(
                            "means: expected as many as weights and spreads, at least one, of"
                                    + " dimension 1 or more, found %d of dimension %d with %d"
                                    + " weights and %d spreads; give one of each a component",
                            means.length, dimension, weights, spreads));
        }
        for (double[] mean : means) {
            boolean finite = true;
            for (double value : mean) {
                finite &= Double.isFinite(value);
            }
            if (mean.length != dimension || !finite) {
                throw new IllegalArgumentException(
                        String.format(
                                "means: expected %d finite numbers each, found %s; correct it",
                                dimension, Arrays.toString(mean)));
            }
        }
        return dimension;
    }

    private static double[] normalise(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight > 0 ? weight : Double.NaN;
        }
        if (!(Math.abs(sum - 1) <= WEIGHT_ROUNDING)) {
            throw new IllegalArgumentException(
                    String.format(
                            "weights: expected positive numbers with sum 1, found %s; divide them"
                                    + " by their sum",
                            Arrays.toString(weights)));
        }
        double[] normalised = weights.clone();
        for (int j = 0; j < normalised.length; j++) {
            normalised[j] /= sum;
        }
        return normalised;
    }
}
