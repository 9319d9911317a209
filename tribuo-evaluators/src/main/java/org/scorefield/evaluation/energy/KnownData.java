// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

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
import org.scorefield.evaluation.reference.Empirical;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceDistribution;

/**
 * What is known of the data.
 *
 * @param density the distribution that energies are of
 * @param points of the density, or drawn from it, {@code [N, D]}
 * @param heldOut data that are not in the density where there are enough, {@code [n, D]}
 * @param spread root mean square over the coordinates of the points' standard deviations
 * @param warnings what a reader must know
 */
record KnownData(
        ReferenceDistribution density,
        NDArray points,
        NDArray heldOut,
        double spread,
        List<String> warnings) {

    /** Below this many points the density is coarse, and the reader is told. */
    private static final int FEW = 100;

    /** One part in this many is held out where data are scarce. */
    private static final int HELD_OUT = 5;

    /** Far below the differences between a network and the reference, and much cheaper. */
    private static final double WEIGHT_ERROR = 1e-6;

    /** Some points are the density, others are held out. */
    static KnownData split(ReferenceData data, MarginalEnergyOptions options, NDManager manager) {
        int n = enough(data);
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(options.seed()));
        int held = Math.min(options.states(), n / HELD_OUT);
        int density = Math.min(options.reference(), n - held);
        List<String> warnings = new ArrayList<>();
        if (density < FEW) {
            warnings.add(
                    "The reference density has "
                            + density
                            + " points only, too few to stand for a distribution: errors are"
                            + " relative to these points.");
        }
        if (held < options.states()) {
            warnings.add(
                    held == 0
                            ? "No data are held out, since there are "
                                    + n
                                    + " in all: data states"
                                    + " are points of the density itself."
                            : held + " data are held out instead of " + options.states() + ".");
        }
        double[][] points = rows(data, order.subList(0, density));
        double[][] rest = held == 0 ? points : rows(data, order.subList(density, density + held));
        return of(points, rest, warnings, manager);
    }

    /** All points are the density, and there are no others. */
    static KnownData whole(ReferenceData data, NDManager manager) {
        int n = enough(data);
        double[][] points = rows(data, IntStream.range(0, n).boxed().toList());
        return of(points, points, new ArrayList<>(), manager);
    }

    /** A known density. */
    static KnownData of(
            ReferenceDistribution density, MarginalEnergyOptions options, NDManager manager) {
        Random random = new Random(options.seed());
        NDArray points = density.sample(options.reference(), random, manager);
        NDArray others = density.sample(options.states(), random, manager);
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
