// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.Levels;
import org.scorefield.evaluation.reference.Moments;
import org.scorefield.evaluation.reference.ReferenceDistribution;

/**
 * A checkpoint that has learned a known distribution exactly.
 *
 * @param reference the distribution
 * @param schedule alpha and sigma
 * @param prediction what it predicts
 * @param prior what a blind one averages over; null for one that is told the time
 */
record ExactPredictor(
        ReferenceDistribution reference,
        NoiseSchedule schedule,
        Prediction prediction,
        @org.jspecify.annotations.Nullable TimePrior prior)
        implements NoisePredictor {

    FieldModel model() {
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
                            ? told(inside, t)
                            : MarginalEnergy.of(reference, schedule, prior)
                                    .at(inside)
                                    .target(prediction);
            result.attach(owner);
            return result;
        }
    }

    private NDArray told(NDArray x, double[] t) {
        NDManager manager = x.getManager();
        double[][] alpha =
                Arrays.stream(t)
                        .mapToObj(s -> new double[] {schedule.alpha(s)})
                        .toArray(double[][]::new);
        double[][] sigma =
                Arrays.stream(t)
                        .mapToObj(s -> new double[] {schedule.sigma(s)})
                        .toArray(double[][]::new);
        Moments moments = reference.moments(x, new Levels(alpha, sigma));
        double[] c = Arrays.stream(t).map(s -> prediction.c(schedule, s)).toArray();
        double[] d =
                Arrays.stream(t).map(s -> -schedule.sigma(s) * prediction.d(schedule, s)).toArray();
        Shape column = new Shape(t.length, 1);
        return moments.denoiser()
                .squeeze(1)
                .mul(manager.create(c, column))
                .add(moments.score().squeeze(1).mul(manager.create(d, column)));
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager();
    }
}
