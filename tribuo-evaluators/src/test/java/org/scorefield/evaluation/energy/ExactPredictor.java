// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.reference.density.ReferencePredictor;

/**
 * A checkpoint that has learned a known distribution exactly.
 *
 * @param reference the distribution
 * @param schedule alpha and sigma
 * @param prediction what it predicts
 * @param prior what a blind one averages over; null for one that is told the time
 */
public record ExactPredictor(
        ReferenceDistribution reference,
        NoiseSchedule schedule,
        Prediction prediction,
        @org.jspecify.annotations.Nullable TimePrior prior)
        implements NoisePredictor {

    public FieldModel model() {
        return FieldModel.of("exact", this, Map.of("checkpoint", "exact"));
    }

    @Override
    public int dimension() {
        return reference.dimension();
    }

    @Override
    public boolean blind() {
        return prior != null;
    }

    @Override
    public NDArray epsilon(NDArray x, double t) {
        return reference.score(x, schedule.alpha(t), schedule.sigma(t)).mul(-schedule.sigma(t));
    }

    @Override
    public NDArray output(NDArray x, double[] t) {
        NDManager owner = x.getManager();
        try (NDManager manager = owner.newSubManager(x.getDevice())) {
            NDArray inside = x.stopGradient();
            inside.attach(manager);
            NDArray result =
                    prior == null
                            ? new ReferencePredictor(reference, schedule, prediction)
                                    .output(inside, t)
                            : MarginalEnergy.of(reference, schedule, prior)
                                    .at(inside)
                                    .target(prediction);
            result.attach(owner);
            return result;
        }
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager();
    }
}
