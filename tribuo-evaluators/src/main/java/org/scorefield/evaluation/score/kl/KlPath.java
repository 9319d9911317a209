// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.kl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Squared errors at noise levels, integrated along the path to a divergence in nats.
 *
 * <p>For the reverse SDE with diffusion g, started from q_T and run with a score whose error is e:
 *
 * <pre>
 * KL(p_0 || q_0) &lt;= KL(p_T || q_T) + (1/2) int g^2 E|Pi e_score|^2 dt
 * (1/2) int g^2 E|Pi e_score|^2 dt = (1/2) int E|Pi e_eps|^2 d lambda,   lambda = log(sigma^2 / alpha^2)
 * </pre>
 *
 * because g^2 = sigma^2 d lambda / dt and e_eps = -sigma e_score. With E|e|^2 in place of E|Pi e|^2
 * it is Girsanov's bound, the divergence between paths; the gap between the two never reaches the
 * samples. This class integrates any quantity in epsilon units over lambda. What the integral means
 * depends on the quantity: of |Pi e|^2 or an upper bound of it, a bound on the divergence; of lower
 * bounds of |Pi e|^2, <em>the least that the bound amounts to</em>, which bounds no divergence.
 *
 * <p>Not covered: KL(p_T || q_T), the deterministic ODE, steps of finite size, guidance, and noise
 * levels outside {@link #from} to {@link #to}.
 *
 * <p>Rule: each level has a cell that ends half-way to its neighbours; in it the parabola through
 * the level and its two nearest neighbours is integrated, which for evenly spread levels is the
 * midpoint rule with end corrections (weights 13/12, 7/8, 25/24, 1, 1, ...), of fourth order. Where
 * uneven levels would make a weight negative, and for fewer than three levels, each level counts
 * with the width of its cell. Immutable. Source: spec score-error section 2; Khelifa, Turner,
 * Venkataramanan, arXiv 2606.06179.
 */
public final class KlPath {
    private final double[] lambdas;
    private final double[] edges;
    private final double[] weights;

    private KlPath(double[] lambdas, double from, double to) {
        this.lambdas = lambdas;
        this.edges = edges(lambdas, from, to);
        this.weights = weights(lambdas, edges);
    }

    /**
     * The path through levels.
     *
     * <p>The first and last cell are as wide on their outer side as on their inner side, but end
     * where the schedule ends. A single level stands for all of the schedule that {@link
     * NoiseLevel#spread} covers.
     *
     * @param schedule the path
     * @param levels at least one, from little noise to much
     * @return the path
     * @throws IllegalArgumentException where the noise does not rise from level to level
     */
    public static KlPath of(NoiseSchedule schedule, List<NoiseLevel> levels) {
        double[] lambdas = levels.stream().mapToDouble(level -> -level.logSnr()).toArray();
        int last = lambdas.length - 1;
        for (int i = 1; i <= last; i++) {
            if (!(lambdas[i] > lambdas[i - 1])) {
                throw new IllegalArgumentException(
                        "levels: expected noise that rises from level to level, found log SNR "
                                + -lambdas[i - 1]
                                + " before "
                                + -lambdas[i]
                                + "; sort the levels and take each once");
            }
        }
        if (last < 0) {
            throw new IllegalArgumentException(
                    "levels: expected at least 1, found 0; evaluate one or more");
        }
        double least = -schedule.logSnr(0);
        double most = -schedule.logSnr(1);
        if (last == 0) {
            double limit = NoiseLevel.LOG_SNR_LIMIT;
            double from = Math.min(lambdas[0], Math.max(least, -limit));
            double to = Math.max(lambdas[0], Math.min(most, limit));
            return new KlPath(lambdas, from, to);
        }
        double from = 1.5 * lambdas[0] - 0.5 * lambdas[1];
        double to = 1.5 * lambdas[last] - 0.5 * lambdas[last - 1];
        return new KlPath(
                lambdas,
                Math.min(lambdas[0], Math.max(from, least)),
                Math.max(lambdas[last], Math.min(to, most)));
    }

    /** {@return least lambda = log(sigma^2 / alpha^2) that the integral covers} */
    public double from() {
        return edges[0];
    }

    /** {@return greatest lambda = log(sigma^2 / alpha^2) that the integral covers} */
    public double to() {
        return edges[edges.length - 1];
    }

    /**
     * {@return what a squared error of one at each level adds, in nats: half the level's weight in
     * lambda}
     */
    public List<Double> nats() {
        return DoubleStream.of(weights).map(weight -> weight / 2).boxed().toList();
    }

    /**
     * (1/2) int f d lambda.
     *
     * <p>The error of quadrature is the larger change when every other level is left out: with
     * enough levels many times the error itself, with few of them the best there is.
     *
     * @param values f at each level, in epsilon units; not modified
     * @param standardErrors of the values, at least 0; not modified
     * @return nats
     * @throws IllegalArgumentException where a value is missing or not finite
     */
    public KlIntegral integrate(double[] values, double[] standardErrors) {
        check("values", values);
        check("standardErrors", standardErrors);
        double[] contributions = new double[weights.length];
        Arrays.setAll(contributions, i -> 0.5 * weights[i] * values[i]);
        double nats = DoubleStream.of(contributions).sum();
        double error = 0;
        for (int i = 0; i < weights.length; i++) {
            error += 0.5 * weights[i] * standardErrors[i];
        }
        double quadrature =
                weights.length == 1
                        ? Double.NaN
                        : Math.max(
                                Math.abs(nats - everyOther(0, values)),
                                Math.abs(nats - everyOther(1, values)));
        return new KlIntegral(
                nats, error, quadrature, DoubleStream.of(contributions).boxed().toList());
    }

    /** The same integral over the same range, with levels first, first + 2, ... alone. */
    private double everyOther(int first, double[] values) {
        int[] kept = IntStream.iterate(first, i -> i < values.length, i -> i + 2).toArray();
        double[] fewer = IntStream.of(kept).mapToDouble(i -> lambdas[i]).toArray();
        double[] w = weights(fewer, edges(fewer, from(), to()));
        double sum = 0;
        for (int i = 0; i < kept.length; i++) {
            sum += 0.5 * w[i] * values[kept[i]];
        }
        return sum;
    }

    private void check(String name, double[] given) {
        if (given.length != weights.length || !DoubleStream.of(given).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    name
                            + ": expected "
                            + weights.length
                            + " finite numbers, one a level, found "
                            + Arrays.toString(given)
                            + "; evaluate every level of the path");
        }
    }

    private static double[] edges(double[] lambdas, double from, double to) {
        double[] edges = new double[lambdas.length + 1];
        edges[0] = from;
        edges[lambdas.length] = to;
        for (int i = 1; i < lambdas.length; i++) {
            edges[i] = (lambdas[i - 1] + lambdas[i]) / 2;
        }
        return edges;
    }

    private static double[] weights(double[] lambdas, double[] edges) {
        int n = lambdas.length;
        double[] widths = new double[n];
        Arrays.setAll(widths, i -> edges[i + 1] - edges[i]);
        if (n < 3) {
            return widths;
        }
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            int first = Math.min(Math.max(i - 1, 0), n - 3);
            double[] parabola = parabola(lambdas, first, edges[i], edges[i + 1]);
            for (int j = 0; j < 3; j++) {
                weights[first + j] += parabola[j];
            }
        }
        return DoubleStream.of(weights).allMatch(weight -> weight > 0) ? weights : widths;
    }

    /**
     * Integrals from a to b of the three Lagrange polynomials of nodes first, first + 1, first + 2.
     */
    private static double[] parabola(double[] lambdas, int first, double a, double b) {
        List<Double> integrals = new ArrayList<>();
        double middle = (a + b) / 2;
        double half = (b - a) / 2;
        for (int j = 0; j < 3; j++) {
            double node = lambdas[first + j];
            double p = lambdas[first + (j + 1) % 3];
            double q = lambdas[first + (j + 2) % 3];
            // (x - p)(x - q) integrated about the middle, where odd powers vanish.
            double integral = 2 * half * ((middle - p) * (middle - q) + half * half / 3);
            integrals.add(integral / ((node - p) * (node - q)));
        }
        return integrals.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
