// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.TinyModels;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.DivergenceException;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.KarrasHeun;
import org.scorefield.djl.process.MixtureCase;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.RungeKutta;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.SmallField;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;

/** Sweeps and singular vectors against derivatives of the sampler itself, and their refusals. */
class SingularSearchTest {

    private static final long SEED = 8;
    private static final SamplingOptions OPTIONS = SamplingOptions.seed(SEED);
    private static final NoiseSchedule SCHEDULE = new RectifiedFlow();
    private static final TimeGrid GRID = TimeGrid.uniform(12, 0.9, 0.2);
    private static final int D = 5;

    private static final VectorField BROKEN =
            new SmallField(x -> new double[] {Double.NaN, 0, 0, 0, 0}, x -> new double[D][D]);

    @TempDir static Path cache;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<GeneratingProcess> processes() {
        return Stream.of(
                ReverseProcess.EULER,
                ReverseProcess.DDIM,
                ReverseProcess.ANCESTRAL,
                ReverseProcess.EULER_MARUYAMA,
                new RungeKutta(ButcherTableau.HEUN),
                new RungeKutta(ButcherTableau.RK4),
                KarrasHeun.churned(0.5, 12));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void full_ofEveryProcess_isTheDerivativeOfTheWholeTrajectory(GeneratingProcess process) {
        StepMaps maps = maps(process);
        NDArray start = random(3);
        SingularVectors found =
                new SingularSearch(maps, SingularOptions.full(D)).run(start, OPTIONS);
        double h = 1e-5;
        for (int i = 0; i < D; i++) {
            NDArray step = found.vectors().right().get(i).mul(h);
            NDArray moved = end(maps, start.add(step)).sub(end(maps, start.sub(step))).div(2 * h);
            double[] left = found.vectors().left().get(i).toDoubleArray();
            for (int sample = 0; sample < 3; sample++) {
                double value = Math.exp(found.logValues()[sample][i]);
                for (int a = 0; a < D; a++) {
                    // J v = s u; h^2 times third derivatives of the flow.
                    assertThat(moved.getDouble(sample, a))
                            .isCloseTo(value * left[sample * D + a], within(1e-6));
                }
            }
        }
        assertThat(found.vectors().states()).isEqualTo(end(maps, start));
        assertThat(found.converged()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void search_ofSomePairs_agreesWithTheFullDecomposition(GeneratingProcess process) {
        StepMaps maps = maps(process);
        NDArray start = random(4);
        SingularVectors full =
                new SingularSearch(maps, SingularOptions.full(D)).run(start, OPTIONS);
        SingularOptions options = new SingularOptions(2, 1, 1e-9, 200);
        SingularVectors found = new SingularSearch(maps, options).run(start, OPTIONS);
        assertThat(found.converged()).as("rounds %d", found.quality().rounds()).isTrue();
        for (int sample = 0; sample < 4; sample++) {
            for (int i = 0; i < 2; i++) {
                // Values err by the square of the residual.
                assertThat(found.logValues()[sample][i])
                        .isCloseTo(full.logValues()[sample][i], within(1e-10));
                assertThat(found.residuals()[sample][i]).isLessThanOrEqualTo(1e-9);
                // Vectors err by the residual over a gap of at least a hundredth.
                assertThat(cosine(found.vectors().left(), full.vectors().left(), i, sample))
                        .isCloseTo(1, within(1e-7));
                assertThat(cosine(found.vectors().right(), full.vectors().right(), i, sample))
                        .isCloseTo(1, within(1e-7));
            }
        }
    }

    @Test
    void search_thatStopsEarly_saysSo() {
        StepMaps maps = maps(ReverseProcess.DDIM);
        SingularVectors found =
                new SingularSearch(maps, new SingularOptions(1, 0, 1e-13, 1))
                        .run(random(2), OPTIONS);
        assertThat(found.converged()).isFalse();
        assertThat(found.residuals()[0][0]).isGreaterThan(1e-6);
        assertThat(found.quality().rounds()).isEqualTo(1);
    }

    @Test
    void run_inOtherBatches_isTheSame() {
        StepMaps maps = maps(ReverseProcess.ANCESTRAL);
        NDArray start = random(5);
        SingularSearch search = new SingularSearch(maps, new SingularOptions(2, 1, 1e-6, 1));
        SingularVectors whole = search.run(start, OPTIONS);
        SingularVectors parts = search.run(start, OPTIONS.withBatchSize(2));
        assertThat(parts.logValues()).isEqualTo(whole.logValues());
        assertThat(parts.vectors().left()).isEqualTo(whole.vectors().left());
        assertThat(parts.vectors().right()).isEqualTo(whole.vectors().right());
        LyapunovSweep sweep = new LyapunovSweep(maps, 2);
        LyapunovSpectrum all = sweep.run(start, OPTIONS);
        LyapunovSpectrum last = sweep.run(start.get("3:"), OPTIONS.withFirstSample(3));
        assertThat(last.growth()[0]).containsExactly(all.growth()[3]);
        assertThat(all.frame().getShape()).isEqualTo(new Shape(2, 5, D));
        assertThat(last.frame()).isEqualTo(all.frame().get(":, 3:"));
    }

    @Test
    void sweep_ofAllDirections_hasTheVolumeOfTheFullDecomposition_andIsObserved() {
        StepMaps maps = maps(new RungeKutta(ButcherTableau.RK4));
        NDArray start = random(2);
        double[] seen = new double[2];
        int[] steps = {0};
        LyapunovSpectrum found =
                new LyapunovSweep(maps, D)
                        .run(
                                start,
                                OPTIONS,
                                point -> {
                                    steps[0]++;
                                    assertThat(point.t()).isEqualTo(GRID.times().get(point.step()));
                                    for (int i = 0; i < D; i++) {
                                        seen[0] += Math.log(point.factor()[0][i][i]);
                                    }
                                });
        SingularVectors full =
                new SingularSearch(maps, SingularOptions.full(D)).run(start, OPTIONS);
        double volume = Arrays.stream(full.logValues()[0]).sum();
        // 12 steps of sums of logarithms.
        assertThat(found.volume(0)).isCloseTo(volume, within(1e-12));
        assertThat(seen[0]).isCloseTo(volume, within(1e-12));
        assertThat(steps[0]).isEqualTo(GRID.steps());
        assertThat(found.exponents(0)[0] * 0.7).isCloseTo(found.growth()[0][0], within(1e-12));
    }

    @Test
    void transposedSweep_recomputesStatesAndKeepsFew() {
        int n = 64;
        AtomicInteger evaluations = new AtomicInteger();
        AtomicInteger products = new AtomicInteger();
        TimedField counted =
                t -> new Counted(mixture().denoiser(SCHEDULE).at(t), evaluations, products);
        TimeGrid grid = TimeGrid.uniform(n, 0.9, 0.2);
        StepMaps maps = StepMaps.of(counted, SCHEDULE, ReverseProcess.DDIM, grid);
        NDArray start = random(1);
        int before = manager.getManagedArrays().size();
        new FrameSweep(maps, new NoisePath(SEED), 0)
                .transposed(start, Frames.random(start, 2, SEED, 0));
        assertThat(products.get()).isEqualTo(n);
        // n log2(n) / 2 steps to come back to every state.
        assertThat(evaluations.get()).isEqualTo(n * 6 / 2);
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = JacobianMethod.class,
            names = {"TANGENT_PROGRAM", "CENTRAL_DIFFERENCES"})
    void search_ofACheckpoint_isItsDerivative(JacobianMethod method) throws IOException {
        try (DiffusionModel model =
                DiffusionModel.load(
                        TinyModels.timed(SEED),
                        Architectures.load(getClass().getClassLoader()),
                        NetworkOptions.defaults()
                                .withDataType(DataType.FLOAT64)
                                .withJacobian(method)
                                .withCacheDirectory(cache))) {
            StepMaps maps =
                    StepMaps.of(
                            TimedField.of(model, Quantity.DENOISER),
                            SCHEDULE,
                            ReverseProcess.DDIM,
                            TimeGrid.uniform(4, 0.9, 0.3));
            NDArray start = normal(new Shape(2, TinyModels.SIZE));
            SingularVectors found =
                    new SingularSearch(maps, SingularOptions.leading(2).withTolerance(1e-6))
                            .run(start, OPTIONS);
            double h = 1e-5;
            NDArray step = found.vectors().right().get(0).mul(h);
            NDArray moved = end(maps, start.add(step)).sub(end(maps, start.sub(step))).div(2 * h);
            double length = moved.get(0).norm().getDouble();
            assertThat(Math.log(length)).isCloseTo(found.logValues()[0][0], within(1e-6));
            assertThat(found.quality().notes().isEmpty())
                    .isEqualTo(method == JacobianMethod.TANGENT_PROGRAM);
        }
    }

    @Test
    void sweep_inSinglePrecision_followsDoublePrecision() throws IOException {
        double[][] growth = new double[2][];
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            try (DiffusionModel model =
                    DiffusionModel.load(
                            TinyModels.timed(SEED),
                            Architectures.load(getClass().getClassLoader()),
                            NetworkOptions.defaults()
                                    .withDataType(type)
                                    .withCacheDirectory(cache))) {
                StepMaps maps =
                        StepMaps.of(
                                TimedField.of(model, Quantity.DENOISER),
                                SCHEDULE,
                                ReverseProcess.DDIM,
                                GRID);
                NDArray start = normal(new Shape(1, TinyModels.SIZE)).toType(type, false);
                growth[type == DataType.FLOAT32 ? 0 : 1] =
                        new LyapunovSweep(maps, 3).run(start, OPTIONS).growth()[0];
            }
        }
        // 12 steps of single precision.
        assertThat(growth[0]).containsExactly(growth[1], within(1e-4));
    }

    @Test
    void run_ofBadInput_saysWhatItExpects() {
        StepMaps maps = maps(ReverseProcess.DDIM);
        assertThatThrownBy(() -> new LyapunovSweep(maps, D + 1).run(random(1), OPTIONS))
                .hasMessage(
                        "k: expected 1 to 5 tangent vectors, the dimension of a state, found 6; ask"
                                + " for fewer");
        assertThatThrownBy(
                        () ->
                                new SingularSearch(maps, SingularOptions.leading(D + 1))
                                        .run(random(1), OPTIONS))
                .hasMessageStartingWith("k: expected 1 to 5 tangent vectors");
        assertThatThrownBy(() -> new LyapunovSweep(maps, 0))
                .hasMessageStartingWith("k: expected 1 to");
        assertThatThrownBy(() -> new LyapunovSweep(maps, 1).run(random(1).div(0), OPTIONS))
                .hasMessageStartingWith("start: expected finite numbers");
        assertThatThrownBy(() -> SingularOptions.leading(1).withTolerance(0))
                .hasMessageStartingWith("search: expected count >= 1");
        TimedField broken = t -> t > 0.5 ? mixture().denoiser(SCHEDULE).at(t) : BROKEN;
        StepMaps diverging = StepMaps.of(broken, SCHEDULE, ReverseProcess.DDIM, GRID);
        assertThatThrownBy(() -> new LyapunovSweep(diverging, 1).run(random(1), OPTIONS))
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("expected finite numbers");
    }

    @Test
    void run_whenInterrupted_isCancelled() {
        LyapunovSweep sweep = new LyapunovSweep(maps(ReverseProcess.DDIM), 1);
        assertThatThrownBy(
                        () ->
                                sweep.run(
                                        random(1),
                                        OPTIONS,
                                        point -> Thread.currentThread().interrupt()))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted at step 1 of 12");
    }

    /** A field that counts. */
    private record Counted(VectorField field, AtomicInteger evaluations, AtomicInteger products)
            implements VectorField {

        @Override
        public NDArray evaluate(NDArray u) {
            evaluations.incrementAndGet();
            return field.evaluate(u);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            return field.jvp(u, v);
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            products.incrementAndGet();
            return field.vjp(u, w);
        }
    }

    private static MixtureCase mixture() {
        return new MixtureCase(
                new double[][] {{1, 0, 0.5, 0, 0}, {-0.5, 1, 0, 0.3, 0}, {0, -1, 1, 0, 0.2}}, 0.04);
    }

    private static StepMaps maps(GeneratingProcess process) {
        return StepMaps.of(mixture().denoiser(SCHEDULE), SCHEDULE, process, GRID);
    }

    private static NDArray end(StepMaps maps, NDArray start) {
        NDArray x = start;
        for (int i = 0; i < maps.steps(); i++) {
            x = maps.apply(x, new StepMaps.Place(i, 0, new NoisePath(SEED)));
        }
        return x;
    }

    private static double cosine(NDArray a, NDArray b, int i, int sample) {
        return Math.abs(a.get(i).get(sample).mul(b.get(i).get(sample)).sum().getDouble());
    }

    private NDArray random(int rows) {
        return normal(new Shape(rows, D));
    }

    private NDArray normal(Shape shape) {
        return new NoisePath(SEED + 1).start(manager.zeros(shape, DataType.FLOAT64), 0);
    }
}
