// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.EnergySlice;
import org.scorefield.evaluation.energy.findings.PosteriorCurve;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.energy.marginal.SingularitySlope;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.reference.density.KnownData;

/**
 * Pictures of the energy: on a plane, along lines from the data, and the posterior behind single
 * states.
 */
final class Landscape {
    private static final int GRID = 21;
    private static final double MARGIN = 0.35;
    private static final int DISTANCES = 7;
    private static final int NORMALS = 32;

    /** The largest distance over the data's own size; farther out, all data are one point. */
    private static final double NEAR = 0.3;

    /** A codimension is shown where this part of the points has one. */
    private static final double MOST = 0.5;

    private static final int BLOCK = 64;

    private final MarginalEnergy energy;
    private final KnownData data;

    Landscape(MarginalEnergy energy, KnownData data) {
        this.energy = energy;
        this.data = data;
    }

    /** p(t | u) of the first of some states. */
    PosteriorCurve posterior(Place place, double time, NDArray u) {
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            PosteriorWeights weights = energy.posterior().at(u.get(manager, first()));
            double[] t = weights.times()[0];
            double[] log = weights.logLikelihood()[0];
            double evidence = weights.logEvidence()[0];
            double[] density = new double[t.length];
            Arrays.setAll(
                    density,
                    i ->
                            Math.exp(log[i] - evidence)
                                    * energy.prior().density().applyAsDouble(t[i]));
            return new PosteriorCurve(place, time, t, density);
        }
    }

    private static NDIndex first() {
        return new NDIndex("0:1");
    }

    /**
     * The slope along random unit vectors at points of the data, from 3 sigma(tMin) sqrt(D) to 0.3
     * of the data's own spread times sqrt(D). Random directions are normals of isolated points, and
     * nearly of a support whose dimension is small beside D. A codimension is absent where fewer
     * than half of the points have one; see {@link MarginalEnergy#singularitySlope}.
     */
    Optional<SlopeCurve> slopes(long seed) {
        int dimension = energy.reference().dimension();
        double least = noise(energy.prior().tMin());
        double low = 3 * least * Math.sqrt(dimension);
        double high = NEAR * data.spread() * Math.sqrt(dimension);
        if (!(low > 0 && low < high)) {
            return Optional.empty();
        }
        int n = (int) Math.min(NORMALS, data.points().getShape().get(0));
        List<Double> distances = new ArrayList<>();
        List<Band> slopes = new ArrayList<>();
        List<Band> codimensions = new ArrayList<>();
        try (NDManager manager = data.points().getManager().newSubManager()) {
            NDArray base = data.points().get(manager, new NDIndex("0:" + n));
            NDArray normal = normals(n, dimension, seed, manager);
            for (int i = 0; i < DISTANCES; i++) {
                double r = low * Math.pow(high / low, i / (DISTANCES - 1.0));
                SingularitySlope slope = energy.singularitySlope(base, normal, r);
                distances.add(r);
                slopes.add(Band.of(slope.slope()));
                Band codimension = Band.of(slope.codimension());
                codimensions.add(codimension.n() < MOST * n ? Band.NONE : codimension);
            }
        }
        return Optional.of(new SlopeCurve(distances, slopes, codimensions));
    }

    private double noise(double t) {
        NoiseSchedule schedule = energy.schedule();
        return schedule.sigma(t);
    }

    private static NDArray normals(int n, int dimension, long seed, NDManager manager) {
        Random random = new Random(seed);
        double[] values = new double[n * dimension];
        Arrays.setAll(values, i -> random.nextGaussian());
        NDArray rows = manager.create(values, new Shape(n, dimension));
        return rows.div(rows.square().sum(new int[] {1}, true).sqrt());
    }

    /**
     * The energy on the plane through two points of the reference and one that is held out; none
     * where these lie on a line.
     */
    Optional<EnergySlice> slice() {
        if (energy.reference().dimension() < 2 || data.points().getShape().get(0) < 2) {
            return Optional.empty();
        }
        try (NDManager manager = data.points().getManager().newSubManager()) {
            double[] origin = row(data.points(), 0, manager);
            double[] first = less(row(data.points(), 1, manager), origin);
            double[] second = less(row(data.heldOut(), 0, manager), origin);
            double[] x = unit(first);
            if (x.length == 0) {
                return Optional.empty();
            }
            double along = dot(second, x);
            double[] across = new double[x.length];
            Arrays.setAll(across, i -> second[i] - along * x[i]);
            double[] y = unit(across);
            if (y.length == 0) {
                return Optional.empty();
            }
            List<EnergySlice.Mark> marks =
                    List.of(
                            new EnergySlice.Mark("reference point", 0, 0),
                            new EnergySlice.Mark("reference point", dot(first, x), 0),
                            new EnergySlice.Mark("held-out point", along, dot(second, y)));
            double[] xs = axis(Math.min(0, along), Math.max(dot(first, x), along));
            double[] ys = axis(Math.min(0, dot(second, y)), Math.max(0, dot(second, y)));
            double[][] energies = energies(origin, new double[][] {x, y}, xs, ys);
            return Optional.of(new EnergySlice(xs, ys, energies, marks));
        }
    }

    private double[][] energies(double[] origin, double[][] axes, double[] xs, double[] ys) {
        double[] all = new double[xs.length * ys.length];
        for (int from = 0; from < all.length; from += BLOCK) {
            int rows = Math.min(BLOCK, all.length - from);
            double[] states = new double[rows * origin.length];
            for (int i = 0; i < rows; i++) {
                double a = xs[(from + i) % xs.length];
                double b = ys[(from + i) / xs.length];
                for (int k = 0; k < origin.length; k++) {
                    states[i * origin.length + k] = origin[k] + a * axes[0][k] + b * axes[1][k];
                }
            }
            try (NDManager manager = data.points().getManager().newSubManager()) {
                NDArray u = manager.create(states, new Shape(rows, origin.length));
                double[] log = energy.posterior().at(u).logEvidence();
                for (int i = 0; i < rows; i++) {
                    all[from + i] = -log[i];
                }
            }
        }
        double[][] table = new double[ys.length][];
        Arrays.setAll(table, i -> Arrays.copyOfRange(all, i * xs.length, (i + 1) * xs.length));
        return table;
    }

    private static double[] axis(double low, double high) {
        double margin = MARGIN * (high - low);
        double[] values = new double[GRID];
        Arrays.setAll(values, i -> low - margin + (high - low + 2 * margin) * i / (GRID - 1));
        return values;
    }

    private static double[] row(NDArray rows, int number, NDManager manager) {
        return rows.get(manager, new NDIndex(number))
                .toType(DataType.FLOAT64, false)
                .toDoubleArray();
    }

    private static double[] less(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The direction of a vector; empty where it has none. */
    private static double[] unit(double[] a) {
        double length = Math.sqrt(dot(a, a));
        return length > 1e-9 ? Arrays.stream(a).map(v -> v / length).toArray() : new double[0];
    }
}
