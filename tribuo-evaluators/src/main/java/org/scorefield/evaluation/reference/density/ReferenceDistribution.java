// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;

/**
 * A distribution of data whose noised densities are known: x = alpha x0 + sigma eps with x0 from
 * the distribution and eps ~ N(0, I).
 *
 * <p>A noise level is the pair (alpha, sigma); no schedule is involved. p(x) below is the density
 * of x at that level. States are {@code [n, D]} FLOAT64, on any device, and finite; no argument is
 * modified; a result belongs to the manager of {@code x} and lies on its device. Implementations
 * are immutable and may be used by any number of threads.
 */
public interface ReferenceDistribution {

    /** {@return d, the numbers in one sample} */
    int dimension();

    /**
     * The noised log density, log p(x).
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, in the units of x; positive, or 0 where the
     *     distribution has a density itself
     * @return log p(x) in nats, {@code [n]}
     * @throws IllegalArgumentException if an array or the level is not as said here
     */
    NDArray logDensity(NDArray x, double alpha, double sigma);

    /**
     * The score s(x) = grad log p(x).
     *
     * <p>The best prediction of the noise is eps* = -sigma s.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, as in {@link #logDensity(NDArray, double,
     *     double)}
     * @return s(x), {@code [n, D]}, in one over the units of x
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray score(NDArray x, double alpha, double sigma);

    /**
     * The denoiser E[x0 | x] = (x + sigma^2 s(x)) / alpha, and the mean of the data where alpha =
     * 0.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, as in {@link #logDensity(NDArray, double,
     *     double)}
     * @return E[x0 | x], {@code [n, D]}, in the units of the data
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray denoiser(NDArray x, double alpha, double sigma);

    /**
     * The Hessian of log p at x, times directions: H(x) v.
     *
     * <p>H = (alpha^2 / sigma^4) Cov[x0 | x] - I / sigma^2, which is also the (symmetric) Jacobian
     * of the score.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param v directions, {@code [n, D]} or {@code [k, n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, as in {@link #logDensity(NDArray, double,
     *     double)}
     * @return H(x) v, of the shape of {@code v}, in units of v over the square of those of x
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray hessianProduct(NDArray x, NDArray v, double alpha, double sigma);

    /**
     * The posterior covariance of alpha x0 in units of the noise, times directions: C v / sigma^2,
     * C = Cov[alpha x0 | x].
     *
     * <p>C / sigma^2 = I + sigma^2 H with the Hessian H of log p, but without the cancellation that
     * loses C at small noise.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param v directions, {@code [n, D]} or {@code [k, n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, positive
     * @return C v / sigma^2, of the shape and in the units of {@code v}
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray covarianceProduct(NDArray x, NDArray v, double alpha, double sigma);

    /**
     * The principal axes of the posterior covariance, which are eigenvectors of the Hessian of log
     * p too: the frame of the ridge.
     *
     * <p>By {@link TopAxes} on {@link #covarianceProduct} unless an implementation knows better.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, positive
     * @param count how many axes, 1 to D
     * @return axes and eigenvalues
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}, or if the
     *     count is not as said
     */
    default PosteriorAxes posteriorAxes(NDArray x, double alpha, double sigma, int count) {
        return PosteriorAxes.of(
                TopAxes.of(
                        v -> covarianceProduct(x, v, alpha, sigma),
                        x,
                        count,
                        TopAxes.Search.DEFAULT));
    }

    /**
     * The noised log density at several levels of each state; cheaper than level by level where
     * work can be shared.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param levels m levels of each state
     * @return log p(x), {@code [n, m]}, in nats
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray logDensity(NDArray x, Levels levels);

    /**
     * The score at several levels of each state.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param levels m levels of each state
     * @return s(x), {@code [n, m, D]}
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray score(NDArray x, Levels levels);

    /**
     * The denoiser at several levels of each state.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param levels m levels of each state
     * @return E[x0 | x], {@code [n, m, D]}
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    NDArray denoiser(NDArray x, Levels levels);

    /**
     * Score and denoiser at several levels of each state, together; cheaper than apart where work
     * can be shared.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param levels m levels of each state
     * @return both, {@code [n, m, D]}
     * @throws IllegalArgumentException as {@link #logDensity(NDArray, double, double)}
     */
    default Moments moments(NDArray x, Levels levels) {
        return new Moments(score(x, levels), denoiser(x, levels));
    }

    /**
     * How many principal axes with variance the data can have at most: D, or for points one less
     * than there are distinct ones.
     *
     * @param atMost the number up to which to count, at least 1
     * @return the number, or {@code atMost} if it is larger
     */
    default int rank(int atMost) {
        return Math.min(atMost, dimension());
    }

    /**
     * The width of a Gaussian that the noised density is smooth on: it is another density convolved
     * with N(0, width^2 I). At least sigma.
     *
     * @param alpha factor of the data, at least 0
     * @param sigma standard deviation of the noise, positive
     * @return the width, in the units of x
     */
    default double width(double alpha, double sigma) {
        return sigma;
    }

    /**
     * Independent draws of the data x0, without noise.
     *
     * @param n number of draws, at least 1
     * @param random the source of randomness, which is advanced
     * @param manager owner of the result, which lies on its device
     * @return x0, {@code [n, D]} FLOAT64
     */
    NDArray sample(int n, RandomGenerator random, NDManager manager);
}
