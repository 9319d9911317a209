// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** Cases A1 to A6 of the specification. */
class KnownEnergiesTest {

    /** The cases print 10 to 12 digits. */
    private static final Offset<Double> PRINTED = within(1e-10);

    private static final Offset<Double> TWELVE_DIGITS = within(2e-12);

    /** 128 nodes on the whole interval, as the cases were computed. */
    private static final QuadratureOptions FIXED = new QuadratureOptions(128, 0, 0);

    private static final Prediction EQM = Predictions.eqm("t", t -> t);
    private static final NoiseSchedule FLOW = new RectifiedFlow();

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray state(double... u) {
        return manager.create(u, new Shape(1, u.length));
    }

    private static MarginalEnergy energy(
            ReferenceDistribution p, NoiseSchedule schedule, double tMin, double tMax) {
        return new MarginalEnergy(p, schedule, TimePrior.uniform(tMin, tMax), FIXED);
    }

    private static double[] row(double... values) {
        return values;
    }

    @Test
    void fourCorners_caseA1() {
        Empirical corners =
                Empirical.of(new double[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}, manager);
        EnergyPoints at = energy(corners, FLOW, .05, .95).at(state(.7, .3));
        assertThat(at.energy()[0]).isCloseTo(1.978959144298, TWELVE_DIGITS);
        assertThat(at.gradient().toDoubleArray())
                .containsExactly(row(0.740780319884, -0.952283712764), TWELVE_DIGITS);
        assertThat(at.posterior().mean(t -> t)[0]).isCloseTo(0.566376809658, TWELVE_DIGITS);
        double deviation = at.posterior().standardDeviation(t -> t)[0];
        assertThat(deviation * deviation).isCloseTo(0.041564552297, TWELVE_DIGITS);
        assertThat(at.posterior().mean(t -> 1 / t)[0]).isCloseTo(2.057904206710, TWELVE_DIGITS);
        assertThat(at.jensenGap()[0]).isCloseTo(0.165549219178, TWELVE_DIGITS);

        assertThat(at.target(Predictions.EPSILON).toDoubleArray())
                .containsExactly(row(0.504256782541, -0.167804018773), TWELVE_DIGITS);
        EnergyParts epsilon = at.parts(Predictions.EPSILON);
        assertThat(epsilon.lambdaBar()[0]).isCloseTo(0.566376809658, TWELVE_DIGITS);
        assertThat(epsilon.natural().toDoubleArray())
                .containsExactly(row(0.419560794233, -0.539351411125), TWELVE_DIGITS);
        assertThat(epsilon.transport().toDoubleArray())
                .containsExactly(row(0.084695988308, 0.371547392351), TWELVE_DIGITS);
        assertThat(epsilon.drift().toDoubleArray()).containsExactly(0, 0);

        assertThat(at.target(Predictions.SAMPLE).toDoubleArray())
                .containsExactly(row(0.655732387618, 0.474609913292), TWELVE_DIGITS);
        EnergyParts sample = at.parts(Predictions.SAMPLE);
        assertThat(sample.lambdaBar()[0]).isCloseTo(-1.876929599958, TWELVE_DIGITS);
        assertThat(sample.cBar()[0]).isCloseTo(3.443306409616, TWELVE_DIGITS);

        assertThat(at.target(Predictions.VELOCITY).toDoubleArray())
                .containsExactly(row(-0.151475605076, -0.642413932065), TWELVE_DIGITS);
        EnergyParts velocity = at.parts(Predictions.VELOCITY);
        assertThat(velocity.lambdaBar()[0]).isCloseTo(2.443306409616, TWELVE_DIGITS);
        assertThat(velocity.cBar()[0]).isCloseTo(-3.443306409616, TWELVE_DIGITS);
        assertThat(velocity.natural().toDoubleArray())
                .containsExactly(row(1.809953303689, -2.326720899169), TWELVE_DIGITS);
        assertThat(velocity.transport().toDoubleArray())
                .containsExactly(row(0.448885577966, 2.717298889989), TWELVE_DIGITS);
        assertThat(velocity.drift().toDoubleArray())
                .containsExactly(row(-2.410314486731, -1.032991922885), TWELVE_DIGITS);

        assertThat(at.target(EQM).toDoubleArray())
                .containsExactly(row(0.044267612382, -0.174609913292), TWELVE_DIGITS);
    }

    @Test
    void twoPointsOnALine_caseA2() {
        Empirical p = Empirical.of(new double[][] {{1}, {-1}}, manager);
        MarginalEnergy energy = energy(p, FLOW, .05, .95);
        EnergyPoints half = energy.at(state(.5));
        assertThat(half.energy()[0]).isCloseTo(0.963838459505, TWELVE_DIGITS);
        assertThat(half.gradient().toDoubleArray()[0]).isCloseTo(-0.711199534193, TWELVE_DIGITS);
        assertThat(value(half, Predictions.VELOCITY)).isCloseTo(-0.583810804466, TWELVE_DIGITS);
        assertThat(value(half, Predictions.EPSILON)).isCloseTo(0.026281337157, TWELVE_DIGITS);
        assertThat(value(half, Predictions.SAMPLE)).isCloseTo(0.610092141623, TWELVE_DIGITS);

        EnergyPoints one = energy.at(state(1));
        assertThat(one.energy()[0]).isCloseTo(0.855348417516, TWELVE_DIGITS);
        assertThat(one.gradient().toDoubleArray()[0]).isCloseTo(6.132697457184, within(1e-11));
        assertThat(value(one, Predictions.VELOCITY)).isCloseTo(0.175790926006, TWELVE_DIGITS);
        assertThat(value(one, Predictions.EPSILON)).isCloseTo(1.037860790742, TWELVE_DIGITS);
        assertThat(value(one, Predictions.SAMPLE)).isCloseTo(0.862069864736, TWELVE_DIGITS);
        assertThat(one.jensenGap()[0]).isCloseTo(1.065753434274, TWELVE_DIGITS);
        // The closed form of the case: D(u, t) = tanh(alpha u / sigma^2).
        double u = .5;
        for (double t : new double[] {.05, .3, .9}) {
            assertThat(half.conditionalTarget(Predictions.SAMPLE, t).toDoubleArray()[0])
                    .isCloseTo(Math.tanh((1 - t) * u / (t * t)), within(1e-12));
        }
    }

    private static double value(EnergyPoints at, Prediction prediction) {
        return at.target(prediction).toDoubleArray()[0];
    }

    /** (r, 0, ..) in D dimensions. */
    private NDArray onAxis(int dimension, double r) {
        double[] u = new double[dimension];
        u[0] = r;
        return state(u);
    }

    private Empirical origin(int dimension) {
        return Empirical.of(new double[1][dimension], manager);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 20.1000000, 0.1159262400, 1.2592623996, 0.4598155511, -1.8433545864",
        "10, 90.0000000, 0.0364747228, 2.9179778224, 0.0643243215, -16.4136322077",
        "100, 990, 0.0101273271, 9.9247805498, 0.0051149894, -312.2969919642"
    })
    void onePoint_caseA3(
            int dimension, double slope, double mean, double epsilon, double gap, double value) {
        // For D = 100 the posterior is 0.0007 wide at t = 0.01, so that the nodes have to move.
        MarginalEnergy energy =
                new MarginalEnergy(
                        origin(dimension),
                        Paths.LINEAR,
                        TimePrior.uniform(0, 1),
                        new QuadratureOptions(512, 12, 1e-15));
        EnergyPoints at = energy.at(onAxis(dimension, .1));
        assertThat(at.gradient().toDoubleArray()[0]).isCloseTo(slope, within(1e-7));
        assertThat(at.posterior().mean(t -> t)[0]).isCloseTo(mean, PRINTED);
        assertThat(value(at, Predictions.EPSILON)).isCloseTo(epsilon, PRINTED);
        assertThat(at.jensenGap()[0]).isCloseTo(gap, PRINTED);
        assertThat(at.energy()[0]).isCloseTo(value, PRINTED);
        assertThat(energy.quadratureError(onAxis(dimension, .1))[0]).isLessThan(1e-11);
    }

    @Test
    void onePoint_squareRootPath_caseA3() {
        MarginalEnergy energy =
                new MarginalEnergy(
                        origin(10),
                        Paths.SQUARE_ROOT,
                        TimePrior.uniform(0, 1),
                        new QuadratureOptions(1024, 0, 0));
        EnergyPoints at = energy.at(onAxis(10, .1));
        // 80 and 1/600 are integrals over all t > 0; the part beyond t = 1 is 3e-11 of them.
        assertThat(at.gradient().toDoubleArray()[0]).isCloseTo(80, within(80 * 1e-10));
        assertThat(at.posterior().mean(t -> t)[0]).isCloseTo(1.0 / 600, PRINTED);
    }

    @Test
    void normalOnTheCosinePath_caseA4() {
        int dimension = 5;
        EnergyPoints at =
                energy(GaussianMixture.standardNormal(dimension), Paths.COSINE, 0, 1)
                        .at(state(.4, -1, 2, 0, .1));
        double[] u = {.4, -1, 2, 0, .1};
        double square = .16 + 1 + 4 + .01;
        assertThat(at.energy()[0])
                .isCloseTo(square / 2 + 2.5 * Math.log(2 * Math.PI), within(1e-12));
        assertThat(at.gradient().toDoubleArray()).containsExactly(u, within(1e-12));
        assertThat(at.posterior().mean(t -> t)[0]).isCloseTo(.5, within(1e-12));
        double[] scaled = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            scaled[i] = 2 / Math.PI * u[i];
        }
        assertThat(at.target(Predictions.EPSILON).toDoubleArray())
                .containsExactly(scaled, within(1e-12));
        assertThat(at.target(Predictions.SAMPLE).toDoubleArray())
                .containsExactly(scaled, within(1e-12));
        assertThat(at.target(Predictions.VELOCITY).toDoubleArray())
                .containsExactly(new double[dimension], within(1e-12));
        assertThat(at.parts(Predictions.EPSILON).transport().toDoubleArray())
                .containsExactly(new double[dimension], within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1.5370963006, -0.0820509475, -0.2124874696, 0.2412357621, 0.4537232318,"
                + " 2.1147744484, 0.5321962266",
        "1, 1.7749023799, 5.8742771201, 0.4278920150, 1.1583002397, 0.7304082246, 1.5321862139,"
                + " 0.3803731442",
        "1.5, 3.8110488076, 3.1626886826, 1.5345763053, 1.9525018061, 0.4179255009, 4.2094986572,"
                + " 0.7031082730"
    })
    void circle_caseA5(
            double r,
            double value,
            double slope,
            double velocity,
            double epsilon,
            double sample,
            double lambda,
            double mean) {
        // kappa is at most 570, so 512 points are the circle up to exp(-512^2 / 1140).
        double[][] points = new double[512][];
        for (int k = 0; k < points.length; k++) {
            double angle = 2 * Math.PI * k / points.length;
            points[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        EnergyPoints at = energy(Empirical.of(points, manager), FLOW, .05, .95).at(state(r, 0));
        assertThat(at.energy()[0]).isCloseTo(value, PRINTED);
        assertThat(at.gradient().toDoubleArray()).containsExactly(row(slope, 0), PRINTED);
        assertThat(value(at, Predictions.VELOCITY)).isCloseTo(velocity, PRINTED);
        assertThat(value(at, Predictions.EPSILON)).isCloseTo(epsilon, PRINTED);
        assertThat(value(at, Predictions.SAMPLE)).isCloseTo(sample, PRINTED);
        assertThat(at.parts(Predictions.VELOCITY).lambdaBar()[0]).isCloseTo(lambda, PRINTED);
        assertThat(at.posterior().mean(t -> t)[0]).isCloseTo(mean, PRINTED);
    }

    @ParameterizedTest
    @CsvSource({"10, -0.07725439, 0.24429984", "100, -0.00752195, 0.07521945"})
    void onePoint_atTheTypicalRadius_caseA6(int dimension, double gap, double perturbation) {
        double root = Math.sqrt(dimension);
        for (double t : new double[] {.01, .1}) {
            // Eight digits are printed, for integrals over all t > 0. The part beyond t = 1 is
            // r^(D-1) / ((D-1) 2^((D-3)/2) Gamma((D-1)/2)), 2.7e-8 for D = 10 and t = .1.
            double beyond = 1e-3 * Math.pow(t * root, dimension - 1);
            Offset<Double> printed = within(6e-9 + root * beyond);
            NDArray u = onAxis(dimension, t * root);
            TimePrior prior = TimePrior.uniform(0, 1);
            QuadratureOptions fine = new QuadratureOptions(512, 12, 1e-15);
            EnergyPoints flow = new MarginalEnergy(origin(dimension), FLOW, prior, fine).at(u);
            assertThat(flow.jensenGap(t)[0]).isCloseTo(gap, printed);
            // The case's number is |u| sigma'/sigma |J2|; the rectified flow has nu = 1 / (1 - t).
            assertThat(flow.driftPerturbation(Predictions.EPSILON, t)[0] * (1 - t))
                    .isCloseTo(perturbation, printed);
            assertThat(flow.driftPerturbation(Predictions.VELOCITY, t)[0]).isLessThan(1);
            EnergyPoints linear =
                    new MarginalEnergy(origin(dimension), Paths.LINEAR, prior, fine).at(u);
            assertThat(linear.driftPerturbation(Predictions.EPSILON, t)[0])
                    .isCloseTo(perturbation, printed);
        }
    }

    @Test
    void singularitySlope_ofOnePoint_isItsCodimensionLessTheSchedules() {
        QuadratureOptions fine = new QuadratureOptions(512, 0, 0);
        TimePrior prior = TimePrior.uniform(0, 1);
        for (NoiseSchedule path : new NoiseSchedule[] {Paths.LINEAR, Paths.SQUARE_ROOT}) {
            double inverse = path == Paths.LINEAR ? 1 : 2;
            MarginalEnergy energy = new MarginalEnergy(origin(10), path, prior, fine);
            SingularitySlope slope = energy.singularitySlope(onAxis(10, 0), onAxis(10, 1), .2);
            // Exact for all t > 0; the part beyond t = 1 is 3e-7 at most.
            assertThat(slope.slope()[0]).isCloseTo(10 - inverse, within(1e-5));
            assertThat(slope.codimension()[0]).isCloseTo(10, within(1e-5));
        }
    }

    @Test
    void singularitySlope_ofACircle_isItsCodimension() {
        int dimension = 8;
        double[][] points = new double[3000][dimension];
        for (int k = 0; k < points.length; k++) {
            points[k][0] = Math.cos(2 * Math.PI * k / points.length);
            points[k][1] = Math.sin(2 * Math.PI * k / points.length);
        }
        MarginalEnergy energy = energy(Empirical.of(points, manager), FLOW, 1e-3, .999);
        double[] normal = new double[dimension];
        normal[5] = 1;
        SingularitySlope slope = energy.singularitySlope(onAxis(dimension, 1), state(normal), .02);
        // Corrections are of relative order r, from alpha = 1 - t and the curvature.
        assertThat(slope.codimension()[0]).isCloseTo(7, within(7 * 2 * .02));
        assertThatThrownBy(() -> energy.singularitySlope(state(normal), state(normal), 0))
                .hasMessage("r: expected a positive distance, found 0.0; leave the data");
    }

    @Test
    void manyPoints_inHighDimension_stayFinite() {
        // CIFAR-10 has 50,000 points in 3,072 dimensions; 600 of them run in a test.
        int dimension = 3072;
        int n = 600;
        Random random = new Random(3);
        double[][] points = new double[n][dimension];
        for (double[] point : points) {
            for (int i = 0; i < dimension; i++) {
                point[i] = Math.tanh(random.nextGaussian());
            }
        }
        Empirical p = Empirical.of(points, manager);
        MarginalEnergy energy = MarginalEnergy.of(p, FLOW, TimePrior.uniform(.001, .999));
        double[] u = new double[3 * dimension];
        double[] times = {.02, .3, .9};
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < dimension; i++) {
                u[row * dimension + i] =
                        (1 - times[row]) * points[row][i] + times[row] * random.nextGaussian();
            }
        }
        NDArray states = manager.create(u, new Shape(3, dimension));
        EnergyPoints at = energy.at(states);
        double[] mean = at.posterior().mean(t -> t);
        double[] deviation = at.posterior().standardDeviation(t -> t);
        for (int row = 0; row < 3; row++) {
            assertThat(mean[row]).isCloseTo(times[row], within(6 * deviation[row]));
            assertThat(deviation[row]).isBetween(1e-5, .02);
            assertThat(at.posterior().edge()[row]).containsExactly(row(0, 0), within(1e-6));
        }
        for (NDArray value :
                new NDArray[] {
                    at.gradient(),
                    at.target(Predictions.EPSILON),
                    at.target(Predictions.VELOCITY),
                    at.parts(Predictions.VELOCITY).transport()
                }) {
            assertThat(value.isNaN().any().getBoolean()).isFalse();
            assertThat(value.abs().max().getDouble()).isLessThan(1e5);
        }
        assertThat(Arrays.stream(energy.quadratureError(states)).max().orElseThrow())
                .isLessThan(1e-6);
    }
}
