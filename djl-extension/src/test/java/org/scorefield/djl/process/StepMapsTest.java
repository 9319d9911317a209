// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.TinyModels;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;

/** The steps of every process as maps: the sampler's own, with their Jacobians. */
class StepMapsTest {

    private static final long SEED = 21;
    private static final NoiseSchedule SCHEDULE = new RectifiedFlow();
    private static final TimeGrid GRID = TimeGrid.uniform(5, 0.9, 0.2);
    private static final MixtureCase DATA =
            new MixtureCase(new double[][] {{1, 0, 0.5}, {-0.5, 1, 0}, {0, -1, 1}}, 0.04);

    @TempDir static Path cache;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<GeneratingProcess> processes() {
        return Stream.of(
                ReverseProcess.ANCESTRAL,
                ReverseProcess.EULER_MARUYAMA,
                ReverseProcess.DDIM,
                ReverseProcess.EULER,
                new HeunFlow(),
                new RungeKutta(ButcherTableau.RK4),
                new RungeKutta(ButcherTableau.DORMAND_PRINCE),
                KarrasHeun.deterministic(),
                KarrasHeun.churned(1, 5));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void apply_stepAfterStep_isTheSampler(GeneratingProcess process) {
        StepMaps maps = StepMaps.of(DATA.denoiser(SCHEDULE), SCHEDULE, process, GRID);
        NDArray start = random(4, 0);
        NDArray x = start;
        for (int i = 0; i < maps.steps(); i++) {
            x = maps.apply(x, place(i));
        }
        NDArray expected =
                new Sampler(DATA.denoiser(SCHEDULE)::evaluate, SCHEDULE, process, GRID)
                        .run(start, SamplingOptions.seed(SEED).withFirstSample(3));
        assertThat(x).isEqualTo(expected);
        assertThat(maps.length()).isCloseTo(0.7, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void linearize_ofEveryProcess_isTheDerivativeOfItsSteps(GeneratingProcess process) {
        StepMaps maps = StepMaps.of(DATA.denoiser(SCHEDULE), SCHEDULE, process, GRID);
        NDArray x = random(4, 0);
        NDArray v = random(8, 1).reshape(2, 4, 3);
        double h = 1e-5;
        for (int i = 0; i < maps.steps(); i++) {
            Linearization both = maps.linearize(x, v, place(i));
            assertThat(both.value()).isEqualTo(maps.apply(x, place(i)));
            for (int k = 0; k < 2; k++) {
                NDArray step = v.get(k).mul(h);
                NDArray expected =
                        maps.apply(x.add(step), place(i))
                                .sub(maps.apply(x.sub(step), place(i)))
                                .div(2 * h);
                // h^2 times third derivatives of a mixture of width 0.2, and a rounding over h.
                assertThat(both.product().get(k).toDoubleArray())
                        .containsExactly(expected.toDoubleArray(), within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void vjp_ofEveryProcess_isTheTransposed(GeneratingProcess process) {
        StepMaps maps = StepMaps.of(DATA.denoiser(SCHEDULE), SCHEDULE, process, GRID);
        NDArray x = random(4, 0);
        NDArray v = random(8, 1).reshape(2, 4, 3);
        NDArray w = random(8, 2).reshape(2, 4, 3);
        for (int i = 0; i < maps.steps(); i++) {
            double left = maps.linearize(x, v, place(i)).product().mul(w).sum().getDouble();
            double right = maps.vjp(x, w, place(i)).mul(v).sum().getDouble();
            // Roundings of sums of some hundred terms.
            assertThat(left).as("seed %d", SEED).isCloseTo(right, within(1e-11));
        }
    }

    @Test
    void linearize_ofACheckpoint_isTheDerivative_alsoByDifferences() throws IOException {
        NetworkOptions options =
                NetworkOptions.defaults().withDataType(DataType.FLOAT64).withCacheDirectory(cache);
        Architectures known = Architectures.load(getClass().getClassLoader());
        NDArray x = normal(new Shape(2, TinyModels.SIZE), 0);
        NDArray v = normal(new Shape(6, TinyModels.SIZE), 1).reshape(3, 2, TinyModels.SIZE);
        try (DiffusionModel exact = DiffusionModel.load(TinyModels.timed(SEED), known, options);
                DiffusionModel rough =
                        DiffusionModel.load(
                                TinyModels.timed(SEED),
                                known,
                                options.withJacobian(JacobianMethod.CENTRAL_DIFFERENCES))) {
            Linearization expected = checkpoint(exact).linearize(x, v, place(2));
            Linearization found = checkpoint(rough).linearize(x, v, place(2));
            assertThat(found.value()).isEqualTo(expected.value());
            // Central differences in FLOAT64, ten digits of a product of size 1.
            assertThat(found.product().toDoubleArray())
                    .containsExactly(expected.product().toDoubleArray(), within(1e-8));
            assertThat(checkpoint(rough).vjp(x, v, place(2)).toDoubleArray())
                    .containsExactly(
                            checkpoint(exact).vjp(x, v, place(2)).toDoubleArray(), within(1e-8));
            assertThat(checkpoint(exact).field().notes()).isEqualTo(exact.description().notes());
            assertThat(checkpoint(rough).field().notes().toString())
                    .contains("Jacobian-vector products are central differences in FLOAT64")
                    .contains("Vector-Jacobian products are central differences");
        }
    }

    @Test
    void apply_leavesNothingBehind() {
        StepMaps maps = StepMaps.of(DATA.denoiser(SCHEDULE), SCHEDULE, new HeunFlow(), GRID);
        NDArray x = random(2, 0);
        NDArray v = x.expandDims(0);
        int before = manager.getManagedArrays().size();
        maps.linearize(x, v, place(0));
        maps.vjp(x, v, place(0));
        assertThat(manager.getManagedArrays()).hasSize(before + 3);
    }

    @Test
    void maps_ofBadInput_sayWhatTheyExpect() {
        TimedField broken = t -> DATA.denoiser(Double.NaN, 1);
        StepMaps maps = StepMaps.of(broken, SCHEDULE, ReverseProcess.DDIM, GRID);
        assertThatThrownBy(() -> maps.apply(random(1, 0), place(1)))
                .isInstanceOfSatisfying(
                        DivergenceException.class, e -> assertThat(e.step()).isEqualTo(1))
                .hasMessageStartingWith("state: expected finite numbers, found others")
                .hasMessageEndingWith("(step 1, from t 0.76)");
        assertThatThrownBy(() -> new StepMaps(broken, List.of(), List.of(0.0, 1.0)))
                .hasMessageStartingWith("times: expected one more than the 0 steps, found 2");
        assertThatThrownBy(() -> new StepPlan(List.of(), new Weights(1, 0, List.of(1.0))))
                .hasMessageStartingWith("plan: expected stages that use earlier ones only");
    }

    private static StepMaps checkpoint(DiffusionModel model) {
        return StepMaps.of(
                TimedField.of(model, Quantity.DENOISER),
                model.parameterization().schedule(),
                new RungeKutta(ButcherTableau.RK4),
                GRID);
    }

    private static StepMaps.Place place(int step) {
        return new StepMaps.Place(step, 3, new NoisePath(SEED));
    }

    private NDArray random(int rows, int step) {
        return normal(new Shape(rows, 3), step);
    }

    private NDArray normal(Shape shape, int step) {
        return new NoisePath(SEED + 1).step(manager.zeros(shape, DataType.FLOAT64), 0, step);
    }
}
