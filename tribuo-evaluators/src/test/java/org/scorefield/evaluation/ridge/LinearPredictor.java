// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * The best linear denoiser of data with independent coordinates of mean 0, case C7: it generates a
 * Gaussian of the data's variances.
 *
 * @param variances of the coordinates, [D]
 */
@SuppressWarnings("ArrayRecordComponent")
record LinearPredictor(double... variances) implements NoisePredictor {

    FieldModel model() {
        return FieldModel.of("linear", this, Map.of("checkpoint", "linear"));
    }

    @Override
    public NoiseSchedule schedule() {
        return new RectifiedFlow();
    }

    @Override
    public int dimension() {
        return variances.length;
    }

    /** E[eps | x] = sigma x / (alpha^2 s^2 + sigma^2). */
    @Override
    public NDArray epsilon(NDArray x, double t) {
        double alpha = schedule().alpha(t);
        double sigma = schedule().sigma(t);
        double[] factors = new double[variances.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = sigma / (alpha * alpha * variances[i] + sigma * sigma);
        }
        return x.mul(x.getManager().create(factors, new Shape(1, factors.length)));
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager();
    }
}
