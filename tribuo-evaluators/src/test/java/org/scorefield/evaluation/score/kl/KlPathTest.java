// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.NoiseLevel;

class KlPathTest {
    /** Half of the last digit that spec B7 prints. */
    private static final double PRINTED = 0.5e-10;

    /**
     * B7 on lambda: spec case B7, whose numbers were computed independently. From lambda = -40,
     * below which the integrand is less than e^-40 times 36, to the start of sampling at T = 3.
     */
    @ParameterizedTest
    @EnumSource
    void integrate_ornsteinUhlenbeck_isTheKnownBound(OrnsteinUhlenbeck b7) {
        double end = Math.log(Math.exp(2 * OrnsteinUhlenbeck.END) - 1);
        List<NoiseLevel> levels = OrnsteinUhlenbeck.levels(-40, end, 12_000);
        KlPath path = KlPath.of(new OrnsteinUhlenbeck.Schedule(), levels);
        assertThat(path.from()).isCloseTo(-40, within(1e-9));
        assertThat(path.to()).isCloseTo(end, within(1e-12));
        double[] gradient = new double[levels.size()];
        double[] all = new double[levels.size()];
        for (int i = 0; i < levels.size(); i++) {
            double variance = levels.get(i).sigma() * levels.get(i).sigma();
            double time = OrnsteinUhlenbeck.time(levels.get(i));
            gradient[i] = variance * b7.gradientError(time);
            all[i] = variance * b7.error(time);
        }
        double[] exact = new double[levels.size()];
        KlIntegral gradientBound = path.integrate(gradient, exact);
        KlIntegral girsanov = path.integrate(all, exact);
        assertThat(gradientBound.nats()).isCloseTo(b7.gradientBound, within(PRINTED));
        assertThat(girsanov.nats()).isCloseTo(b7.girsanov, within(PRINTED));
        assertThat(girsanov.quadratureError()).isBetween(0.0, 1e-8);
        assertThat(girsanov.standardError()).isZero();
    }

    /** (1/2) int g^2 E|e_score|^2 dt with g^2 = 2 is the same integral over time. */
    @ParameterizedTest
    @EnumSource
    void integral_overTime_isTheSame(OrnsteinUhlenbeck b7) {
        assertThat(OrnsteinUhlenbeck.overTime(b7::gradientError))
                .isCloseTo(b7.gradientBound, within(PRINTED));
        assertThat(OrnsteinUhlenbeck.overTime(b7::error)).isCloseTo(b7.girsanov, within(PRINTED));
    }

    /** What the bounds are for: the divergence of the samples is below, and Girsanov's is above. */
    @ParameterizedTest
    @EnumSource
    void divergence_ofTheSamples_isBelowTheGradientBound(OrnsteinUhlenbeck b7) {
        double divergence = b7.divergenceOfSamples();
        assertThat(divergence).isCloseTo(b7.divergence, within(PRINTED));
        assertThat(divergence).isLessThanOrEqualTo(b7.gradientBound + PRINTED);
        assertThat(b7.gradientBound).isLessThanOrEqualTo(b7.girsanov);
    }

    @Test
    void nats_ofEvenLevels_areTheWeightsOfTheExtendedMidpointRule() {
        KlPath path = KlPath.of(new RectifiedFlow(), even(-4, 4, 8));
        double[] expected = {13 / 12.0, 7 / 8.0, 25 / 24.0, 1, 1, 25 / 24.0, 7 / 8.0, 13 / 12.0};
        assertThat(path.nats().stream().mapToDouble(nats -> 2 * nats).toArray())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(expected);
    }

    /** A parabola at uneven levels: integrated without error, whatever is left out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void integrate_parabolaAtUnevenLevels_isExact(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            levels.add(level(-4 + i + 0.3 * random.nextDouble()));
        }
        KlPath path = KlPath.of(new RectifiedFlow(), levels);
        double[] values = values(levels, x -> 3 + 0.5 * x + 0.7 * x * x);
        double[] errors = new double[9];
        Arrays.fill(errors, 0.25);
        DoubleUnaryOperator integral = x -> 3 * x + 0.25 * x * x + 0.7 / 3 * x * x * x;
        KlIntegral found = path.integrate(values, errors);
        double expected =
                (integral.applyAsDouble(path.to()) - integral.applyAsDouble(path.from())) / 2;
        // Rounding of nine products of size 10.
        assertThat(found.nats()).as("seed " + seed).isCloseTo(expected, within(1e-12));
        assertThat(found.quadratureError()).as("seed " + seed).isBetween(0.0, 1e-12);
        assertThat(found.standardError())
                .isCloseTo(0.25 * (path.to() - path.from()) / 2, within(1e-12));
        assertThat(found.contributions().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(found.nats(), within(1e-12));
    }

    /** The stated error of quadrature is larger than the true one on curves as errors have them. */
    @ParameterizedTest
    @ValueSource(ints = {6, 8, 12, 24})
    void quadratureError_ofHumpedCurves_coversTheTrueError(int count) {
        for (double centre : new double[] {-6, -2, 0, 3, 8}) {
            for (double width : new double[] {2, 3, 5}) {
                DoubleUnaryOperator curve =
                        x -> Math.exp(-(x - centre) * (x - centre) / (2 * width * width));
                KlPath fine = KlPath.of(new RectifiedFlow(), even(-9, 9, 4000));
                KlPath path = KlPath.of(new RectifiedFlow(), even(-9, 9, count));
                double truth =
                        fine.integrate(values(even(-9, 9, 4000), curve), new double[4000]).nats();
                KlIntegral found =
                        path.integrate(values(even(-9, 9, count), curve), new double[count]);
                assertThat(Math.abs(found.nats() - truth))
                        .as("%d levels, centre %s, width %s", count, centre, width)
                        .isLessThanOrEqualTo(found.quadratureError());
            }
        }
    }

    @Test
    void of_oneLevel_standsForTheScheduleAndKnowsNoQuadratureError() {
        KlPath path = KlPath.of(new RectifiedFlow(), List.of(level(0)));
        assertThat(path.from()).isEqualTo(-NoiseLevel.LOG_SNR_LIMIT);
        assertThat(path.to()).isEqualTo(NoiseLevel.LOG_SNR_LIMIT);
        KlIntegral found = path.integrate(new double[] {2}, new double[] {0.1});
        assertThat(found.nats()).isCloseTo(2 * NoiseLevel.LOG_SNR_LIMIT, within(1e-12));
        assertThat(found.quadratureError()).isNaN();
    }

    @Test
    void of_levelsOfASchedule_coverWhatSpreadCovers() {
        var schedule = new OrnsteinUhlenbeck.Schedule();
        KlPath path = KlPath.of(schedule, NoiseLevel.spread(schedule, 5));
        assertThat(path.from()).isCloseTo(-NoiseLevel.LOG_SNR_LIMIT, within(1e-9));
        assertThat(path.to()).isCloseTo(-schedule.logSnr(1), within(1e-9));
    }

    @Test
    void of_unevenLevelsNearAnEdge_keepsEveryWeightPositive() {
        KlPath path =
                KlPath.of(
                        new RectifiedFlow(),
                        List.of(level(-5), level(-4.99), level(3), level(3.01)));
        assertThat(path.nats()).allMatch(nats -> nats > 0);
    }

    @Test
    void of_levelsOutOfOrder_saysSo() {
        assertThatThrownBy(
                        () -> KlPath.of(new RectifiedFlow(), List.of(level(1), level(0), level(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("levels: expected noise that rises from level to level")
                .hasMessageEndingWith("sort the levels and take each once");
    }

    @Test
    void integrate_missingValue_saysSo() {
        KlPath path = KlPath.of(new RectifiedFlow(), List.of(level(-1), level(1)));
        assertThatThrownBy(() -> path.integrate(new double[] {1, Double.NaN}, new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "values: expected 2 finite numbers, one a level, found [1.0, NaN];"
                                + " evaluate every level of the path");
        assertThatThrownBy(() -> path.integrate(new double[2], new double[1]))
                .hasMessageStartingWith("standardErrors: expected 2 finite numbers");
    }

    private static double[] values(List<NoiseLevel> levels, DoubleUnaryOperator f) {
        return levels.stream().mapToDouble(level -> f.applyAsDouble(-level.logSnr())).toArray();
    }

    private static List<NoiseLevel> even(double from, double to, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> level(from + (i + 0.5) / count * (to - from)))
                .toList();
    }

    private static NoiseLevel level(double lambda) {
        double ratio = Math.exp(lambda / 2);
        return new NoiseLevel(ratio / (1 + ratio), 1 / (1 + ratio), ratio / (1 + ratio));
    }
}
