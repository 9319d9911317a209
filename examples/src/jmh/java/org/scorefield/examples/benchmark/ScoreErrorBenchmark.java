// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.score.ScoreErrorEvaluation;
import org.scorefield.evaluation.score.ScoreErrorEvaluator;
import org.scorefield.evaluation.score.ScoreErrorOptions;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/**
 * The score error of the zoo's default checkpoint with the default options, cut into the network's
 * time and the estimator's: all that is not the network.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class ScoreErrorBenchmark {

    /** The parts of one evaluation, in milliseconds. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Split {
        /** Time in the network. */
        public long networkMillis;

        /** All other time. */
        public long estimatorMillis;

        /** Processor time in the network. */
        public long networkCpuMillis;

        /** All other processor time. */
        public long estimatorCpuMillis;
    }

    /** The checkpoint, loaded, and its reference data. */
    @State(Scope.Benchmark)
    public static class Audited {
        /** Noise levels; each costs the same. */
        @Param("8")
        public int levels;

        private DiffusionModel model;
        private ReferenceData reference;

        /** Loads, and runs the network once so that what it does on first use is done. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            ZooEntry entry = Zoo.defaultEntry();
            model = DiffusionModel.load(entry.unpack());
            reference =
                    ReferenceReader.read(
                            entry.reference(),
                            ReferenceOptions.of(model.dataShape(), model.dataRange()));
            evaluate(ScoreErrorOptions.DEFAULT.withLevels(1).withSamples(512));
        }

        /** Frees the network. */
        @TearDown(Level.Trial)
        public void close() {
            model.close();
        }

        private Timed evaluate(ScoreErrorOptions options) {
            TimedPredictor predictor = new TimedPredictor(new DiffusionPredictor(model));
            ScoreErrorEvaluation evaluation =
                    new ScoreErrorEvaluator(options)
                            .evaluate(
                                    FieldModel.of("zoo", predictor, Map.of()),
                                    reference,
                                    ProgressListener.NONE);
            return new Timed(evaluation, predictor.spent());
        }
    }

    private record Timed(ScoreErrorEvaluation evaluation, Spent network) {}

    /** One evaluation. */
    @Benchmark
    public ScoreErrorEvaluation evaluate(Audited audited, Split split) {
        Spent start = Spent.soFar();
        Timed timed = audited.evaluate(ScoreErrorOptions.DEFAULT.withLevels(audited.levels));
        Spent estimator = Spent.soFar().minus(start).minus(timed.network());
        split.networkMillis += TimeUnit.NANOSECONDS.toMillis(timed.network().wallNanos());
        split.networkCpuMillis += TimeUnit.NANOSECONDS.toMillis(timed.network().cpuNanos());
        split.estimatorMillis += TimeUnit.NANOSECONDS.toMillis(estimator.wallNanos());
        split.estimatorCpuMillis += TimeUnit.NANOSECONDS.toMillis(estimator.cpuNanos());
        return timed.evaluation();
    }
}
