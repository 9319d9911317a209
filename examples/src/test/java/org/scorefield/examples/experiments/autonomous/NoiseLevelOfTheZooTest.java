// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.ResidualNormLikelihood;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.zoo.Zoo;

/** A trained checkpoint finds the noise level of most held-out images from its own residual. */
class NoiseLevelOfTheZooTest {

    private static final long SEED = 3;
    private static final int IMAGES = 6;
    private static final double LEVEL = 0.3;

    @Test
    void residualNorm_ofNoisedImages_findsTheLevelOfMost() throws Exception {
        try (DiffusionModel model = DiffusionModel.load(Zoo.defaultEntry().unpack());
                NDManager manager = model.newManager()) {
            ReferenceData data =
                    ReferenceReader.read(
                            Zoo.defaultEntry().reference(),
                            ReferenceOptions.of(model.dataShape(), model.dataRange()));
            NoiseSchedule schedule = model.parameterization().schedule();
            Random random = new Random(SEED);
            double[] times = {0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.8};
            NDArray few = images(data, 300, 8, model, manager);
            DoubleUnaryOperator expected =
                    ResidualNormLikelihood.residualNorms(model, few, times, random);

            double t = schedule.time(LEVEL);
            NDArray x0 = images(data, 0, IMAGES, model, manager);
            double[] noise = new double[Math.toIntExact(x0.size())];
            Arrays.setAll(noise, i -> schedule.sigma(t) * random.nextGaussian());
            NDArray u =
                    x0.mul(schedule.alpha(t))
                            .add(
                                    manager.create(noise, x0.getShape())
                                            .toType(model.dataType(), false));
            NoisePosterior posterior =
                    new NoisePosterior(
                            ResidualNormLikelihood.of(model, expected),
                            TimePrior.uniform(0.001, 0.999),
                            QuadratureOptions.defaults().withNodes(16));
            PosteriorWeights found = posterior.at(u);
            double[] logRatio = found.mean(time -> Math.log(schedule.sigmaOverAlpha(time) / LEVEL));
            double[] sorted = Arrays.stream(logRatio).map(Math::abs).sorted().toArray();
            // At another level the residual of an image may have the size expected there, too.
            assertThat(sorted[IMAGES / 2])
                    .as(
                            "half of the images: |log found / true| of all %s",
                            Arrays.toString(logRatio))
                    .isLessThan(0.3);
        }
    }

    private static NDArray images(
            ReferenceData data, int from, int count, DiffusionModel model, NDManager manager) {
        float[] numbers = new float[count * data.dimension()];
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    data.sample(from + i), 0, numbers, i * data.dimension(), data.dimension());
        }
        return manager.create(numbers, new Shape(count).addAll(new Shape(model.dataShape())));
    }
}
