// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.PosteriorMeanField;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.ResidualNormLikelihood;
import org.scorefield.djl.posterior.NoiseLikelihood;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.evaluation.energy.marginal.ReferenceLikelihood;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * The network that was trained with the time, run without it: its epsilon averaged over the noise
 * posterior p(t | u), then DDIM. This is what a blind epsilon network could learn at best; that it
 * was not trained blind plays no part in how it fails.
 */
final class PosteriorMeans {

    private static final TimePrior PRIOR = TimePrior.uniform(0.001, 1);

    /** The mass of p(t | u) that may be left out; what it could change is below the noise. */
    private static final double TOLERANCE = 1e-3;

    private static final int NODES = 16;
    private static final int ROUNDS = 3;
    private static final double TAIL = 1e-4;

    /** Where the size of the residual is measured. */
    private static final double[] TIMES = {0.001, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.7, 1};

    private final DiffusionModel model;

    /**
     * Of a network.
     *
     * @param model told the time, epsilon; the caller closes it
     */
    PosteriorMeans(DiffusionModel model) {
        this.model = model;
    }

    /** With the posterior of a known distribution. */
    ImageProcess ofReference(ReferenceDistribution reference) {
        NoiseSchedule schedule = model.parameterization().schedule();
        return mean("reference", "reference data", new ReferenceLikelihood(reference, schedule));
    }

    /**
     * With the posterior that the network's own residual tells.
     *
     * @param images data, [n, *shape]
     * @param seed of their noise
     */
    ImageProcess ofResidual(NDArray images, long seed) {
        DoubleUnaryOperator expected =
                ResidualNormLikelihood.residualNorms(model, images, TIMES, new Random(seed));
        return mean("residual", "residual norm", ResidualNormLikelihood.of(model, expected));
    }

    private ImageProcess mean(String name, String title, NoiseLikelihood likelihood) {
        NoisePosterior posterior =
                new NoisePosterior(likelihood, PRIOR, new QuadratureOptions(NODES, ROUNDS, TAIL));
        PosteriorMeanField field =
                new PosteriorMeanField(model, Quantity.EPSILON, posterior, TOLERANCE);
        NoiseSchedule schedule = model.parameterization().schedule();
        return ImageModels.of(
                new String[] {
                    "mean-" + name, "conditioned, mean over the noise posterior of the " + title
                },
                model.parameterization().withPrediction(Predictions.EPSILON),
                Denoiser.ofEpsilon(schedule, (x, t) -> field.evaluate(x)),
                ReverseProcess.DDIM);
    }
}
