// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * All that the evaluator asks of a diffusion model: its estimate of the noise.
 *
 * <p>With x = alpha(t) x0 + sigma(t) eps, eps ~ N(0, I), the exact answer is E[eps | x] = -sigma(t)
 * grad log p_t(x). t = 0 is data, t = 1 is noise.
 */
public interface NoisePredictor {

    /** alpha and sigma over t in [0, 1]. */
    NoiseSchedule schedule();

    /** Numbers in one sample, D. */
    int dimension();

    /**
     * The estimate of the noise.
     *
     * @param x [batch, D] row after row, in the model's data units; not modified
     * @param batch number of rows, at least 1
     * @param t time in [0, 1], 1 = noise
     * @return [batch, D] row after row, without unit; a new array
     */
    double[] epsilon(double[] x, int batch, double t);
}
