// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.classes.PrincipalAxes;
import org.scorefield.evaluation.score.estimate.Direction;
import org.scorefield.evaluation.score.estimate.Estimator;

/** Fits both halves at one level, and certifies each on the other's rows. */
public final class LevelFit {
    /** Rows whose potentials are evaluated at once: bounds memory. */
    private static final int CHUNK = 512;

    private static final int DIRECTIONS = 6;
    private static final int LEAST_DATA = 8;

    private LevelFit() {}

    /**
     * Statistics with the potentials of both halves and the sums over their pools.
     *
     * @param classes of the first and of the second half
     * @param pools rows of the first and of the second half; not modified
     * @param sigma of the level
     * @param estimator what to fit, and which rows certify
     * @return new statistics
     * @throws EvaluationException where a pool holds fewer than 8 data
     */
    public static LevelStatistics of(
            List<LevelClasses> classes, List<Rows> pools, double sigma, Estimator estimator) {
        List<FittedHalf> halves = new ArrayList<>();
        List<double[]> rotations = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            Rows pool = pools.get(half);
            if (pool.sizes().length < LEAST_DATA) {
                throw tooFew(pool.sizes().length);
            }
            halves.add(
                    switch (estimator) {
                        case CROSS_FITTED -> HalfFit.choose(classes.get(half), pool, sigma);
                        case PLUG_IN, RIDGE ->
                                HalfFit.all(classes.get(half), pool, sigma, estimator);
                    });
            if (pool.exact() != null) {
                rotations.add(InvisibleRotation.fit(pool));
            }
        }
        LevelStatistics statistics =
                new LevelStatistics(
                        halves, rotations, directions(halves, pools), classes.get(0).notes());
        for (int side = 0; side < 2; side++) {
            int other = estimator == Estimator.CROSS_FITTED ? 1 - side : side;
            certify(statistics, side, pools.get(other), sigma);
        }
        return statistics;
    }

    /**
     * The refusal of too few data.
     *
     * @param dataOfOneHalf how many there are
     * @return to be thrown
     */
    public static EvaluationException tooFew(int dataOfOneHalf) {
        return new EvaluationException(
                "reference data: expected at least "
                        + 2 * LEAST_DATA
                        + " samples, found "
                        + 2 * dataOfOneHalf
                        + "; cross-fitting with error bars needs more data");
    }

    /**
     * Adds rows of the half that did not fit, in chunks.
     *
     * @param statistics of the level; modified
     * @param side whose potential is evaluated: 0 the first half's, 1 the second half's
     * @param rows whole data; not modified
     * @param sigma of the level
     */
    public static void certify(LevelStatistics statistics, int side, Rows rows, double sigma) {
        int[] sizes = rows.sizes();
        int from = 0;
        while (from < sizes.length) {
            int to = from + 1;
            int count = sizes[from];
            while (to < sizes.length && count + sizes[to] <= CHUNK) {
                count += sizes[to];
                to++;
            }
            try (NDManager manager = rows.x().getManager().newSubManager()) {
                statistics.add(side, rows.data(from, to).attach(manager), sigma);
            }
            from = to;
        }
    }

    /** Of grad psi on rows of the half that did not fit it. */
    private static List<Direction> directions(List<FittedHalf> halves, List<Rows> pools) {
        try (NDManager manager = pools.get(0).x().getManager().newSubManager()) {
            NDList gradients = new NDList();
            for (int half = 0; half < 2; half++) {
                Rows rows = pools.get(1 - half);
                NDArray x = rows.x().get(":" + Math.min(CHUNK, rows.count()));
                x.attach(manager);
                gradients.add(halves.get(half).gradient(x));
            }
            PrincipalAxes axes = PrincipalAxes.of(NDArrays.concat(gradients, 0), DIRECTIONS);
            List<Direction> directions = new ArrayList<>();
            for (int j = 0; j < axes.count() && axes.values()[j] > 0; j++) {
                directions.add(
                        new Direction(
                                axes.values()[j],
                                Math.min(1, axes.values()[j] / axes.trace()),
                                DoubleStream.of(axes.axis(j)).boxed().toList()));
            }
            return directions;
        }
    }

    /**
     * How many of the data of a pool fit; the others choose.
     *
     * @param data of the pool
     * @return the first so many
     */
    public static int fitting(int data) {
        return HalfFit.fitting(data);
    }

    /**
     * Rows of the data that fit, to make classes from.
     *
     * @param pool rows of one half; not modified
     * @param manager owner of the result
     * @return noised data, [n, D], a view of the pool
     */
    public static NDArray fitting(Rows pool, NDManager manager) {
        int data = fitting(pool.sizes().length);
        int rows = Arrays.stream(pool.sizes(), 0, data).sum();
        NDArray x = pool.x().get(":" + rows);
        x.attach(manager);
        return x;
    }
}
