// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.OdeFlow;
import org.scorefield.djl.process.RightHandSide;
import org.scorefield.djl.process.RungeKutta;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepRule;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.geometry.Ridge;

/** Cases C5 to C7 of the specification: how samples move towards and along a flat ridge. */
class RidgeTrajectoriesTest {

    /** What issue and case ask of the library's own integrators. */
    private static final Offset<Double> CASE = within(1e-8);

    private static final double[] TAUS = {1, .1, .001};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double h(double tau) {
        return -Math.expm1(-2 * tau);
    }

    /** dy/dtau = -(y + k s) with s = -y/h + error: k = 1 is the flow, k = 2 the mean of the SDE. */
    private enum Motion {
        FLOW_EXACT(1, .7439156830773055, .34061354233252655, .03576001830787419),
        FLOW_SCORE_BIAS(1, 1.8697176269230342, 1.009703778601043, .11150347575102848),
        FLOW_DENOISER_BIAS(1, 1.8907492457690447, 1.181973700226345, .3980934688855683),
        MEAN_SCORE_BIAS(2, .5474764612294958, .18036371771556914, .004563237832166104),
        MEAN_DENOISER_BIAS(2, .5753219911885735, .39031684863685195, .3022829665668907);

        private final double k;
        private final double[] expected;

        Motion(double k, double... expected) {
            this.k = k;
            this.expected = expected;
        }

        private double error(double tau) {
            return switch (this) {
                case FLOW_EXACT -> 0;
                case FLOW_SCORE_BIAS, MEAN_SCORE_BIAS -> .3;
                case FLOW_DENOISER_BIAS, MEAN_DENOISER_BIAS -> .3 / h(tau);
            };
        }

        RightHandSide right() {
            return (y, tau) -> y.mul(k / h(tau) - 1).sub(k * error(tau));
        }
    }

    @ParameterizedTest
    @EnumSource
    void normalMotion_byDormandAndPrince_caseC5(Motion motion) {
        NDArray y = manager.create(new double[] {.8}, new Shape(1, 1));
        double from = 5;
        for (int i = 0; i < TAUS.length; i++) {
            OdeFlow flow =
                    new OdeFlow(
                            motion.right(),
                            ButcherTableau.DORMAND_PRINCE,
                            StepRule.adaptive(1e-12, 1e-14),
                            List.of(from, TAUS[i]));
            y = flow.run(y, SamplingOptions.seed(0));
            from = TAUS[i];
            assertThat(y.getDouble(0, 0)).as("tau %s", from).isCloseTo(motion.expected[i], CASE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void normalMotion_byRungeAndKutta_caseC5(Motion motion) {
        NDArray y = manager.create(new double[] {.8}, new Shape(1, 1));
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(5);
        double from = 5;
        for (int i = 0; i < TAUS.length; i++) {
            List<Double> times = new ArrayList<>();
            for (double t : path.through(400, from, TAUS[i]).times()) {
                times.add(5 * t);
            }
            OdeFlow flow = new OdeFlow(motion.right(), ButcherTableau.RK4, StepRule.fixed(), times);
            y = flow.run(y, SamplingOptions.seed(0));
            from = TAUS[i];
            assertThat(y.getDouble(0, 0)).as("tau %s", from).isCloseTo(motion.expected[i], CASE);
        }
    }

    private static final int STEPS = 150;

    /** Points (+-3, 0) from (1, 1.2) at T = 3 with a constant score error, before a recorder. */
    private RidgeLedger twoPoints(double[] error, ButcherTableau tableau) {
        Empirical p = Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager);
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(3);
        Denoiser model =
                Denoiser.ofScore(
                        path,
                        (x, t) ->
                                p.score(x, path.alpha(t), path.sigma(t))
                                        .add(x.getManager().create(error)));
        Sampler sampler =
                new Sampler(
                        model, path, new RungeKutta(tableau), path.through(STEPS, 3, 1, .1, .001));
        NDArray start = manager.create(new double[] {1, 1.2}, new Shape(1, 2));
        RidgeRecorder recorder = RidgeWatch.of(p, RidgeOptions.of(1, .5)).recorder(model, path);
        List<double[]> seen = new ArrayList<>();
        sampler.run(
                start,
                SamplingOptions.seed(0),
                point -> {
                    recorder.observe(point);
                    seen.add(point.x().toDoubleArray());
                });
        for (int i = 0; i < TAUS.length; i++) {
            double[] x = seen.get((i + 1) * STEPS);
            double[] expected =
                    error[0] == 0
                            ? new double[][] {
                                        {1.5389067425835699, 1.1172337259339078},
                                        {2.911140046292263, .511543103150536},
                                        {3.01764487556849, .053705412323481444}
                                    }
                                    [i]
                            : new double[][] {
                                        {1.9807260184448408, 1.6849417086730063},
                                        {3.2177976976073155, .9251012067174398},
                                        {3.05350505298457, .10262129949129147}
                                    }
                                    [i];
            assertThat(x).as("tau %s", TAUS[i]).containsExactly(expected, CASE);
        }
        return recorder.ledger();
    }

    @Test
    void exactFlow_keepsItsDistanceInUnitsOfTheNoise_caseC6() {
        RidgeLedger ledger = twoPoints(new double[2], ButcherTableau.DORMAND_PRINCE);
        for (int i = 0; i < ledger.levels().size(); i++) {
            RidgeEntry entry = ledger.entries().get(i).get(0);
            // rho is the distance over sqrt(h) here, since D - d = 1; the case prints 14 digits.
            assertThat(entry.get(RidgeQuantity.RHO)).isCloseTo(1.2014900219252, CASE);
            assertThat(entry.get(RidgeQuantity.NEWTON_DISTANCE))
                    .isCloseTo(entry.get(RidgeQuantity.DISTANCE), within(1e-12));
            // The error is a difference of scores of size 1e3 at the end.
            assertThat(entry.get(RidgeQuantity.NORMAL_ERROR)).isLessThan(1e-9);
        }
        assertThat(ledger.verdicts()).containsExactly(Verdict.MEMORISED);
        assertThat(ledger.phases().get(0).reach()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void scoreError_isSplitByTheFrame_caseC6(Method method) {
        RidgeLedger ledger = twoPoints(new double[] {.2, .3}, method.tableau);
        for (int i = 0; i < ledger.levels().size(); i++) {
            RidgeEntry entry = ledger.entries().get(i).get(0);
            assertThat(entry.get(RidgeQuantity.NORMAL_ERROR)).isCloseTo(.3, within(1e-9));
            assertThat(entry.get(RidgeQuantity.TANGENT_ERROR)).isCloseTo(.2, within(1e-9));
            // y > 0 all the way: the error pushes away from the axis.
            assertThat(entry.get(RidgeQuantity.SIGNED_NORMAL_ERROR)).isCloseTo(.3, within(1e-9));
            if (i > 0) {
                RidgeEntry before = ledger.entries().get(i - 1).get(0);
                double y = entry.get(RidgeQuantity.DISTANCE);
                double fallen = before.get(RidgeQuantity.DISTANCE) - y;
                assertThat(entry.get(RidgeQuantity.NORMAL_MOVE))
                        .isCloseTo(Math.abs(fallen), within(1e-12));
                assertThat(entry.get(RidgeQuantity.RIDGE_MOVE)).isLessThan(1e-14);
            }
        }
    }

    private enum Method {
        RK4(ButcherTableau.RK4),
        DORMAND_PRINCE(ButcherTableau.DORMAND_PRINCE);

        private final ButcherTableau tableau;

        Method(ButcherTableau tableau) {
            this.tableau = tableau;
        }
    }

    @Test
    void linearDenoiser_fillsTheSpaceBetweenTheModes_caseC7() {
        // D = (9 alpha x / (9 alpha^2 + h), 0): samples N(0, diag(9, 0)) of the data's covariance.
        Empirical p = Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager);
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(5);
        Denoiser model =
                (x, t) -> {
                    double a = path.alpha(t);
                    double h = path.sigma(t) * path.sigma(t);
                    return x.mul(x.getManager().create(new double[] {9 * a / (9 * a * a + h), 0}));
                };
        // The middles of n equally likely parts of the marginal at T, by bisection of its normal
        // distribution function: every fraction is right to 1 / n.
        int n = 400;
        double a = path.alpha(1);
        double spread = Math.sqrt(9 * a * a + h(5));
        double[] start = new double[2 * n];
        for (int i = 0; i < n; i++) {
            start[2 * i] = spread * normalQuantile((i + .5) / n);
            start[2 * i + 1] = .7;
        }
        Sampler sampler =
                new Sampler(
                        model,
                        path,
                        new RungeKutta(ButcherTableau.RK4),
                        path.through(60, 5, 1, .1, .001));
        double[] ends = new double[n];
        RidgeOptions options =
                RidgeOptions.of(1, .5).withWatch(new RidgeOptions.Watch(2, 60, Ridge.SEPARATION));
        RidgeRecorder recorder = RidgeWatch.of(p, options).recorder(model, path);
        NDArray end =
                sampler.run(
                        manager.create(start, new Shape(n, 2)),
                        SamplingOptions.seed(0).withBatchSize(150),
                        recorder);
        double[] x = end.toDoubleArray();
        Arrays.setAll(ends, i -> x[2 * i]);
        Offset<Double> counted = within(2.5 / n);
        double between = Arrays.stream(ends).filter(e -> Math.abs(e) < 2.5).count() / (double) n;
        assertThat(between).isCloseTo(.5953432380727137, counted);

        RidgeLedger ledger = recorder.ledger();
        assertThat(ledger.samples()).isEqualTo(n);
        Map<Verdict, Proportion> shares = ledger.shares();
        assertThat(shares.get(Verdict.MEMORISED).share())
                .isCloseTo(.16131177755279354, within(.01));
        assertThat(shares.get(Verdict.INTER_MODE).share())
                .isCloseTo(1 - .16131177755279354, within(.01));
        assertThat(shares.get(Verdict.OFF_RIDGE).count()).isZero();
        assertThat(shares.get(Verdict.UNDEFINED).count()).isZero();
        // The samples stay on the ridge all the way: y / sqrt(h) is constant.
        for (Band band : ledger.bands(RidgeQuantity.RHO)) {
            assertThat(band.median()).isCloseTo(.7 / Math.sqrt(h(5)), within(1e-6));
            assertThat(band.used()).isEqualTo(n);
        }
    }

    @Test
    void exactModel_generatesNothingBetweenTheModes_caseC7() {
        Empirical p = Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager);
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(5);
        Denoiser model = (x, t) -> p.denoiser(x, path.alpha(t), path.sigma(t));
        int n = 60;
        double[] start = new double[2 * n];
        for (int i = 0; i < n; i++) {
            start[2 * i] = normalQuantile((i + .5) / n);
            start[2 * i + 1] = .7;
        }
        Sampler sampler =
                new Sampler(
                        model,
                        path,
                        new RungeKutta(ButcherTableau.RK4),
                        path.through(60, 5, 1, .1, .001));
        RidgeOptions options =
                RidgeOptions.of(1, .5).withWatch(new RidgeOptions.Watch(2, 60, Ridge.SEPARATION));
        RidgeLedger ledger =
                RidgeWatch.of(p, options)
                        .run(
                                sampler,
                                manager.create(start, new Shape(n, 2)),
                                SamplingOptions.seed(0));
        assertThat(ledger.shares().get(Verdict.INTER_MODE).count()).isZero();
        assertThat(ledger.shares().get(Verdict.MEMORISED).share()).isEqualTo(1);
    }

    /** By bisection on a Simpson sum of the density: 1e-9 is enough for counting. */
    private static double normalQuantile(double p) {
        double low = -8;
        double high = 8;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (normal(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double normal(double x) {
        int steps = 400;
        double step = x / steps;
        double sum = 1 + Math.exp(-x * x / 2);
        for (int i = 1; i < steps; i++) {
            double z = i * step;
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-z * z / 2);
        }
        return .5 + sum * step / 3 / Math.sqrt(2 * Math.PI);
    }
}
