// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.classes.DataAxes;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.classes.TestFunctionFactory;
import org.scorefield.evaluation.score.estimate.Estimator;
import org.scorefield.evaluation.score.fit.LevelFit;
import org.scorefield.evaluation.score.fit.LevelStatistics;
import org.scorefield.evaluation.score.fit.Rows;
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
     * @return the data set: features are state and time, outputs are the noise
     */
    public static Dataset<Regressor> of(
            FieldModel model, ReferenceData reference, ScoreErrorOptions options) {
        NoisedData data = new NoisedData(reference, options.samples(), options.seed());
        MutableDataset<Regressor> examples =
                new MutableDataset<>(reference.provenance(), new RegressionFactory());
        String[] names = FieldModel.names(reference.dimension());
        for (NoiseLevel level : options.noiseLevels(model.predictor().schedule())) {
            for (int position = 0; position < data.used(); position++) {
                NoisedData.Noised noised = data.at(level, new int[] {position});
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

    /**
     * Statistics of predictions for such examples, levels from little noise to much. Data go to the
     * two halves in turn, to the same half at every level.
     */
    static ScoreErrorSufficientStatistics statistics(
            FieldModel model, List<Prediction<Regressor>> predictions, ScoreErrorOptions options) {
        NoiseSchedule schedule = model.predictor().schedule();
        Map<NoiseLevel, Map<Object, List<Prediction<Regressor>>>> byLevel =
                new TreeMap<>(Comparator.comparingDouble(NoiseLevel::t));
        Map<Object, Integer> halves = new HashMap<>();
        for (Prediction<Regressor> prediction : predictions) {
            NoiseLevel level = NoiseLevel.of(schedule, FieldModel.time(prediction.getExample()));
            // An example that names no datum is one of its own.
            Object named = datum(prediction.getExample());
            Object datum = named == null ? new Object() : named;
            halves.putIfAbsent(datum, halves.size() % 2);
            byLevel.computeIfAbsent(level, key -> new LinkedHashMap<>())
                    .computeIfAbsent(datum, key -> new ArrayList<>())
                    .add(prediction);
        }
        if (byLevel.isEmpty()) {
            throw new EvaluationException(
                    "predictions: expected some, found none; evaluate a data set with examples");
        }
        List<NoiseLevel> levels = List.copyOf(byLevel.keySet());
        List<Data> data = new ArrayList<>();
        byLevel.values()
                .forEach(
                        clusters ->
                                data.add(
                                        new Data(
                                                List.of(
                                                        half(clusters, halves, 0),
                                                        half(clusters, halves, 1)))));
        ScoreErrorSufficientStatistics statistics =
                new ScoreErrorSufficientStatistics(
                        StateKey.of("predictions", "examples", options, levels), levels);
        try (NDManager manager = model.predictor().newManager()) {
            TestFunctionFactory factory =
                    factory(model, levels.get(0), data.get(0), options, manager);
            for (int i = 0; i < levels.size(); i++) {
                try (NDManager step = manager.newSubManager()) {
                    statistics.level(
                            i, fit(model, levels.get(i), data.get(i), options, factory, step));
                }
            }
        }
        return statistics;
    }

    /** Predictions of each datum of the first and of the second half, at one level. */
    private record Data(List<List<List<Prediction<Regressor>>>> halves) {
        int size() {
            return halves.get(0).size() + halves.get(1).size();
        }
    }

    private static LevelStatistics fit(
            FieldModel model,
            NoiseLevel level,
            Data data,
            ScoreErrorOptions options,
            TestFunctionFactory factory,
            NDManager manager) {
        List<Rows> halves = new ArrayList<>();
        List<Rows> pools = new ArrayList<>();
        List<LevelClasses> classes = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            Rows rows = rows(model, level, data.halves().get(half), manager);
            halves.add(rows);
            int pool = 0;
            int count = 0;
            while (pool < rows.sizes().length
                    && (pool < 8 || count + rows.sizes()[pool] <= options.fitSamples())) {
                count += rows.sizes()[pool++];
            }
            pools.add(rows.data(0, pool));
            classes.add(factory.classes(half, level, LevelFit.fitting(pools.get(half), manager)));
        }
        LevelStatistics statistics =
                LevelFit.of(classes, pools, level.sigma(), options.estimator());
        for (int half = 0; half < 2 && options.estimator() == Estimator.CROSS_FITTED; half++) {
            Rows rows = halves.get(half);
            int pool = pools.get(half).sizes().length;
            LevelFit.certify(
                    statistics, 1 - half, rows.data(pool, rows.sizes().length), level.sigma());
        }
        statistics.next(data.size());
        return statistics;
    }

    private static <T> List<T> half(
            Map<Object, T> clusters, Map<Object, Integer> halves, int half) {
        return clusters.entrySet().stream()
                .filter(cluster -> Objects.equals(halves.get(cluster.getKey()), half))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Axes for each half, from the first level's data that fit it. */
    private static TestFunctionFactory factory(
            FieldModel model,
            NoiseLevel level,
            Data data,
            ScoreErrorOptions options,
            NDManager manager) {
        long[] shape = {model.predictor().dimension()};
        int wanted = TestFunctionFactory.axes(options.testFunctions(), shape);
        List<DataAxes> axes = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            List<List<Prediction<Regressor>>> own = data.halves().get(half);
            if (own.size() < 8) {
                throw LevelFit.tooFew(own.size());
            }
            List<List<Prediction<Regressor>>> fitting =
                    own.subList(0, Math.min(options.fitSamples(), LevelFit.fitting(own.size())));
            NDArray x = rows(model, level, fitting, manager).x();
            axes.add(DataAxes.ofFitting(x.div(level.alpha()), wanted));
        }
        return new TestFunctionFactory(options.testFunctions(), shape, axes);
    }

    private static @Nullable Object datum(Example<Regressor> example) {
        return example.getMetadataValue(DATUM).orElse(null);
    }

    private static Rows rows(
            FieldModel model,
            NoiseLevel level,
            List<List<Prediction<Regressor>>> data,
            NDManager manager) {
        int dimension = model.predictor().dimension();
        int[] sizes = data.stream().mapToInt(List::size).toArray();
        int count = IntStream.of(sizes).sum();
        double[] x = new double[count * dimension];
        double[] noise = new double[x.length];
        double[] predicted = new double[x.length];
        int at = 0;
        for (List<Prediction<Regressor>> datum : data) {
            for (Prediction<Regressor> prediction : datum) {
                Example<Regressor> example = prediction.getExample();
                System.arraycopy(model.state(example), 0, x, at, dimension);
                System.arraycopy(model.noise(example.getOutput()), 0, noise, at, dimension);
                System.arraycopy(model.noise(prediction.getOutput()), 0, predicted, at, dimension);
                at += dimension;
            }
        }
        Shape shape = new Shape(count, dimension);
        return new Rows(
                        manager.create(x, shape),
                        manager.create(noise, shape),
                        manager.create(predicted, shape),
                        null,
                        sizes)
                .checked(level);
    }
}
