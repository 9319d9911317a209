// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.classes.DataAxes;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.classes.TestFunctionFactory;
import org.scorefield.evaluation.score.estimate.Estimator;
import org.scorefield.evaluation.score.fit.LevelFit;
import org.scorefield.evaluation.score.fit.LevelStatistics;
import org.scorefield.evaluation.score.fit.Rows;

/**
 * The evaluation of one model on one data set: level by level, pools are filled and fitted, then
 * all further rows stream by.
 */
final class ScoreErrorRun implements AutoCloseable {
    private static final int LEAST_SAMPLES = 256;
    private static final int LEAST_DATA = 16;
    private static final int BATCHES_A_STATE = 64;

    private final ScoreErrorOptions options;
    private final NoisePredictor predictor;
    private final Optional<TrueScore> truth;
    private final ProgressListener progress;
    private final NoisedData data;
    private final List<NoiseLevel> levels;
    private final StateKey key;
    private final NDManager manager;
    private final TestFunctionFactory factory;
    private final int pool;

    ScoreErrorRun(
            ScoreErrorOptions options,
            FieldModel model,
            ReferenceData reference,
            Optional<TrueScore> truth,
            ProgressListener progress) {
        this.options = options;
        this.predictor = model.predictor();
        this.truth = truth;
        this.progress = progress;
        if (reference.dimension() != predictor.dimension()) {
            throw new EvaluationException(
                    "reference data: expected "
                            + predictor.dimension()
                            + " numbers in a sample, found "
                            + reference.dimension()
                            + "; give data of the shape that the checkpoint was trained for");
        }
        this.data = new NoisedData(reference, options.samples(), options.seed());
        if (data.used() < LEAST_DATA) {
            throw LevelFit.tooFew(data.used() / 2);
        }
        this.levels = options.noiseLevels(predictor.schedule());
        this.key =
                StateKey.of(
                        model.getProvenance().getInstanceProvenance().toString()
                                + (truth.isPresent() ? " with its true score" : ""),
                        StateKey.data(reference.provenance()),
                        options,
                        levels);
        // Data of both pools.
        this.pool = Math.min(data.used(), 2 * Math.max(8, options.fitSamples() / data.repeats()));
        this.manager = predictor.newManager();
        this.factory =
                new TestFunctionFactory(
                        options.testFunctions(), reference.shape(), axes(reference.shape()));
    }

    /**
     * Axes for each half: from data that are not evaluated where these are enough, otherwise from
     * those that fit that half, which certify the other half's potential only.
     */
    private List<DataAxes> axes(long[] shape) {
        int wanted = TestFunctionFactory.axes(options.testFunctions(), shape);
        int[] spare = data.spare();
        if (spare.length >= Math.max(256, 2 * wanted)) {
            try (NDManager step = manager.newSubManager()) {
                DataAxes shared = DataAxes.of(clean(spare, step), wanted);
                return List.of(shared, shared);
            }
        }
        List<DataAxes> axes = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int[] positions = NoisedData.half(half, 0, pool);
            int[] fitting = Arrays.copyOf(positions, LevelFit.fitting(positions.length));
            try (NDManager step = manager.newSubManager()) {
                axes.add(DataAxes.ofFitting(clean(fitting, step), wanted));
            }
        }
        return axes;
    }

    private NDArray clean(int[] positions, NDManager step) {
        return step.create(
                data.clean(positions), new Shape(positions.length, predictor.dimension()));
    }

    ScoreErrorSufficientStatistics none() {
        return new ScoreErrorSufficientStatistics(key, levels);
    }

    /** Statistics of the state file, or none where there is no file. */
    ScoreErrorSufficientStatistics saved() throws IOException {
        if (options.stateFile().isEmpty() || !Files.exists(options.stateFile().get())) {
            return none();
        }
        Path file = options.stateFile().get();
        try (InputStream in = new java.io.BufferedInputStream(Files.newInputStream(file))) {
            return ScoreErrorSufficientStatistics.read(in, key, levels, this::classes);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #fit} made them, which a time budget may have ended before the pool was full. */
    private List<LevelClasses> classes(int index, int data) throws IOException {
        if (data < LEAST_DATA || data > pool) {
            throw LevelStatistics.damaged(
                    "potentials from " + LEAST_DATA + " to " + pool + " data", data + "");
        }
        try (NDManager step = manager.newSubManager()) {
            List<LevelClasses> classes = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                NoisedData.Noised noised =
                        this.data.at(levels.get(index), NoisedData.half(half, 0, data));
                NDArray x = array(step, noised.x());
                int repeats = this.data.repeats();
                int fitting = LevelFit.fitting(noised.rows() / repeats) * repeats;
                classes.add(factory.classes(half, levels.get(index), x.get(":" + fitting)));
            }
            return classes;
        }
    }

    /**
     * All levels, from where statistics end.
     *
     * @param statistics modified
     * @param overdue whether the time for a part of the evaluation is over
     */
    ScoreErrorSufficientStatistics all(
            ScoreErrorSufficientStatistics statistics, DoublePredicate overdue) {
        for (int i = 0; i < levels.size(); i++) {
            double part = (i + 1.0) / levels.size();
            level(statistics, i, () -> overdue.test(part));
        }
        return statistics;
    }

    /** Whether a level should end early. */
    private interface Deadline {
        boolean over();
    }

    private void level(ScoreErrorSufficientStatistics statistics, int index, Deadline deadline) {
        LevelStatistics level = statistics.level(index);
        if (level == null) {
            level = fit(index, deadline);
            statistics.level(index, level);
            save(statistics);
        }
        int end = options.estimator() == Estimator.CROSS_FITTED ? data.used() : 0;
        int batches = 0;
        for (int from = level.next();
                from < end && !(enough(from) && deadline.over());
                from = level.next()) {
            int to = Math.min(end, from + step());
            add(level, index, new Positions(from, to));
            level.next(to);
            if (++batches % BATCHES_A_STATE == 0) {
                save(statistics);
            }
        }
        if (batches % BATCHES_A_STATE != 0) {
            save(statistics);
        }
        report(index + 1, 0);
    }

    private boolean enough(int position) {
        return position >= LEAST_DATA && (long) position * data.repeats() >= LEAST_SAMPLES;
    }

    /** Sums over some data alone, at all levels. */
    ScoreErrorSufficientStatistics certify(
            ScoreErrorSufficientStatistics fitted, Positions positions) {
        ScoreErrorSufficientStatistics sums = fitted.empty();
        for (int i = 0; i < levels.size(); i++) {
            LevelStatistics level = sums.level(i);
            if (level == null) {
                throw new EvaluationException(
                        "fitted: expected potentials at every level, found none at level "
                                + (i + 1)
                                + "; fit the levels first");
            }
            int end = Math.min(positions.to(), data.used());
            for (int from = positions.from(); from < end; from += step()) {
                add(level, i, new Positions(from, Math.min(end, from + step())));
            }
            level.next(end);
        }
        return sums;
    }

    private int step() {
        return Math.max(1, options.batchSize() / data.repeats());
    }

    private void add(LevelStatistics level, int index, Positions positions) {
        double sigma = levels.get(index).sigma();
        try (NDManager step = manager.newSubManager()) {
            List<Rows> halves = rows(index, positions, step);
            for (int half = 0; half < 2; half++) {
                if (halves.get(half).count() > 0) {
                    LevelFit.certify(level, 1 - half, halves.get(half), sigma);
                }
            }
        }
    }

    private LevelStatistics fit(int index, Deadline deadline) {
        try (NDManager held = manager.newSubManager()) {
            List<List<Rows>> parts = List.of(new ArrayList<>(), new ArrayList<>());
            int next = 0;
            while (next < pool && !(enough(next) && deadline.over())) {
                int to = Math.min(pool, next + step());
                List<Rows> halves = rows(index, new Positions(next, to), held);
                for (int half = 0; half < 2; half++) {
                    if (halves.get(half).count() > 0) {
                        parts.get(half).add(halves.get(half));
                    }
                }
                next = to;
            }
            List<Rows> pools = new ArrayList<>();
            List<LevelClasses> classes = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                Rows rows = Rows.concat(held, parts.get(half));
                parts.get(half).forEach(Rows::close);
                pools.add(rows);
                NDArray x = LevelFit.fitting(rows, held);
                classes.add(factory.classes(half, levels.get(index), x));
            }
            LevelStatistics level =
                    LevelFit.of(classes, pools, levels.get(index).sigma(), options.estimator());
            level.next(next);
            level.pool(next);
            return level;
        }
    }

    /** Rows of some data, of the first and of the second half, owned by a manager. */
    private List<Rows> rows(int index, Positions positions, NDManager owner) {
        report(index, positions.from());
        NoiseLevel level = levels.get(index);
        List<Rows> halves = new ArrayList<>();
        int[] first = NoisedData.half(0, positions.from(), positions.to());
        int[] second = NoisedData.half(1, positions.from(), positions.to());
        try (NDManager step = owner.newSubManager()) {
            int[] both = IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
            NoisedData.Noised noised = data.at(level, both);
            NDArray x = array(step, noised.x());
            int[] sizes = new int[both.length];
            Arrays.fill(sizes, data.repeats());
            @Nullable NDArray exact = truth.isPresent() ? truth.get().epsilon(x, level.t()) : null;
            Rows rows =
                    new Rows(x, array(step, noised.noise()), predict(x, level.t()), exact, sizes)
                            .checked(level);
            halves.add(rows.data(0, first.length).copy(owner));
            halves.add(rows.data(first.length, both.length).copy(owner));
        }
        return halves;
    }

    /** The network, on no more rows at once than the batch size. */
    private NDArray predict(NDArray x, double t) {
        long rows = x.getShape().get(0);
        int batch = options.batchSize();
        NDList parts = new NDList();
        for (long from = 0; from < rows; from += batch) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("score error: cancelled by an interrupt");
            }
            NDIndex index = new NDIndex().addSliceDim(from, Math.min(rows, from + batch));
            parts.add(predictor.epsilon(x.get(index), t));
        }
        return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 0);
    }

    private NDArray array(NDManager owner, double[] values) {
        int dimension = predictor.dimension();
        return owner.create(values, new Shape(values.length / dimension, dimension));
    }

    private void report(int levelsDone, int position) {
        long level = (long) data.used() * data.repeats();
        progress.progress(
                "score error",
                level * levelsDone + (long) position * data.repeats(),
                level * levels.size());
    }

    /** Writes beside the file, then moves: a reader finds the old state or the new one. */
    private void save(ScoreErrorSufficientStatistics statistics) {
        if (options.stateFile().isEmpty()) {
            return;
        }
        Path file = options.stateFile().get().toAbsolutePath();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(part))) {
                statistics.write(out);
            }
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
