// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.schedule.BetaSchedule;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** What the networks of the experiment were trained to predict, and on which path. */
enum Target {
    /** eps, on the straight path. */
    EPSILON(Predictions.EPSILON, new RectifiedFlow(), TimePrior.uniform(0.001, 0.999)),
    /** x0, on the straight path. */
    SAMPLE(Predictions.SAMPLE, new RectifiedFlow(), TimePrior.uniform(0.001, 0.999)),
    /** eps - x0, on the straight path. */
    VELOCITY(Predictions.FLOW, new RectifiedFlow(), TimePrior.uniform(0.001, 0.999)),
    /** t (eps - x0), on the straight path. */
    EQUILIBRIUM(
            Predictions.eqm("linear", t -> t),
            new RectifiedFlow(),
            TimePrior.uniform(0.001, 0.999)),
    /** eps, on the path of DDPM. */
    DDPM(
            Predictions.EPSILON,
            DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02),
            TimePrior.uniform(0, 1));

    /** Resolve p(t | u) for sampling. */
    private static final int NODES = 64;

    private final Prediction prediction;
    private final NoiseSchedule schedule;
    private final TimePrior prior;

    Target(Prediction prediction, NoiseSchedule schedule, TimePrior prior) {
        this.prediction = prediction;
        this.schedule = schedule;
        this.prior = prior;
    }

    /** The target of a checkpoint's name. */
    static Target of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** The target in the names of checkpoints. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Prediction prediction() {
        return prediction;
    }

    NoiseSchedule schedule() {
        return schedule;
    }

    /** The times of training. */
    TimePrior prior() {
        return prior;
    }

    /** The marginal energy of data under this path and these times. */
    MarginalEnergy energy(ReferenceDistribution data) {
        return MarginalEnergy.of(data, schedule, prior);
    }

    /**
     * The optimal autonomous field f*, which never sees t, read at known times: with r = f*(u), x0
     * = (d u - sigma r) / (alpha d - sigma c).
     *
     * @param data the data
     * @return its denoiser for FLOAT64 states
     */
    Denoiser optimal(ReferenceDistribution data) {
        MarginalEnergy energy =
                new MarginalEnergy(
                        data, schedule, prior, QuadratureOptions.defaults().withNodes(NODES));
        return (u, t) -> {
            double alpha = schedule.alpha(t);
            double sigma = schedule.sigma(t);
            double c = prediction.c(schedule, t);
            double d = prediction.d(schedule, t);
            NDArray field = energy.at(u).target(prediction);
            return u.mul(d).sub(field.mul(sigma)).div(alpha * d - sigma * c);
        };
    }
}
