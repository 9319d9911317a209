// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.evaluation.potential.Target;
import org.scorefield.evaluation.potential.TestFunctions;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.estimate.Choice;
import org.scorefield.evaluation.score.estimate.Estimator;

/**
 * Fits and chooses the potential of one half from its pool of rows.
 *
 * <p>Three quarters of the pool fit, one quarter chooses. Fitted are each class by itself and their
 * union by {@link Backfitting}, to the mixture of Stein's and the denoising form that has the lower
 * variance at a pilot potential. On the selection rows the parts of the union are weighted anew
 * ({@link Reweighting}), every candidate gets its own mixture, and the one of the largest lower
 * bound, clustered by datum, is chosen. Source: spec score-error section 3.
 */
final class HalfFit {
    /** Of the bound that chooses: a guess of the one that certifies. */
    private static final double STANDARD_ERRORS = 1.645;

    /** A weight of Stein's form below which the denoising form is kept. */
    private static final double LEAST_LAMBDA = 0.02;

    private final List<String> names;
    private final List<TestFunctions> classes;
    private final double sigma;

    private HalfFit(LevelClasses classes, double sigma) {
        this.names = classes.names();
        this.classes = classes.functions();
        this.sigma = sigma;
    }

    /** Data of a pool that fit; the others choose. */
    static int fitting(int data) {
        return data - Math.max(1, data / 4);
    }

    /**
     * Fits three quarters of the pool and chooses on the last quarter.
     *
     * @param classes at least one; linear ones first
     * @param pool rows of one half
     * @param sigma of the level
     */
    static FittedHalf choose(LevelClasses classes, Rows pool, double sigma) {
        int data = pool.sizes().length;
        int fitting = fitting(data);
        HalfFit fit = new HalfFit(classes, sigma);
        FittedHalf fitted = fit.fit(pool.data(0, fitting), Estimator.CROSS_FITTED);
        return fit.select(fitted, pool.data(fitting, data));
    }

    /** Fits all rows and chooses the union, for estimators that read values off the same rows. */
    static FittedHalf all(LevelClasses classes, Rows pool, double sigma, Estimator estimator) {
        return new HalfFit(classes, sigma).fit(pool, estimator);
    }

    private FittedHalf fit(Rows rows, Estimator estimator) {
        try (Backfitting backfitting = new Backfitting(classes, rows.x(), estimator)) {
            double lambda = rows.exact() == null ? pilot(backfitting, rows) : 0;
            Target target = target(rows, lambda > LEAST_LAMBDA ? lambda : 0);
            List<double[]> alone = backfitting.alone(target);
            List<double[]> union =
                    classes.size() == 1 ? List.of() : backfitting.union(target, alone.get(0));
            target.v().close();
            double[] weights = new double[classes.size()];
            Arrays.fill(weights, 1);
            int candidates = FittedHalf.candidates(classes.size());
            double[] lambdas = new double[candidates];
            Arrays.fill(lambdas, lambda);
            int chosen = Math.min(candidates - 1, classes.size());
            return new FittedHalf(
                    names, classes, alone, union, weights, lambdas, chosen, List.of());
        }
    }

    private Target target(Rows rows, double lambda) {
        return rows.target(lambda, sigma);
    }

    /** The mixture of least variance at the first class by itself. */
    private double pilot(Backfitting backfitting, Rows rows) {
        Target target = target(rows, 0);
        double[] first = backfitting.first(target);
        target.v().close();
        FittedHalf pilot =
                new FittedHalf(
                        names.subList(0, 1),
                        classes.subList(0, 1),
                        List.of(first),
                        List.of(),
                        new double[] {1},
                        new double[1],
                        0,
                        List.of());
        FittedHalf.Parts parts = pilot.parts(rows, sigma, new boolean[] {true});
        return lambda(parts.form()[0], parts.control()[0], rows.sizes());
    }

    private static double lambda(double[] form, double[] control, int[] sizes) {
        ClusterSums sums = new ClusterSums(2);
        sums.add(new double[][] {form, control}, sizes);
        double slope = -sums.slope(0, 1);
        return slope > 0 ? Math.min(1, slope) : 0;
    }

    private FittedHalf select(FittedHalf fitted, Rows rows) {
        int count = FittedHalf.candidates(classes.size());
        boolean known = rows.exact() != null;
        boolean[] controlled = new boolean[count];
        Arrays.fill(controlled, !known);
        double[] weights = fitted.weights();
        double[] again = new double[0];
        if (count > 1) {
            Reweighting.Weights reweighting =
                    Reweighting.of(fitted, rows, sigma, known ? 0 : fitted.lambdas()[0]);
            weights = reweighting.weights();
            again = reweighting.crossValues();
        }
        FittedHalf weighted = fitted.with(weights, fitted.lambdas(), 0, List.of());
        FittedHalf.Parts parts = weighted.parts(rows, sigma, controlled);
        double[] lambdas = new double[count];
        for (int c = 0; c < count && !known; c++) {
            lambdas[c] = lambda(parts.form()[c], parts.control()[c], rows.sizes());
        }
        double[][] values = parts.at(lambdas);
        if (count > 1) {
            // Its weights were fitted to these very rows: judged by weights of the other rows.
            values[count - 1] = again;
        }
        return chosen(weighted, lambdas, values, rows.sizes());
    }

    private FittedHalf chosen(FittedHalf fitted, double[] lambdas, double[][] values, int[] sizes) {
        ClusterSums sums = new ClusterSums(values.length);
        sums.add(values, sizes);
        List<String> candidates = FittedHalf.candidates(names);
        List<Choice.Candidate> tried = new ArrayList<>();
        int best = 0;
        for (int c = 0; c < values.length; c++) {
            double bound = sums.mean(c) - STANDARD_ERRORS * Math.sqrt(sums.variance(c));
            tried.add(new Choice.Candidate(candidates.get(c), sums.mean(c), bound));
            best = bound > tried.get(best).lowerBound() ? c : best;
        }
        return fitted.with(fitted.weights(), lambdas, best, List.copyOf(tried));
    }
}
