// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.content.Pixels;

/**
 * Reference images, noised, and what the model makes of them.
 *
 * @param levels noise levels, left to right
 * @param rows one for each image
 */
record SampleImages(List<NoiseLevel> levels, List<Row> rows) {
    private static final int LEVELS = 4;
    private static final int LARGEST = 96;

    /**
     * One image.
     *
     * @param reference the image as PNG data URI
     * @param noised noised at each level, grey values compressed to fit
     * @param denoised (x - sigma eps_theta) / alpha at each level
     */
    record Row(String reference, List<String> noised, List<String> denoised) {}

    static SampleImages of(AuditInput input) {
        ReferenceData reference = input.reference();
        NoisePredictor predictor = input.model().predictor();
        Pixels pixels = new Pixels(reference.shape(), input.subject().range(), LARGEST);
        List<NoiseLevel> levels = NoiseLevel.spread(predictor.schedule(), LEVELS);
        int count = Math.min(input.options().images(), reference.count());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = (int) ((long) i * reference.count() / count);
            float[] sample = reference.sample(index);
            List<String> noised = new ArrayList<>();
            List<String> denoised = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(input.options().seed() + i);
            double[] noise = new double[sample.length];
            Arrays.setAll(noise, k -> random.nextGaussian());
            for (NoiseLevel level : levels) {
                double[] x = new double[sample.length];
                Arrays.setAll(x, k -> level.alpha() * sample[k] + level.sigma() * noise[k]);
                double[] epsilon = epsilon(predictor, x, level.t());
                noised.add(pixels.noised(x, level));
                double[] clean = new double[x.length];
                Arrays.setAll(clean, k -> (x[k] - level.sigma() * epsilon[k]) / level.alpha());
                denoised.add(pixels.data(clean));
            }
            double[] clean = new double[sample.length];
            Arrays.setAll(clean, k -> sample[k]);
            rows.add(new Row(pixels.data(clean), noised, denoised));
        }
        return new SampleImages(levels, rows);
    }

    private static double[] epsilon(NoisePredictor predictor, double[] x, double t) {
        try (NDManager manager = predictor.newManager()) {
            return predictor.epsilon(manager.create(x, new Shape(1, x.length)), t).toDoubleArray();
        }
    }
}
