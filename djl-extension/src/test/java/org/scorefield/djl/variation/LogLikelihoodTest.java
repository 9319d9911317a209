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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.TinyModels;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.DivergenceException;
import org.scorefield.djl.process.MixtureCase;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.OrnsteinUhlenbeck;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.SmallField;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.StepRule;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;

/** Log-likelihoods and volumes against closed forms. */
class LogLikelihoodTest {

    private static final long SEED = 17;
    private static final SamplingOptions OPTIONS = SamplingOptions.seed(SEED);
    private static final NoiseSchedule SCHEDULE = new RectifiedFlow();
    private static final double FROM = 0.05;

    private static final MixtureCase GAUSSIAN =
            new MixtureCase(new double[][] {{0.3, -0.2, 0.1}}, 0.25);
    private static final MixtureCase MIXTURE =
            new MixtureCase(new double[][] {{1, 0, 0.5}, {-0.5, 1, 0}, {0, -1, 1}}, 0.04);

    @TempDir static Path cache;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void exact_ofAGaussianAndAMixture_isTheClosedForm() {
        for (MixtureCase data : List.of(GAUSSIAN, MIXTURE)) {
            NDArray x = states(20);
            LikelihoodEstimate found =
                    LogLikelihood.of(
                                    flow(data, SCHEDULE),
                                    SCHEDULE,
                                    FlowSolver.adaptive(1e-10, FROM, 1),
                                    Divergence.exact())
                            .run(x, OPTIONS);
            for (int i = 0; i < 20; i++) {
                double exact = data.logDensity(row(x, i), 1 - FROM, FROM);
                // Steps of tolerance 1e-10, of states and divergence together.
                assertThat(found.nats()[i]).isCloseTo(exact, within(1e-7));
                assertThat(found.standardErrors()[i]).isZero();
                assertThat(found.bitsPerDimension()[i])
                        .isCloseTo(-exact / (3 * Math.log(2)), within(1e-7));
            }
        }
    }

    @Test
    void fixedSteps_ofTheLikelihood_haveOrderFour() {
        NDArray x = states(6);
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            List<Double> times = KnownFlows.geometric(40 << k, FROM, 1);
            LikelihoodEstimate found =
                    LogLikelihood.of(
                                    flow(GAUSSIAN, SCHEDULE),
                                    SCHEDULE,
                                    FlowSolver.rk4(times),
                                    Divergence.exact())
                            .run(x, OPTIONS);
            for (int i = 0; i < 6; i++) {
                double exact = GAUSSIAN.logDensity(row(x, i), 1 - FROM, FROM);
                errors[k] = Math.max(errors[k], Math.abs(found.nats()[i] - exact));
            }
        }
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isCloseTo(4, within(0.15));
    }

    @Test
    void exact_onSchedulesThatEndWithSignal_needsTheirOwnEnd() {
        // VE and VP do not end in N(0, sigma^2 I): the known density of the end makes them exact.
        for (NoiseSchedule schedule : List.of(new VeSchedule(0.05, 10), new OrnsteinUhlenbeck(3))) {
            NDArray x = states(5);
            double from = schedule.time(0.05);
            VolumeGrowth growth =
                    new VolumeGrowth(
                            flow(MIXTURE, schedule),
                            FlowSolver.adaptive(1e-10, from, 1),
                            Divergence.exact());
            LogDensity end =
                    y -> {
                        double[] logs = new double[5];
                        for (int i = 0; i < 5; i++) {
                            logs[i] =
                                    MIXTURE.logDensity(
                                            row(y, i), schedule.alpha(1), schedule.sigma(1));
                        }
                        return logs;
                    };
            double[] found = new LogLikelihood(growth, end).run(x, OPTIONS).nats();
            double[] plain =
                    new LogLikelihood(growth, LogDensity.normal(schedule.sigma(1)))
                            .run(x, OPTIONS)
                            .nats();
            for (int i = 0; i < 5; i++) {
                double exact =
                        MIXTURE.logDensity(row(x, i), schedule.alpha(from), schedule.sigma(from));
                assertThat(found[i]).as(schedule.name()).isCloseTo(exact, within(1e-7));
                // What the convention leaves out: of order (alpha / sigma) |x0| |x| / sigma.
                assertThat(plain[i]).isCloseTo(exact, within(0.3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 64})
    void hutchinson_agreesWithExact_withinItsStandardErrors(int probes) {
        int n = 200;
        NDArray x = states(n);
        FlowSolver solver = FlowSolver.rk4(KnownFlows.geometric(40, FROM, 1));
        TimedField velocity = flow(MIXTURE, SCHEDULE);
        double[] exact =
                LogLikelihood.of(velocity, SCHEDULE, solver, Divergence.exact())
                        .run(x, OPTIONS)
                        .nats();
        LikelihoodEstimate found =
                LogLikelihood.of(velocity, SCHEDULE, solver, Divergence.hutchinson(probes))
                        .run(x, OPTIONS);
        double[] scores = new double[n];
        double[] differences = new double[n];
        for (int i = 0; i < n; i++) {
            differences[i] = found.nats()[i] - exact[i];
            scores[i] = differences[i] / found.standardErrors()[i];
        }
        // Five standard errors of a mean of 200 independent samples.
        assertThat(Means.mean(differences) / Means.standardError(differences))
                .as("seed %d", SEED)
                .isBetween(-5.0, 5.0);
        if (probes == 64) {
            double squares = Means.mean(java.util.Arrays.stream(scores).map(s -> s * s).toArray());
            // Student's t of 63 degrees: 63 / 61 = 1.03; five standard errors of 200 squares.
            assertThat(squares).as("seed %d", SEED).isCloseTo(1.03, within(5 * Math.sqrt(2.0 / n)));
        }
    }

    @Test
    void hutchinson_ofOneProbe_hasNoStandardErrorOfItsOwn() {
        LogLikelihood likelihood =
                LogLikelihood.of(
                        flow(GAUSSIAN, SCHEDULE),
                        SCHEDULE,
                        FlowSolver.rk4(KnownFlows.geometric(20, FROM, 1)),
                        Divergence.hutchinson(1));
        LikelihoodEstimate found = likelihood.run(states(4), OPTIONS);
        assertThat(found.standardErrors()[0]).isNaN();
        assertThat(found.meanStandardError()).isPositive();
        // An isotropic Jacobian has no off-diagonal entries: the estimate is exact.
        assertThat(found.mean())
                .isCloseTo(
                        LogLikelihood.of(
                                        flow(GAUSSIAN, SCHEDULE),
                                        SCHEDULE,
                                        FlowSolver.rk4(KnownFlows.geometric(20, FROM, 1)),
                                        Divergence.exact())
                                .run(states(4), OPTIONS)
                                .mean(),
                        within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed", "adaptive"})
    void run_inOtherBatches_isTheSame(String rule) {
        FlowSolver solver =
                rule.equals("fixed")
                        ? FlowSolver.rk4(KnownFlows.geometric(20, FROM, 1))
                        : FlowSolver.adaptive(1e-6, FROM, 1);
        LogLikelihood likelihood =
                LogLikelihood.of(
                        flow(MIXTURE, SCHEDULE), SCHEDULE, solver, Divergence.hutchinson(3));
        NDArray x = states(5);
        int before = manager.getManagedArrays().size();
        double[] whole = likelihood.run(x, OPTIONS).nats();
        double[] parts = likelihood.run(x, OPTIONS.withBatchSize(2)).nats();
        double[] last = likelihood.run(x.get("3:"), OPTIONS.withFirstSample(3)).nats();
        assertThat(parts).containsExactly(whole);
        assertThat(last).containsExactly(whole[3], whole[4]);
        assertThat(manager.getManagedArrays().size()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void volume_alongTheFlow_isTheSumOfALyapunovSweep() {
        List<Double> times = KnownFlows.geometric(300, 0.9, FROM);
        TimedField velocity = flow(MIXTURE, SCHEDULE);
        NDArray x = states(4);
        LyapunovSpectrum sweep =
                new LyapunovSweep(StepMaps.of(velocity, ButcherTableau.RK4, times), 3)
                        .run(x, OPTIONS);
        VolumeEstimate exact =
                new VolumeGrowth(velocity, FlowSolver.rk4(times), Divergence.exact())
                        .run(x, OPTIONS);
        VolumeEstimate random =
                new VolumeGrowth(velocity, FlowSolver.rk4(times), Divergence.hutchinson(100))
                        .run(x, OPTIONS);
        for (int i = 0; i < 4; i++) {
            // Two ways of order 4 with 300 steps.
            assertThat(exact.volume(i)).isCloseTo(sweep.volume(i), within(1e-6));
            assertThat(random.volume(i))
                    .as("seed %d", SEED)
                    .isCloseTo(exact.volume(i), within(5 * random.standardError(i)));
        }
        assertThat(exact.states().toDoubleArray())
                .containsExactly(sweep.states().toDoubleArray(), within(1e-12));
    }

    @Test
    void d9_flipdOfAPlane_isItsDimension() {
        double variance = -Math.expm1(-2e-3);
        double[] rates = new double[10];
        for (int i = 0; i < 10; i++) {
            rates[i] = i < 3 ? -1 : -1 / variance;
        }
        SmallField score = KnownFlows.diagonal(rates);
        NDArray origin = manager.zeros(new Shape(1, 10), DataType.FLOAT64);
        double trace = Divergence.exact().of(score, origin, OPTIONS)[0][0];
        assertThat(10 + variance * trace).isCloseTo(2.994005996001999, within(1e-12));
        // Diagonal Jacobians have no variance.
        assertThat(Divergence.hutchinson(1).of(score, origin, OPTIONS)[0][0])
                .isCloseTo(trace, within(1e-9));
    }

    @Test
    void exact_ofACheckpoint_isTheTraceByColumns() throws IOException {
        try (DiffusionModel model =
                DiffusionModel.load(
                        TinyModels.timed(SEED),
                        Architectures.load(getClass().getClassLoader()),
                        NetworkOptions.defaults()
                                .withDataType(DataType.FLOAT64)
                                .withCacheDirectory(cache))) {
            int d = TinyModels.SIZE;
            NDArray x = normal(new Shape(2, d));
            double expected = 0;
            for (int i = 0; i < d; i++) {
                NDArray unit = x.mul(0);
                unit.set(new ai.djl.ndarray.index.NDIndex(":, {}", i), 1);
                expected += model.frozen(Quantity.VELOCITY, 0.4).jvp(x, unit).getDouble(1, i);
            }
            double[][] found =
                    Divergence.exact().of(model.frozen(Quantity.VELOCITY, 0.4), x, OPTIONS);
            assertThat(found[1][0]).isCloseTo(expected, within(1e-12));
            LikelihoodEstimate estimate =
                    LogLikelihood.of(
                                    TimedField.of(model, Quantity.VELOCITY),
                                    SCHEDULE,
                                    FlowSolver.adaptive(1e-6, 0.1, 0.99),
                                    Divergence.hutchinson(2))
                            .run(x, OPTIONS);
            assertThat(estimate.nats()).hasSize(2);
            assertThat(estimate.dimension()).isEqualTo(d);
        }
    }

    @Test
    void bitsPerDimension_ofStoredPixels_boundTheirEntropy() {
        // Pixels of N(0, 40^2) in steps of 1, mapped to [-1, 1]: entropy log2(40 sqrt(2 pi e)).
        Dequantization pixels = new Dequantization(-1, 1, 256);
        double deviation = 40 * pixels.width();
        int n = 40_000;
        NDArray values = normal(new Shape(n, 1)).mul(40).round().mul(pixels.width());
        NDArray x = pixels.uniform(values, SEED);
        double[] logs = LogDensity.normal(deviation).at(x);
        double[] bits = new double[n];
        for (int i = 0; i < n; i++) {
            bits[i] = pixels.bitsPerDimension(logs[i], 1);
        }
        double entropy = Math.log(40 * Math.sqrt(2 * Math.PI * Math.E)) / Math.log(2);
        // Five standard errors; the bound itself is loose by (width / deviation)^2 / 12 only.
        assertThat(Means.mean(bits))
                .as("seed %d", SEED)
                .isCloseTo(entropy, within(5 * Means.standardError(bits)));
        double largest = x.sub(values).abs().max().getDouble();
        assertThat(largest).isBetween(0.49 * pixels.width(), 0.5 * pixels.width() + 1e-15);
        assertThat(new Dequantization(0, 255, 256).width()).isEqualTo(1);
    }

    @Test
    void likelihood_ofBadInput_saysWhatItExpects() {
        TimedField velocity = flow(GAUSSIAN, SCHEDULE);
        assertThatThrownBy(
                        () ->
                                LogLikelihood.of(
                                        velocity,
                                        SCHEDULE,
                                        FlowSolver.adaptive(1e-6, 1, 0.1),
                                        Divergence.exact()))
                .hasMessageStartingWith("times: expected a flow from data (0) to noise (1)");
        assertThatThrownBy(() -> Divergence.hutchinson(0))
                .hasMessageStartingWith("probes: expected at least 1, found 0");
        assertThatThrownBy(() -> LogDensity.normal(0))
                .hasMessageStartingWith("deviation: expected a positive number");
        assertThatThrownBy(() -> new Dequantization(1, 1, 256))
                .hasMessageStartingWith("range: expected low < high");
        TimedField broken = t -> KnownFlows.diagonal(new double[] {Double.NaN, 1, 1});
        VolumeGrowth growth =
                new VolumeGrowth(
                        broken,
                        new FlowSolver(ButcherTableau.RK4, StepRule.fixed(), List.of(0.1, 0.2)),
                        Divergence.exact());
        assertThatThrownBy(() -> growth.run(states(1), OPTIONS))
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("(step 0, from t 0.1)");
    }

    private static TimedField flow(MixtureCase data, NoiseSchedule schedule) {
        return TimedField.probabilityFlow(data.denoiser(schedule), schedule);
    }

    private static double[] row(NDArray x, int i) {
        return x.get(i).toDoubleArray();
    }

    private NDArray states(int rows) {
        return normal(new Shape(rows, 3)).mul(0.6);
    }

    private NDArray normal(Shape shape) {
        return new NoisePath(SEED).start(manager.zeros(shape, DataType.FLOAT64), 0);
    }
}
