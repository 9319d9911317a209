// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.reference.ReferenceData;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Denoising as a Tribuo data set: each example is a noised datum at a time, its output the noise
 * drawn. The metadata entry {@code datum} names the datum, so that several noises of one datum are
 * not taken for independent data.
 */
public final class NoisedExamples {
    private static final String DATUM = "datum";

    private NoisedExamples() {}

    /**
     * Reference data, noised at all levels of the options.
     *
     * @param model gives schedule and dimension
     * @param reference data at t = 0
     * @param options levels, samples and seed
     */
    public static Dataset<Regressor> of(
            FieldModel model, ReferenceData reference, ScoreErrorOptions options) {
        NoisedData data = new NoisedData(reference, options.samples(), options.seed());
        MutableDataset<Regressor> examples =
                new MutableDataset<>(reference.provenance(), new RegressionFactory());
        String[] names = FieldModel.names("eps", reference.dimension());
        for (NoiseLevel level : NoiseLevel.spread(model.predictor().schedule(), options.levels())) {
            for (int position = 0; position < data.used(); position++) {
                NoisedData.Noised noised = data.at(level, position, position + 1);
                for (int row = 0; row < noised.rows(); row++) {
                    int from = row * reference.dimension();
                    int to = from + reference.dimension();
                    Map<String, Double> features =
                            FieldModel.features(
                                    Arrays.copyOfRange(noised.x(), from, to), level.t());
                    double[] noise = Arrays.copyOfRange(noised.noise(), from, to);
                    ArrayExample<Regressor> example =
                            new ArrayExample<>(
                                    new Regressor(names, noise),
                                    Map.of(DATUM, data.datum(position)));
                    features.forEach(example::add);
                    examples.add(example);
                }
            }
        }
        return examples;
    }

    /** The sums over predictions for such examples. */
    static ScoreErrorSufficientStatistics statistics(
            FieldModel model, List<Prediction<Regressor>> predictions, ScoreErrorOptions options) {
        NoiseSchedule schedule = model.predictor().schedule();
        Map<NoiseLevel, Map<Object, List<Prediction<Regressor>>>> byLevel = new LinkedHashMap<>();
        for (Prediction<Regressor> prediction : predictions) {
            NoiseLevel level = NoiseLevel.of(schedule, FieldModel.time(prediction.getExample()));
            // An example that names no datum is one of its own.
            Object datum = datum(prediction.getExample());
            byLevel.computeIfAbsent(level, key -> new LinkedHashMap<>())
                    .computeIfAbsent(datum == null ? new Object() : datum, key -> new ArrayList<>())
                    .add(prediction);
        }
        if (byLevel.isEmpty()) {
            throw new EvaluationException(
                    "predictions: expected some, found none; evaluate a data set with examples");
        }
        List<NoiseLevel> levels = List.copyOf(byLevel.keySet());
        long data = byLevel.values().stream().mapToLong(Map::size).min().orElse(0);
        PrincipalAxes principal =
                axes(
                        model,
                        List.copyOf(byLevel.values().iterator().next().values()),
                        levels.get(0),
                        options);
        ScoreErrorSufficientStatistics statistics =
                new ScoreErrorSufficientStatistics(
                        "predictions",
                        levels,
                        ScoreErrorEvaluator.functions(levels, principal),
                        Grouping.forData(data));
        byLevel.forEach(
                (level, clusters) -> {
                    int position = 0;
                    for (List<Prediction<Regressor>> cluster : clusters.values()) {
                        statistics.add(batch(model, level, position++, cluster));
                    }
                });
        return statistics;
    }

    private static @Nullable Object datum(Example<Regressor> example) {
        return example.getMetadataValue(DATUM).orElse(null);
    }

    private static PrincipalAxes axes(
            FieldModel model,
            List<List<Prediction<Regressor>>> clusters,
            NoiseLevel level,
            ScoreErrorOptions options) {
        int dimension = model.predictor().dimension();
        DMatrixRMaj data = new DMatrixRMaj(clusters.size(), dimension);
        for (int i = 0; i < clusters.size(); i++) {
            double[] x = model.state(clusters.get(i).get(0).getExample());
            for (int k = 0; k < dimension; k++) {
                data.set(i, k, x[k] / level.alpha());
            }
        }
        return PrincipalAxes.of(data, options.principalAxes());
    }

    private static NoisedBatch batch(
            FieldModel model, NoiseLevel level, int first, List<Prediction<Regressor>> cluster) {
        int dimension = model.predictor().dimension();
        double[] x = new double[cluster.size() * dimension];
        double[] noise = new double[x.length];
        double[] predicted = new double[x.length];
        for (int i = 0; i < cluster.size(); i++) {
            Example<Regressor> example = cluster.get(i).getExample();
            int at = i * dimension;
            System.arraycopy(model.state(example), 0, x, at, dimension);
            System.arraycopy(model.noise(example.getOutput()), 0, noise, at, dimension);
            System.arraycopy(model.noise(cluster.get(i).getOutput()), 0, predicted, at, dimension);
        }
        return new NoisedBatch(level, first, cluster.size(), x, noise, predicted);
    }
}
