// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.scorefield.evaluation.reference.density.PosteriorAxes;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * A known distribution at one noise level. Frames come from the posterior covariance C, not from
 * the Hessian: at small noise H is -I / sigma^2 to rounding, and its eigenvectors are lost.
 *
 * @param reference the distribution
 * @param alpha factor of the data, positive
 * @param sigma standard deviation of the noise, positive
 */
public record ReferenceLevel(ReferenceDistribution reference, double alpha, double sigma)
        implements LevelScore {

    /**
     * Checks the level.
     *
     * @param reference the distribution
     * @param alpha factor of the data, positive
     * @param sigma standard deviation of the noise, positive
     */
    public ReferenceLevel {
        if (!(alpha > 0 && sigma > 0)) {
            throw new IllegalArgumentException(
                    "level: expected alpha and sigma above 0, found alpha "
                            + alpha
                            + " and sigma "
                            + sigma
                            + "; there is a ridge inside the path only, end it a little earlier");
        }
    }

    @Override
    public int dimension() {
        return reference.dimension();
    }

    @Override
    public double width() {
        return reference.width(alpha, sigma);
    }

    @Override
    public NDArray score(NDArray x) {
        return reference.score(x, alpha, sigma);
    }

    @Override
    public NDArray spread(NDArray x, NDArray v) {
        return reference.covarianceProduct(x, v, alpha, sigma);
    }

    @Override
    public Frames frames(NDArray x, int d) {
        try (NDManager inner = x.getManager().newSubManager(x.getDevice())) {
            PosteriorAxes found = reference.posteriorAxes(x, alpha, sigma, d + 1);
            found.axes().attach(inner);
            NDArray axes = found.axes().get(new NDIndex(":, :" + d)).duplicate();
            double[][] logs = found.logRatios();
            double[] separations =
                    Arrays.stream(logs).mapToDouble(row -> separation(row, d)).toArray();
            axes.attach(x.getManager());
            return new Frames(axes, found.ratios(), separations, found.residuals());
        }
    }

    private static double separation(double[] logs, int d) {
        boolean missing = logs[d - 1] == Double.NEGATIVE_INFINITY;
        return missing ? 0 : -Math.expm1(logs[d] - logs[d - 1]);
    }

    @Override
    public int rank(int atMost) {
        return reference.rank(atMost);
    }
}
