// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * What an evaluator knows of the data: some that make a density, and some held out.
 *
 * <p>Arrays and density belong to the manager that was given.
 *
 * @param density the distribution that samples are compared with
 * @param points of the density, or drawn from it, {@code [N, D]}
 * @param heldOut data that are not in the density where there are enough, {@code [n, D]}
 * @param spread root mean square over the coordinates of the points' standard deviations
 * @param warnings what a reader must know
 */
public record KnownData(
        ReferenceDistribution density,
        NDArray points,
        NDArray heldOut,
        double spread,
        List<String> warnings) {

    /**
     * Copies.
     *
     * @param density the distribution that samples are compared with
     * @param points of the density, or drawn from it, {@code [N, D]}
     * @param heldOut data that are not in the density where there are enough, {@code [n, D]}
     * @param spread root mean square over the coordinates of the points' standard deviations
     * @param warnings what a reader must know
     */
    public KnownData {
        warnings = List.copyOf(warnings);
    }

    /**
     * How much to take.
     *
     * @param density points that make the density, at most, at least 2
     * @param heldOut points held out, at most, at least 1
     * @param seed of the choice
     */
    public record Sizes(int density, int heldOut, long seed) {

        /**
         * Checks the values.
         *
         * @param density points that make the density, at most, at least 2
         * @param heldOut points held out, at most, at least 1
         * @param seed of the choice
         */
        public Sizes {
            if (density < 2 || heldOut < 1) {
                throw new IllegalArgumentException(
                        "sizes: expected at least 2 points of the density and 1 held out, found "
                                + density
                                + " and "
                                + heldOut
                                + "; take more");
            }
        }
    }

    /** Below this many points the density is coarse, and the reader is told. */
    private static final int FEW = 100;

    /** One part in this many is held out where data are scarce. */
    private static final int HELD_OUT = 5;

    /** Far below the differences between a network and the reference, and much cheaper. */
    private static final double WEIGHT_ERROR = 1e-6;

    /**
     * Some points are the density, others are held out.
     *
     * @param data all data, at least 2 samples
     * @param sizes how many of each; where data are scarce a fifth is held out
     * @param manager owner of the arrays
     * @return the parts
     * @throws EvaluationException where there are fewer than 2 samples
     */
    public static KnownData split(ReferenceData data, Sizes sizes, NDManager manager) {
        int n = enough(data);
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(sizes.seed()));
        int held = Math.min(sizes.heldOut(), n / HELD_OUT);
        int density = Math.min(sizes.density(), n - held);
        List<String> warnings = new ArrayList<>();
        if (density < FEW) {
            warnings.add(
                    "The reference density has "
                            + density
                            + " points only, too few to stand for a distribution: errors are"
                            + " relative to these points.");
        }
        if (held < sizes.heldOut()) {
            warnings.add(
                    held == 0
                            ? "No data are held out, since there are "
                                    + n
                                    + " in all: data states"
                                    + " are points of the density itself."
                            : held + " data are held out instead of " + sizes.heldOut() + ".");
        }
        double[][] points = rows(data, order.subList(0, density));
        double[][] rest = held == 0 ? points : rows(data, order.subList(density, density + held));
        return of(points, rest, warnings, manager);
    }

    /**
     * All points are the density, and there are no others.
     *
     * @param data all data, at least 2 samples
     * @param manager owner of the arrays
     * @return the points, of which none are held out
     * @throws EvaluationException where there are fewer than 2 samples
     */
    public static KnownData whole(ReferenceData data, NDManager manager) {
        int n = enough(data);
        double[][] points = rows(data, IntStream.range(0, n).boxed().toList());
        return of(points, points, new ArrayList<>(), manager);
    }

    /**
     * A known density, from which points and held-out data are drawn.
     *
     * @param density the distribution
     * @param sizes how many to draw
     * @param manager owner of the arrays
     * @return the density with its draws
     */
    public static KnownData of(ReferenceDistribution density, Sizes sizes, NDManager manager) {
        Random random = new Random(sizes.seed());
        NDArray points = density.sample(sizes.density(), random, manager);
        NDArray others = density.sample(sizes.heldOut(), random, manager);
        ReferenceDistribution cheaper =
                density instanceof Empirical empirical
                        ? empirical.withWeightError(WEIGHT_ERROR)
                        : density;
        return new KnownData(cheaper, points, others, spread(points), List.of());
    }

    private static KnownData of(
            double[][] points, double[][] rest, List<String> warnings, NDManager manager) {
        // Compares rows where they lie: no row is copied, however many numbers it has.
        Set<double[]> different = new TreeSet<>(Arrays::compare);
        Collections.addAll(different, points);
        if (different.size() < points.length) {
            warnings.add(
                    points.length
                            - different.size()
                            + " of "
                            + points.length
                            + " reference points repeat others and count as often as they occur;"
                            + " repeating every point alike changes nothing.");
        }
        NDArray array = array(points, manager);
        return new KnownData(
                Empirical.of(points, manager).withWeightError(WEIGHT_ERROR),
                array,
                array(rest, manager),
                spread(array),
                List.copyOf(warnings));
    }

    private static int enough(ReferenceData data) {
        if (data.count() < 2) {
            throw new EvaluationException(
                    "reference data: expected at least 2 samples, found "
                            + data.count()
                            + "; give more of the data that the checkpoint was trained on");
        }
        return data.count();
    }

    private static double spread(NDArray points) {
        try (NDManager manager = points.getManager().newSubManager(points.getDevice())) {
            NDArray mean = points.mean(new int[] {0}, true);
            mean.attach(manager);
            return Math.sqrt(points.sub(mean).square().mean().getDouble());
        }
    }

    private static double[][] rows(ReferenceData data, List<Integer> numbers) {
        double[][] rows = new double[numbers.size()][data.dimension()];
        for (int i = 0; i < rows.length; i++) {
            int number = numbers.get(i);
            Arrays.setAll(rows[i], k -> data.value(number, k));
        }
        return rows;
    }

    private static NDArray array(double[][] rows, NDManager manager) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }
}
