// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.support.shift.PerturbationKind;

/**
 * A model with an error of one direction at all states and levels.
 *
 * @param exact the model without it
 * @param kind what the error is added to
 * @param error [D], in the units of what it is added to
 */
record PerturbedModel(NoisePredictor exact, PerturbationKind kind, double[] error)
        implements NoisePredictor {

    @Override
    public NoiseSchedule schedule() {
        return exact.schedule();
    }

    @Override
    public int dimension() {
        return exact.dimension();
    }

    /** eps = (x - alpha D) / sigma falls by alpha / sigma times what is added to the denoiser. */
    @Override
    public NDArray epsilon(NDArray x, double t) {
        double ofDenoiser = kind.inDenoiser(schedule(), t);
        double factor = -schedule().alpha(t) / schedule().sigma(t) * ofDenoiser;
        try (NDArray epsilon = exact.epsilon(x, t);
                NDArray own = x.getManager().create(error).mul(factor)) {
            return epsilon.add(own);
        }
    }

    @Override
    public NDManager newManager() {
        return exact.newManager();
    }
}
