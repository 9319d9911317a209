// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * The best denoiser that treats coordinates alone and as Gaussian: exact for such data, wrong in a
 * known way for others.
 *
 * @param mean [D] of the data
 * @param variance [D] of the data
 * @param schedule the path
 */
public record Wiener(double[] mean, double[] variance, NoiseSchedule schedule)
        implements NoisePredictor {

    /** Fitted to data, on the rectified flow. */
    public static Wiener of(ReferenceData data) {
        double[] mean = new double[data.dimension()];
        double[] variance = new double[data.dimension()];
        for (int i = 0; i < data.count(); i++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += data.value(i, k) / (double) data.count();
            }
        }
        for (int i = 0; i < data.count(); i++) {
            for (int k = 0; k < mean.length; k++) {
                variance[k] += Math.pow(data.value(i, k) - mean[k], 2) / data.count();
            }
        }
        return new Wiener(mean, variance, new RectifiedFlow());
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    @Override
    public NDArray epsilon(NDArray x, double t) {
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        double[] factor = new double[mean.length];
        double[] centre = new double[mean.length];
        for (int k = 0; k < mean.length; k++) {
            factor[k] = sigma / (alpha * alpha * variance[k] + sigma * sigma);
            centre[k] = alpha * mean[k];
        }
        NDManager manager = x.getManager();
        return x.sub(manager.create(centre)).mul(manager.create(factor));
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager();
    }
}
