// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.DirectionChoice;
import org.scorefield.evaluation.ridge.geometry.ReferenceLevel;

/** Entries, phases, verdicts, bands and what is refused. */
class RidgeLedgerTest {

    private static final RidgeOptions OPTIONS = RidgeOptions.of(1, .5);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static RidgeEntry entry(double rho, double normal, double tangent) {
        double[] values = new double[RidgeQuantity.values().length];
        values[RidgeQuantity.RHO.ordinal()] = rho;
        values[RidgeQuantity.CURVED.ordinal()] = 1;
        values[RidgeQuantity.NORMAL_MOVE.ordinal()] = normal;
        values[RidgeQuantity.TANGENT_MOVE.ordinal()] = tangent;
        values[RidgeQuantity.NEAREST.ordinal()] = 1;
        return new RidgeEntry(values);
    }

    private static RidgeEntry undefined() {
        double[] values = new double[RidgeQuantity.values().length];
        Arrays.fill(values, Double.NaN);
        values[RidgeQuantity.NEAREST.ordinal()] = 1;
        return new RidgeEntry(values);
    }

    private static RidgeLedger ledger(RidgeEntry... column) {
        List<NoiseLevel> levels = new ArrayList<>();
        List<List<RidgeEntry>> rows = new ArrayList<>();
        for (int i = 0; i < column.length; i++) {
            levels.add(new NoiseLevel(1 - .1 * i, 1, 1 - .1 * i));
            rows.add(List.of(column[i]));
        }
        return new RidgeLedger(OPTIONS, levels, rows);
    }

    @Test
    void phases_beginWhereTheyStay() {
        // On the ridge at 1, off again at 2, on from 3; normal motion leads until 4.
        RidgeLedger ledger =
                ledger(
                        entry(9, 1, 1),
                        entry(1, 1, 2),
                        entry(3, 1, 2),
                        entry(2, 3, 2),
                        entry(1, 2, 1),
                        entry(1, 1, 2),
                        entry(.5, .1, 3));
        assertThat(ledger.phases()).containsExactly(new Phases(3, 5));
    }

    @Test
    void phases_thatDoNotHappen_areNever() {
        assertThat(ledger(entry(1, 1, 2), entry(3, 1, 2)).phases())
                .containsExactly(new Phases(Phases.NEVER, Phases.NEVER));
        assertThat(ledger(entry(3, 1, 2), entry(1, 2, 1)).phases())
                .containsExactly(new Phases(1, Phases.NEVER));
        assertThat(ledger(entry(1, 1, 2), undefined()).phases())
                .containsExactly(new Phases(Phases.NEVER, Phases.NEVER));
    }

    @Test
    void verdicts_areThoseOfTheLastEntry() {
        assertThat(ledger(entry(9, 1, 1), entry(2, 1, 1)).verdicts())
                .containsExactly(Verdict.INTER_MODE);
        assertThat(ledger(entry(1, 1, 1), entry(2.1, 1, 1)).verdicts())
                .containsExactly(Verdict.OFF_RIDGE);
        RidgeLedger lost = ledger(entry(1, 1, 1), undefined());
        assertThat(lost.verdicts()).containsExactly(Verdict.UNDEFINED);
        assertThat(lost.undefined()).containsExactly(0, 1);
        assertThat(lost.bands(RidgeQuantity.RHO).get(1).missing()).isEqualTo(1);
        assertThat(lost.bands(RidgeQuantity.RHO).get(1).median()).isNaN();
        double[] near = entry(9, 1, 1).values();
        near[RidgeQuantity.NEAREST.ordinal()] = .5;
        assertThat(ledger(new RidgeEntry(near)).verdicts()).containsExactly(Verdict.MEMORISED);
    }

    @Test
    void proportion_hasWilsonsInterval() {
        // Closed form at k = n / 2: 1/2 -+ z / (2 sqrt(n + z^2)); n = 10 gives (.2366, .7634).
        Proportion half = new Proportion(5, 10);
        assertThat(half.low()).isCloseTo(.236593090512564, within(1e-12));
        assertThat(half.high()).isCloseTo(.763406909487436, within(1e-12));
        // k = 0: z^2 / (n + z^2).
        Proportion none = new Proportion(0, 10);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(.277532799862889, within(1e-12));
        assertThat(new Proportion(10, 10).low()).isCloseTo(1 - none.high(), within(1e-15));
        assertThat(new Proportion(10, 10).high()).isEqualTo(1);
        assertThatThrownBy(() -> new Proportion(2, 1))
                .hasMessage(
                        "proportion: expected 0 <= count <= n and n >= 1, found 2 of 1; count some"
                                + " samples");
    }

    @Test
    void band_interpolatesOrderStatistics() {
        double[] values = {4, Double.NaN, 1, 2, 0, 3};
        Band band = Band.of(values);
        assertThat(band.quantiles())
                .containsExactly(new double[] {.2, 1, 2, 3, 3.8}, within(1e-15));
        assertThat(band.used()).isEqualTo(5);
        assertThat(band.missing()).isEqualTo(1);
    }

    @Test
    void directionChoice_isThatOfTheLargestGap() {
        // 400 points near a plane in six dimensions: two wide axes, four narrow.
        Random random = new Random(4);
        double[][] points = new double[400][6];
        for (double[] point : points) {
            for (int i = 0; i < 6; i++) {
                point[i] = (i < 2 ? 2 : .05) * random.nextGaussian();
            }
        }
        Empirical p = Empirical.of(points, manager);
        NDArray x = p.sample(50, random, manager);
        DirectionChoice wide = DirectionChoice.of(new ReferenceLevel(p, 1, .7), x, 5);
        assertThat(wide.directions()).isEqualTo(2);
        assertThat(wide.agreement().share()).isGreaterThan(.8);
        DirectionChoice both = wide.merge(DirectionChoice.of(new ReferenceLevel(p, 1, .5), x, 3));
        assertThat(both.agreement().of()).isEqualTo(100);
        assertThat(both.votes()).hasSize(5);
        assertThatThrownBy(() -> DirectionChoice.of(new ReferenceLevel(p, 1, .5), x, 6))
                .hasMessage(
                        "largest: expected 1 to 5, found 6; choose fewer directions than there are"
                                + " dimensions");
    }

    @Test
    void run_withBatches_isThatOfAllTogether() {
        double[][] points = {{3, 0, 0}, {-3, 0, 0}, {0, 2, 0}, {1, 1, .2}};
        Empirical p = Empirical.of(points, manager);
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(3);
        Denoiser model = (x, t) -> p.denoiser(x, path.alpha(t), path.sigma(t)).mul(.9);
        Sampler sampler =
                new Sampler(
                        model, path, ReverseProcess.EULER_MARUYAMA, path.through(15, 3, .3, .01));
        Random random = new Random(3);
        double[] start = new double[30];
        Arrays.setAll(start, i -> random.nextGaussian());
        NDArray x = manager.create(start, new Shape(10, 3));
        RidgeWatch evaluator = RidgeWatch.of(p, OPTIONS);
        int held = manager.getManagedArrays().size();
        RidgeLedger all = evaluator.run(sampler, x, SamplingOptions.seed(1));
        RidgeLedger parts = evaluator.run(sampler, x, SamplingOptions.seed(1).withBatchSize(4));
        assertThat(parts.samples()).isEqualTo(10);
        assertThat(parts.levels()).isEqualTo(all.levels());
        for (int i = 0; i < all.entries().size(); i++) {
            for (int j = 0; j < 10; j++) {
                double[] expected = all.entries().get(i).get(j).values();
                double[] found = parts.entries().get(i).get(j).values();
                for (int k = 0; k < expected.length; k++) {
                    if (Double.isNaN(expected[k])) {
                        assertThat(found[k]).isNaN();
                    } else {
                        assertThat(found[k])
                                .isCloseTo(expected[k], within(1e-6 * (1 + Math.abs(expected[k]))));
                    }
                }
            }
        }
        assertThat(parts.verdicts()).isEqualTo(all.verdicts());
        assertThat(manager.getManagedArrays()).as("what stays").hasSize(held);
    }

    /** alpha = 1, sigma^2 = t. */
    private record Widening() implements NoiseSchedule {
        @Override
        public double alpha(double t) {
            return 1;
        }

        @Override
        public double sigma(double t) {
            return Math.sqrt(t);
        }

        @Override
        public double alphaDot(double t) {
            return 0;
        }

        @Override
        public double sigmaDot(double t) {
            return .5 / Math.sqrt(t);
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return sigmaOverAlpha * sigmaOverAlpha;
        }

        @Override
        public String name() {
            return "sigma^2 = t";
        }
    }

    @Test
    void sampleThatRidesTheRing_movesWithTheRidgeOnly() {
        // Radii of the ring at h = .4 and .2, case C2.
        double[][] points = new double[64][];
        for (int k = 0; k < points.length; k++) {
            double angle = 2 * Math.PI * k / points.length;
            points[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        Empirical p = Empirical.of(points, manager);
        RidgeRecorder recorder = RidgeWatch.of(p, OPTIONS).recorder((x, t) -> x, new Widening());
        double[] radii = {.5897079877827437, .8768234220629446};
        double[] levels = {.4, .2};
        for (int i = 0; i < 2; i++) {
            NDArray x = manager.create(new double[] {radii[i], 0}, new Shape(1, 2));
            recorder.observe(new TrajectoryPoint(i, 1, levels[i], 0, x));
        }
        RidgeEntry end = recorder.ledger().entries().get(1).get(0);
        assertThat(end.get(RidgeQuantity.RIDGE_MOVE)).isCloseTo(radii[1] - radii[0], within(1e-8));
        assertThat(end.get(RidgeQuantity.NORMAL_MOVE)).isLessThan(1e-8);
        assertThat(end.get(RidgeQuantity.TANGENT_MOVE)).isLessThan(1e-8);
        assertThat(end.get(RidgeQuantity.RHO)).isLessThan(1e-8);
        assertThat(end.get(RidgeQuantity.NEAREST)).isCloseTo(1 - radii[1], within(1e-12));
        assertThat(end.get(RidgeQuantity.NORMAL_CURVATURE))
                .isCloseTo((1 - .2 - radii[1] * radii[1]) / .04 - 5, within(1e-7));
        // Exactly on the ridge there is no direction away from it.
        assertThat(end.get(RidgeQuantity.SIGNED_NORMAL_ERROR)).isNaN();
    }

    @Test
    void framesUndefinedEverywhere_areReported() {
        // At the centre of an equilateral triangle both eigenvalues of C are equal.
        double[][] triangle = new double[3][];
        for (int k = 0; k < 3; k++) {
            double angle = 2 * Math.PI * k / 3;
            triangle[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        Empirical p = Empirical.of(triangle, manager);
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(3);
        Denoiser still = (x, t) -> x.mul(0);
        Sampler sampler = new Sampler(still, path, ReverseProcess.DDIM, path.through(2, 3, 1));
        NDArray centre = manager.zeros(new Shape(2, 2), DataType.FLOAT64);
        assertThatThrownBy(
                        () ->
                                RidgeWatch.of(p, OPTIONS)
                                        .run(sampler, centre, SamplingOptions.seed(0)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                        "frames: expected a tangent frame of d = 1 at some state, found none for 2"
                                + " samples at 3 noise levels; choose another d with"
                                + " DirectionChoice");
    }

    @Test
    void values_thatDoNotFit_areRefused() {
        Empirical p = Empirical.of(new double[][] {{1, 2}, {3, 4}}, manager);
        Empirical q = Empirical.of(new double[][] {{1, 2, 3}}, manager);
        assertThatThrownBy(() -> new RidgeWatch(p, q, OPTIONS))
                .hasMessage(
                        "training: expected points of 2 numbers as the reference, found 3; give"
                                + " both in one space");
        assertThatThrownBy(() -> RidgeOptions.of(0, 1))
                .hasMessageStartingWith("ridge: expected d of 1 or more and a radius above 0");
        assertThatThrownBy(
                        () ->
                                RidgeWatch.of(p, OPTIONS)
                                        .recorder((x, t) -> x, new OrnsteinUhlenbeck(3))
                                        .ledger())
                .hasMessage(
                        "entries: expected some samples at each of 0 levels, at least one, found 0"
                                + " levels of entries; run a sampler before the recorder, on a path"
                                + " with alpha and sigma above 0");
    }
}
