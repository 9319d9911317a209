// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Another distribution with isotropic Gaussian jitter added to its data: x0 = y + h z, z ~ N(0, I).
 *
 * <p>Noised at (alpha, sigma) it is the other noised at (alpha, s) with s^2 = alpha^2 h^2 +
 * sigma^2, so that log density, score and Hessian are the other's there. With m = E[y | x] the
 * denoiser is m + (alpha h^2 / s^2) (x - alpha m). Source: spec autonomous-fields, trap 5.
 *
 * <p>It makes a density of points that says something between them: what lies within h of a point
 * counts as data.
 *
 * @param other the distribution of y
 * @param h standard deviation of the jitter, positive, in the units of the data
 */
public record Jittered(ReferenceDistribution other, double h) implements ReferenceDistribution {

    /**
     * Refuses a jitter that is not positive.
     *
     * @param other the distribution of y
     * @param h standard deviation of the jitter, positive, in the units of the data
     */
    public Jittered {
        if (!(h > 0 && Double.isFinite(h))) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "h: expected a positive standard deviation, found %s; without jitter"
                                    + " use the distribution itself",
                            h));
        }
    }

    @Override
    public int dimension() {
        return other.dimension();
    }

    @Override
    public NDArray logDensity(NDArray x, double alpha, double sigma) {
        return other.logDensity(x, alpha, noise(alpha, sigma));
    }

    @Override
    public NDArray score(NDArray x, double alpha, double sigma) {
        return other.score(x, alpha, noise(alpha, sigma));
    }

    @Override
    public NDArray denoiser(NDArray x, double alpha, double sigma) {
        double part = alpha * h * h / square(noise(alpha, sigma));
        try (NDArray mean = other.denoiser(x, alpha, noise(alpha, sigma));
                NDArray kept = mean.mul(1 - alpha * part);
                NDArray moved = x.mul(part)) {
            return kept.add(moved);
        }
    }

    @Override
    public NDArray hessianProduct(NDArray x, NDArray v, double alpha, double sigma) {
        return other.hessianProduct(x, v, alpha, noise(alpha, sigma));
    }

    @Override
    public NDArray covarianceProduct(NDArray x, NDArray v, double alpha, double sigma) {
        double variance = square(noise(alpha, sigma));
        double kept = sigma * sigma / variance;
        try (NDArray ofOther = other.covarianceProduct(x, v, alpha, noise(alpha, sigma));
                NDArray first = ofOther.mul(kept);
                NDArray second = v.mul(1 - kept)) {
            return first.add(second);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those of the other at the wider level, whose precision they keep: with C' its covariance
     * there and k = sigma^2 / s^2, C / sigma^2 = (1 - k) I + k C' / s^2.
     */
    @Override
    public PosteriorAxes posteriorAxes(NDArray x, double alpha, double sigma, int count) {
        double wider = noise(alpha, sigma);
        double kept = square(sigma / wider);
        return other.posteriorAxes(x, alpha, wider, count).scaled(kept, square(alpha * h / wider));
    }

    @Override
    public double width(double alpha, double sigma) {
        return other.width(alpha, noise(alpha, sigma));
    }

    /** That of the other: what the jitter adds is the same along all axes. */
    @Override
    public int rank(int atMost) {
        return other.rank(atMost);
    }

    @Override
    public NDArray logDensity(NDArray x, Levels levels) {
        return other.logDensity(x, wider(levels));
    }

    @Override
    public NDArray score(NDArray x, Levels levels) {
        return other.score(x, wider(levels));
    }

    @Override
    public NDArray denoiser(NDArray x, Levels levels) {
        Levels wider = wider(levels);
        return denoiser(x, other.denoiser(x, wider), wider);
    }

    @Override
    public Moments moments(NDArray x, Levels levels) {
        Levels wider = wider(levels);
        Moments moments = other.moments(x, wider);
        return new Moments(moments.score(), denoiser(x, moments.denoiser(), wider));
    }

    @Override
    public NDArray sample(int n, RandomGenerator random, NDManager manager) {
        double[] jitter = new double[n * dimension()];
        try (NDManager scope = manager.newSubManager(manager.getDevice())) {
            NDArray points = other.sample(n, random, scope);
            Arrays.setAll(jitter, i -> h * random.nextGaussian());
            NDArray draws = points.add(scope.create(jitter, points.getShape()));
            draws.attach(manager);
            return draws;
        }
    }

    /** E[x0 | x], [n, m, D], from E[y | x] at the wider levels, which is closed. */
    private NDArray denoiser(NDArray x, NDArray mean, Levels wider) {
        double[][] alpha = wider.alpha();
        double[][] s = wider.sigma();
        int m = wider.each();
        double[] part = new double[alpha.length * m];
        double[] rest = new double[part.length];
        for (int i = 0; i < part.length; i++) {
            double a = alpha[i / m][i % m];
            part[i] = a * h * h / square(s[i / m][i % m]);
            rest[i] = 1 - a * part[i];
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            mean.attach(scope);
            Shape shape = new Shape(alpha.length, m, 1);
            NDArray states = x.expandDims(1);
            states.attach(scope);
            NDArray moved = states.mul(scope.create(part, shape));
            moved.attach(scope);
            NDArray kept = mean.mul(scope.create(rest, shape));
            NDArray result = kept.add(moved);
            result.attach(x.getManager());
            return result;
        }
    }

    private Levels wider(Levels levels) {
        double[][] alpha = levels.alpha();
        double[][] sigma = levels.sigma();
        for (int i = 0; i < sigma.length; i++) {
            for (int j = 0; j < sigma[i].length; j++) {
                sigma[i][j] = noise(alpha[i][j], sigma[i][j]);
            }
        }
        return new Levels(alpha, sigma);
    }

    private double noise(double alpha, double sigma) {
        States.checkLevel(alpha, sigma, h * h);
        return Math.hypot(alpha * h, sigma);
    }

    private static double square(double value) {
        return value * value;
    }
}
