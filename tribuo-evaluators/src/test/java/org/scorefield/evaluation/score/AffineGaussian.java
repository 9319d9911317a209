// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.ejml.simple.SimpleMatrix;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * A model of Gaussian data whose score is wrong by e(x) = B x + c exactly, at t = 1/2 of the
 * rectified flow: alpha = sigma = 1/2, and the covariance of x there is {@code sigma}.
 */
record AffineGaussian(SimpleMatrix covariance, SimpleMatrix b, SimpleMatrix c)
        implements NoisePredictor {

    /** sigma^2 at t = 1/2: squared errors of epsilon are so many times those of the score. */
    static final double SIGMA_SQUARED = 0.25;

    static AffineGaussian of(double[][] covariance, double[][] b, double... c) {
        return new AffineGaussian(
                new SimpleMatrix(covariance), new SimpleMatrix(b), new SimpleMatrix(c));
    }

    /** Data x0 with covariance 4 Sigma - I, so that x = x0 / 2 + eps / 2 has Sigma. */
    ReferenceData data(int count, long seed) {
        int d = dimension();
        SimpleMatrix data = covariance.scale(4).minus(SimpleMatrix.identity(d));
        SimpleMatrix root = root(data);
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * d];
        for (int i = 0; i < count; i++) {
            SimpleMatrix normal = new SimpleMatrix(d, 1);
            for (int k = 0; k < d; k++) {
                normal.set(k, random.nextGaussian());
            }
            SimpleMatrix x0 = root.mult(normal);
            for (int k = 0; k < d; k++) {
                values[i * d + k] = (float) x0.get(k);
            }
        }
        return ReferenceData.of(values, new long[] {d}, "Gaussian, seed " + seed);
    }

    private static SimpleMatrix root(SimpleMatrix symmetric) {
        var svd = symmetric.svd();
        SimpleMatrix w = svd.getW();
        for (int i = 0; i < w.getNumRows(); i++) {
            w.set(i, i, Math.sqrt(w.get(i, i)));
        }
        return svd.getU().mult(w).mult(svd.getU().transpose());
    }

    @Override
    public NoiseSchedule schedule() {
        return new RectifiedFlow();
    }

    @Override
    public int dimension() {
        return covariance.getNumRows();
    }

    /** eps* = -sigma s. */
    TrueScore truth() {
        AffineGaussian exact =
                new AffineGaussian(
                        covariance,
                        new SimpleMatrix(dimension(), dimension()),
                        new SimpleMatrix(dimension(), 1));
        return exact::epsilon;
    }

    /** eps_theta = -sigma (s + e), s = -Sigma^-1 x. */
    @Override
    public NDArray epsilon(NDArray x, double t) {
        if (Math.abs(t - 0.5) > 1e-9) {
            throw new IllegalArgumentException("known at t = 0.5 only, found " + t);
        }
        int d = dimension();
        double sigma = Math.sqrt(SIGMA_SQUARED);
        SimpleMatrix m = covariance.invert().minus(b.transpose()).scale(sigma);
        NDManager manager = x.getManager();
        return x.matMul(manager.create(m.getDDRM().data, new Shape(d, d)))
                .sub(manager.create(c.scale(sigma).getDDRM().data));
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager();
    }
}
