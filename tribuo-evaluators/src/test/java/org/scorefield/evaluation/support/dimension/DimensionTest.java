// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.djl.schedule.VeSchedule;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Method;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/** Dimensions of supports that are known. */
class DimensionTest {

    private static final long SEED = 23;
    private static final SamplingOptions SAMPLING = SamplingOptions.seed(SEED);
    private static final RectifiedFlow FLOW = new RectifiedFlow();
    private static final DimensionOptions OPTIONS = DimensionOptions.of(FLOW, 4, 1);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    private static ReferencePredictor model(ReferenceDistribution data) {
        return new ReferencePredictor(data, FLOW, Predictions.EPSILON);
    }

    /** N(0, 1) on the span of d random orthonormal directions of R^D. */
    private static GaussianMixture plane(int d, int dimension) {
        Random random = new Random(SEED);
        double[][] axes = new double[d][dimension];
        for (int i = 0; i < d; i++) {
            for (int a = 0; a < dimension; a++) {
                axes[i][a] = random.nextGaussian();
            }
            for (int j = 0; j < i; j++) {
                double along = dot(axes[i], axes[j]);
                for (int a = 0; a < dimension; a++) {
                    axes[i][a] -= along * axes[j][a];
                }
            }
            double length = Math.sqrt(dot(axes[i], axes[i]));
            for (int a = 0; a < dimension; a++) {
                axes[i][a] /= length;
            }
        }
        double[][] covariance = new double[dimension][dimension];
        for (double[] axis : axes) {
            for (int a = 0; a < dimension; a++) {
                for (int b = 0; b < dimension; b++) {
                    covariance[a][b] += axis[a] * axis[b];
                }
            }
        }
        return GaussianMixture.gaussian(new double[dimension], covariance);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private Empirical circle() {
        double[][] points = new double[512][];
        Arrays.setAll(
                points,
                k -> {
                    double angle = 2 * Math.PI * k / 512;
                    return new double[] {Math.cos(angle), Math.sin(angle)};
                });
        return Empirical.of(points, manager);
    }

    /** 200 points on each moon of case D5. */
    private Empirical moons() {
        double[][] points = new double[400][];
        Arrays.setAll(
                points,
                k -> {
                    double angle = Math.PI * (k % 200 + 0.5) / 200;
                    return k < 200
                            ? new double[] {Math.cos(angle), Math.sin(angle)}
                            : new double[] {1 - Math.cos(angle), 0.5 - Math.sin(angle)};
                });
        return Empirical.of(points, manager);
    }

    private NDArray draws(ReferenceDistribution data, int n) {
        return data.sample(n, new Random(SEED), manager);
    }

    private SupportSufficientStatistics measured(
            ReferenceDistribution data, DimensionOptions options, int n) {
        return new DimensionRun(model(data), options, ProgressListener.NONE)
                .run(draws(data, n), SAMPLING);
    }

    @Test
    void flipd_ofAPlane_caseD9() {
        double variance = -Math.expm1(-2e-3);
        NoiseLevel matched = new NoiseLevel(0.5, Math.exp(-1e-3), Math.sqrt(variance));
        // Only the ratio of sigma to alpha matters; in z = x / alpha the schedule is VE.
        double noise = matched.sigma() / matched.alpha();
        VeSchedule schedule = new VeSchedule(1e-4, 10);
        NoiseLevel level = NoiseLevel.of(schedule, schedule.time(noise));
        ReferencePredictor model =
                new ReferencePredictor(plane(3, 10), schedule, Predictions.EPSILON);
        NDArray points = manager.zeros(new Shape(1, 10), ai.djl.ndarray.types.DataType.FLOAT64);
        Flipd.Estimates found = Flipd.of(model, Divergence.exact()).at(points, level, SAMPLING);
        // 3 / (1 + noise^2) = 3 (1 - variance).
        assertThat(found.values()[0]).isCloseTo(2.994005996001999, within(1e-12));
        assertThat(found.standardErrors()[0]).isZero();
    }

    @Test
    void flipd_ofAGaussianAwayFromItsMean_isTheClosedForm() {
        // alpha^2 / v per tangent axis, and sigma^2 |alpha x0|^2 / v^2, v = alpha^2 + sigma^2.
        GaussianMixture data = plane(3, 10);
        NDArray points = draws(data, 5);
        NoiseLevel level = NoiseLevel.of(FLOW, 0.2);
        double v = level.alpha() * level.alpha() + level.sigma() * level.sigma();
        double[] squares = points.square().sum(new int[] {1}).toDoubleArray();
        double[] found =
                Flipd.of(model(data), Divergence.exact()).at(points, level, SAMPLING).values();
        for (int i = 0; i < 5; i++) {
            double expected =
                    level.alpha()
                            * level.alpha()
                            * (3 / v + level.sigma() * level.sigma() * squares[i] / (v * v));
            assertThat(found[i]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void flipd_byProbes_agreesWithExactWithinItsErrors() {
        GaussianMixture data = plane(3, 10);
        int n = 400;
        NDArray points = draws(data, n);
        NoiseLevel level = NoiseLevel.of(FLOW, 0.01);
        double[] exact =
                Flipd.of(model(data), Divergence.exact()).at(points, level, SAMPLING).values();
        Flipd.Estimates found =
                Flipd.of(model(data), Divergence.hutchinson(16)).at(points, level, SAMPLING);
        double[] differences = new double[n];
        Arrays.setAll(differences, i -> found.values()[i] - exact[i]);
        Band band = Band.of(differences);
        // Five standard errors of 400 independent points.
        assertThat(band.mean() / band.standardError()).as("seed %d", SEED).isBetween(-5.0, 5.0);
        // Var <= 2 d of a probe; the root of a mean of squares of 400 points is within 20 %.
        double error = Math.sqrt(Band.of(square(found.standardErrors())).mean());
        double spread = band.standardError() * Math.sqrt(n);
        assertThat(error / spread).as("seed %d", SEED).isBetween(0.8, 1.25);
        assertThat(error).isLessThan(1.1 * Math.sqrt(2 * 3 / 16.0));
    }

    private static double[] square(double[] values) {
        return Arrays.stream(values).map(v -> v * v).toArray();
    }

    @Test
    void flipd_overNoisedStates_hasMeanD() {
        // Why it is taken without noise: partial integration, whatever the data.
        GaussianMixture data = plane(3, 10);
        int n = 2000;
        NoiseLevel level = NoiseLevel.of(FLOW, 0.01);
        double ratio = level.sigma() / level.alpha();
        NDArray noised =
                draws(data, n).add(draws(GaussianMixture.standardNormal(10), n).mul(ratio));
        Band band =
                Band.of(
                        Flipd.of(model(data), Divergence.exact())
                                .at(noised, level, SAMPLING)
                                .values());
        assertThat((band.mean() - 10) / band.standardError())
                .as("seed %d", SEED)
                .isBetween(-5.0, 5.0);
    }

    @Test
    void bundle_ofAPlane_hasTheNormalDimension() {
        GaussianMixture data = plane(3, 10);
        NoiseLevel level = NoiseLevel.of(FLOW, 0.01);
        NormalBundle bundle = new NormalBundle(model(data), level, 400);
        double[] spectrum =
                bundle.spectrum(
                        manager.zeros(new Shape(1, 10))
                                .toType(ai.djl.ndarray.types.DataType.FLOAT64, false),
                        SAMPLING);
        // Marchenko and Pastur: 1 +- sqrt(7 / 400) = 0.13, with room for a random edge.
        for (int i = 0; i < 7; i++) {
            assertThat(spectrum[i]).as("seed %d", SEED).isCloseTo(1, within(0.2));
        }
        // Tangent scores differ by -sigma eps / v: singular values sigma^2 / v.
        double v = 0.99 * 0.99 + 0.01 * 0.01;
        for (int i = 7; i < 10; i++) {
            assertThat(spectrum[i]).isCloseTo(1e-4 / v, within(0.2e-4));
        }
        assertThat(NormalBundle.gap(spectrum, 0.01).above()).isEqualTo(7);
    }

    @Test
    void dimensions_ofAPlane_areThree() {
        GaussianMixture data = plane(3, 10);
        DimensionOptions options = DimensionOptions.of(FLOW, 10, Math.sqrt(0.3));
        IntrinsicDimension found =
                DimensionRuleTest.chosen(10, measured(data, options, 16), options);
        assertThat(found.chosen()).isEqualTo(3);
        assertThat(DimensionRuleTest.value(found, Method.NORMAL_BUNDLE)).isEqualTo(3);
        assertThat(DimensionRuleTest.value(found, Method.FLIPD)).isCloseTo(3, within(0.05));
        assertThat(found.disagreement()).isLessThan(0.05);
        assertThat(found.reason()).isEqualTo("d = 3: score normal bundle and FLIPD agree.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"circle", "moons"})
    void dimensions_ofCurves_areOne(String name) {
        Empirical data = name.equals("circle") ? circle() : moons();
        // Points are 0.012 and 0.016 apart: noise above that sees curves.
        DimensionOptions options = DimensionOptions.of(FLOW, 2, 0.7);
        IntrinsicDimension found =
                DimensionRuleTest.chosen(2, measured(data, options, 24), options);
        assertThat(found.chosen()).as(found.toString()).isEqualTo(1);
        assertThat(DimensionRuleTest.value(found, Method.NORMAL_BUNDLE)).isEqualTo(1);
        assertThat(DimensionRuleTest.value(found, Method.FLIPD)).isCloseTo(1, within(0.1));
    }

    @Test
    void bundle_ofDataThatFillTheSpace_hasNoGap() {
        GaussianMixture data = GaussianMixture.standardNormal(3);
        DimensionOptions options = DimensionOptions.of(FLOW, 3, 1);
        SupportSufficientStatistics statistics = measured(data, options, 8);
        assertThat(statistics.get(new SupportColumn(SupportQuantity.NORMAL_BUNDLE, "", 0)))
                .containsOnly(Double.NaN);
        IntrinsicDimension found = DimensionRuleTest.chosen(3, statistics, options);
        assertThat(found.estimates()).hasSize(1);
        assertThat(DimensionRuleTest.value(found, Method.FLIPD)).isCloseTo(3, within(0.05));
        assertThat(found.chosen()).isEqualTo(2);
        assertThat(found.reason())
                .contains("brought from 3 into 1 to 2")
                .contains("score normal bundle has a clear gap at 0 of 8 points only");
    }

    @Test
    void run_inBatchesAndParts_isTheSame() {
        GaussianMixture data = plane(2, 5);
        DimensionOptions options =
                DimensionOptions.of(FLOW, 5, 0.6)
                        .withDivergence(Divergence.hutchinson(3))
                        .withBundles(5, 30);
        DimensionRun run = new DimensionRun(model(data), options, ProgressListener.NONE);
        NDArray points = draws(data, 7);
        int before = manager.getManagedArrays().size();
        SupportSufficientStatistics whole = run.run(points, SAMPLING);
        assertThat(manager.getManagedArrays()).hasSize(before);
        SupportSufficientStatistics parts = run.run(points.get(":4"), SAMPLING.withBatchSize(3));
        parts.merge(run.run(points.get("4:"), SAMPLING.withFirstSample(4)));
        assertThat(parts.columns()).isEqualTo(whole.columns());
        for (SupportColumn column : whole.columns()) {
            // The Gram matrix is summed in another order.
            assertThat(parts.get(column)).containsExactly(whole.get(column), within(1e-10));
        }
        assertThat(whole.get(new SupportColumn(SupportQuantity.NORMAL_BUNDLE, "", 0))).hasSize(5);
        SupportSufficientStatistics other = run.run(points, SamplingOptions.seed(SEED + 1));
        SupportColumn flipd = new SupportColumn(SupportQuantity.FLIPD, "", 0);
        assertThat(other.get(flipd)).isNotEqualTo(whole.get(flipd));
    }

    @Test
    void levels_outsideOfASchedule_areBroughtIn() {
        DimensionOptions options = DimensionOptions.of(new VeSchedule(0.1, 10), 3, 1);
        assertThat(options.levels().stream().mapToDouble(NoiseLevel::sigma).toArray())
                .containsExactly(new double[] {0.1, 0.16, 0.32}, within(1e-12));
    }

    @Test
    void badInput_isRefusedWithWhatToDo() {
        ReferencePredictor model = model(plane(2, 5));
        assertThatThrownBy(() -> new NormalBundle(model, NoiseLevel.of(FLOW, 0.1), 9))
                .hasMessage(
                        "neighbours: expected at least 2 D = 10, found 9; take 4 D as the source"
                                + " does");
        assertThatThrownBy(() -> DimensionOptions.of(FLOW, 5, 0)).hasMessageContaining("spread:");
        assertThatThrownBy(() -> OPTIONS.withLevels(List.of())).hasMessageContaining("levels:");
        assertThatThrownBy(() -> OPTIONS.withBundles(-1, 9)).hasMessageContaining("bundlePoints:");
        assertThatThrownBy(() -> new DimensionRule(4, 1, OptionalInt.of(4)))
                .hasMessageContaining("expected 1 to D - 1 = 3, found 4");
        assertThatThrownBy(() -> new DimensionRule(1, 1, OptionalInt.empty()))
                .hasMessageContaining("dimension:");
        assertThatThrownBy(() -> new DimensionRule(4, 0, OptionalInt.empty()))
                .hasMessageContaining("duration:");
        assertThatThrownBy(() -> SpectralGap.largest(new double[] {1, 2}))
                .hasMessageContaining("logs:");
    }

    @Test
    void run_interrupted_ends() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> measured(plane(2, 5), DimensionOptions.of(FLOW, 5, 1), 2))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
