// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.scorefield.evaluation.EvaluationException;

/**
 * Local potentials of images: psi(x) = sum over j and positions p of g_j((w_j * x)_p), w_j a filter
 * of k x k patches, g_j a polynomial.
 *
 * <p>With r = (w_j * x)_p the response, mu_j and s_j its mean and standard deviation over data and
 * positions, and z = (r - mu_j)/s_j, feature (j, d) is s_j times the sum over p of G_d(z), G_d' =
 * q_(d-1), d = 1, ..., degree, where q_0, q_1, ... are the orthonormal polynomials of z over data
 * and positions. Its gradient is the sum of the filters placed at p times q_(d-1)(z), a transposed
 * correlation; its Laplacian is |w_j|^2/s_j times the sum of q_(d-1)'(z). Positions are those where
 * the patch lies inside the image, (H - k + 1)(W - k + 1) of them: pixels near the border are seen
 * by fewer.
 *
 * <p>Where a network clips or saturates, small patches with high degrees and {@link
 * PatchFilters#withNeighbours neighbours} find more than large patches with low degrees.
 *
 * <p>Cost for n rows, J filters, degree P and D numbers an image, in multiplications: n J (P - 1) D
 * k W + n (J (P - 1))^2 D for the Gram matrix, and about 2 n J D k^2 for moments or a gradient.
 * Memory: some tens of MiB beside the result, whatever n. Source: spec score-error section 3.
 */
public final class LocalFunctions implements LinearTestFunctions {
    /** Moments of responses up to 2 (degree - 1) are needed. */
    private static final int MAX_DEGREE = 10;

    /** A deviation below this part of all responses' size is rounding. */
    private static final double CONSTANT = 1e-12;

    /** Rows from which the distribution of responses is taken. */
    private static final int ROWS = 256;

    /** Rows of a fold that its Gram matrix is taken from. */
    private static final int GRAM_ROWS = 48;

    /** Numbers of the largest array of a chunk of rows. */
    private static final long CHUNK = 1 << 20;

    private final PatchFilters filters;
    private final int degree;
    private final List<ResponseBasis> bases;

    private LocalFunctions(PatchFilters filters, int degree, List<ResponseBasis> bases) {
        this.filters = filters;
        this.degree = degree;
        this.bases = List.copyOf(bases);
    }

    /**
     * The class whose polynomials are orthonormal on data.
     *
     * @param filters filters of the data's images
     * @param degree largest degree of the polynomials, 1 to {@value #MAX_DEGREE}
     * @param x data of the noise level, [n, D] FLOAT64, of which at most the first {@value #ROWS}
     *     rows are used; not modified
     * @return the class
     * @throws EvaluationException where a filter's response is constant or not finite; where it
     *     takes too few values for a degree, that feature is 0
     */
    public static LocalFunctions of(PatchFilters filters, int degree, NDArray x) {
        if (degree < 1 || degree > MAX_DEGREE) {
            throw new IllegalArgumentException(
                    "degree: expected 1 to "
                            + MAX_DEGREE
                            + ", found "
                            + degree
                            + "; higher polynomials follow the tails of the data");
        }
        int count = filters.count();
        try (NDManager manager = x.getManager().newSubManager()) {
            NDArray part = rows(manager, x, 0, ROWS);
            PatchCorrelation correlation = new PatchCorrelation(filters, manager);
            NDArray r = correlation.inside(correlation.forward(part)).reshape(count, -1);
            NDArray mean = r.mean(new int[] {1}, true);
            NDArray centred = r.sub(mean);
            NDArray deviation = centred.square().mean(new int[] {1}, true).sqrt();
            NDArray z = centred.div(deviation);
            List<double[]> moments = new ArrayList<>();
            NDArray power = z.onesLike();
            for (int k = 0; k < 2 * degree - 1; k++) {
                moments.add(power.mean(new int[] {1}).toDoubleArray());
                power = power.mul(z);
            }
            double[] means = mean.toDoubleArray();
            double[] deviations = deviation.toDoubleArray();
            List<ResponseBasis> bases = new ArrayList<>();
            double size = r.square().mean().sqrt().getDouble();
            for (int j = 0; j < count; j++) {
                checkVaries(j, deviations[j], size);
                int filter = j;
                double[] own = moments.stream().mapToDouble(all -> all[filter]).toArray();
                bases.add(ResponseBasis.of(means[j], deviations[j], degree, own));
            }
            return new LocalFunctions(filters, degree, bases);
        }
    }

    private static void checkVaries(int filter, double deviation, double size) {
        if (!(deviation > CONSTANT * size)) {
            throw new EvaluationException(
                    "filter "
                            + filter
                            + ": expected finite responses that vary, found a standard deviation of "
                            + deviation
                            + "; use data that are not constant, or fewer filters");
        }
    }

    @Override
    public String name() {
        return "patch "
                + filters.size()
                + "x"
                + filters.size()
                + " degree "
                + degree
                + " ("
                + filters.count()
                + " filters)";
    }

    @Override
    public int dimension() {
        return filters.dimension();
    }

    @Override
    public int features() {
        return filters.count() * degree;
    }

    @Override
    public Gram gram(NDArray x) {
        return gram(x, 1);
    }

    /** The Gram matrix times a factor. */
    private Gram gram(NDArray x, double factor) {
        // In powers of z; the gradients of power 0 are the same at every x.
        long number = x.getShape().get(0);
        long dimension = dimension();
        long varying = (long) filters.count() * (degree - 1);
        try (NDManager outer = x.getManager().newSubManager()) {
            PatchCorrelation correlation = new PatchCorrelation(filters, outer);
            NDArray ones = correlation.mask().repeat(0, filters.count());
            NDArray constant = correlation.adjointEach(ones).reshape(-1, dimension);
            NDArray corner = constant.matMul(constant.transpose()).mul(number);
            if (degree == 1) {
                return DenseGram.of(features(), orthonormal(corner.mul(factor)));
            }
            NDArray sum = outer.zeros(new Shape(varying, dimension), DataType.FLOAT64);
            NDArray squares = outer.zeros(new Shape(varying, varying), DataType.FLOAT64);
            long step = step(varying * filters.size());
            for (long from = 0; from < number; from += step) {
                try (NDManager manager = outer.newSubManager()) {
                    NDArray part = rows(manager, x, from, from + step);
                    NDArray gradients = correlation.adjointEach(powers(z(correlation, part)));
                    NDArray wide = gradients.reshape(varying, -1);
                    squares.addi(wide.matMul(wide.transpose()));
                    sum.addi(wide.reshape(varying, -1, dimension).sum(new int[] {1}));
                }
            }
            NDArray cross = constant.matMul(sum.transpose());
            NDArray top = NDArrays.concat(new NDList(corner, cross), 1);
            NDArray bottom = NDArrays.concat(new NDList(cross.transpose(), squares), 1);
            NDArray all = NDArrays.concat(new NDList(top, bottom), 0).muli(factor);
            return DenseGram.of(features(), orthonormal(all));
        }
    }

    /**
     * As for every linear class, with the Gram matrix of each fold taken from {@value #GRAM_ROWS}
     * of its rows: a row counts for many positions, so that these are enough, and the matrix is
     * most of the cost.
     */
    @Override
    public Fitter fitter(NDArray x) {
        return CrossValidatedRidge.fitter(new Sampled(this), x);
    }

    private record Sampled(LocalFunctions all) implements LinearTestFunctions {

        @Override
        public String name() {
            return all.name();
        }

        @Override
        public int dimension() {
            return all.dimension();
        }

        @Override
        public int features() {
            return all.features();
        }

        @Override
        public Potential potential(double[] theta) {
            return all.potential(theta);
        }

        @Override
        public Gram gram(NDArray x) {
            long rows = x.getShape().get(0);
            long step = Math.max(1, rows / GRAM_ROWS);
            try (NDArray part = x.get(new NDIndex().addSliceDim(0, rows, step))) {
                return all.gram(part, (double) rows / part.getShape().get(0));
            }
        }

        @Override
        public double[] moments(Target target) {
            return all.moments(target);
        }
    }

    /** z^1, ..., z^(degree - 1) behind each other in the rows: [J, (degree - 1) n, H W]. */
    private NDArray powers(NDArray z) {
        NDList powers = new NDList(z);
        while (powers.size() < degree - 1) {
            powers.add(powers.get(powers.size() - 1).mul(z));
        }
        return powers.size() == 1 ? z : NDArrays.concat(powers, 1);
    }

    /** From powers, those of 0 first, to the features. */
    private double[] orthonormal(NDArray powers) {
        double[] a = powers.toDoubleArray();
        int features = features();
        double[] result = new double[a.length];
        for (int one = 0; one < features; one++) {
            for (int two = 0; two < features; two++) {
                double[] left = bases.get(one / degree).coefficients()[one % degree];
                double[] right = bases.get(two / degree).coefficients()[two % degree];
                double sum = 0;
                for (int b = 0; b <= one % degree; b++) {
                    int row = index(one / degree, b) * features;
                    for (int c = 0; c <= two % degree; c++) {
                        sum += left[b] * right[c] * a[row + index(two / degree, c)];
                    }
                }
                result[one * features + two] = sum;
            }
        }
        return result;
    }

    private int index(int filter, int power) {
        return power == 0 ? filter : filters.count() + filter * (degree - 1) + power - 1;
    }

    @Override
    public double[] moments(Target target) {
        long number = target.rows();
        int count = filters.count();
        double[][] slopes = new double[degree][count];
        double[][] counts = new double[degree - 1][count];
        try (NDManager outer = target.x().getManager().newSubManager()) {
            PatchCorrelation correlation = new PatchCorrelation(filters, outer);
            long step = step(arrays());
            for (long from = 0; from < number; from += step) {
                try (NDManager manager = outer.newSubManager()) {
                    NDArray z = z(correlation, rows(manager, target.x(), from, from + step));
                    NDArray along =
                            correlation.forward(rows(manager, target.v(), from, from + step));
                    addPowers(along.muli(correlation.mask()), z, slopes);
                    if (target.kappa() != 0) {
                        addPowers(z.onesLike().muli(correlation.mask()), z, counts);
                    }
                }
            }
        }
        double[] moments = new double[features()];
        for (int j = 0; j < count; j++) {
            for (int a = 0; a < degree; a++) {
                double[] basis = bases.get(j).coefficients()[a];
                double sum = basis[0] * slopes[0][j];
                for (int b = 1; b <= a; b++) {
                    double lap = target.kappa() * bend(j) * b * counts[b - 1][j];
                    sum += basis[b] * (slopes[b][j] - lap);
                }
                moments[j * degree + a] = sum;
            }
        }
        return moments;
    }

    /** Adds the sums over positions of values z^b for each b, values being overwritten. */
    private static void addPowers(NDArray values, NDArray z, double[][] sums) {
        for (int b = 0; b < sums.length; b++) {
            double[] part =
                    (b == 0 ? values : values.muli(z)).sum(new int[] {1, 2}).toDoubleArray();
            for (int j = 0; j < part.length; j++) {
                sums[b][j] += part[j];
            }
        }
    }

    /** |w_j|^2/s_j: what the Laplacian of a function of z has for its derivative in z. */
    private double bend(int filter) {
        double square = 0;
        for (double weight : filters.weights().get(filter)) {
            square += weight * weight;
        }
        return square / bases.get(filter).deviation();
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        double[][] slopes = new double[degree][filters.count()];
        double[][] bends = new double[degree][filters.count()];
        for (int j = 0; j < filters.count(); j++) {
            double[] powers = bases.get(j).powers(theta, j * degree);
            for (int b = 0; b < degree; b++) {
                slopes[b][j] = powers[b];
                bends[b][j] = b + 1 < degree ? (b + 1) * powers[b + 1] * bend(j) : 0;
            }
        }
        return new LocalPotential(this, slopes, bends);
    }

    /** The standardised responses, any numbers where the mask is 0, [J, n, H W]. */
    NDArray z(PatchCorrelation correlation, NDArray x) {
        NDManager manager = x.getManager();
        double[] means = bases.stream().mapToDouble(ResponseBasis::mean).toArray();
        double[] scales = bases.stream().mapToDouble(basis -> 1 / basis.deviation()).toArray();
        return correlation.forward(x).subi(column(manager, means)).muli(column(manager, scales));
    }

    /** One number a filter. */
    static NDArray column(NDManager manager, double[] values) {
        return manager.create(values, new Shape(values.length, 1, 1));
    }

    /** Arrays of the size of an image that a row makes without its Gram matrix. */
    long arrays() {
        return Math.max(filters.count(), (long) filters.size() * filters.size());
    }

    PatchFilters filters() {
        return filters;
    }

    /** Rows a chunk, if a row makes so many arrays of the size of an image. */
    long step(long arrays) {
        return Math.max(1, CHUNK / (arrays * dimension()));
    }

    /** Rows from, ..., to - 1, as far as there are, in a manager. */
    static NDArray rows(NDManager manager, NDArray x, long from, long to) {
        long end = Math.min(to, x.getShape().get(0));
        NDArray part = x.get(new NDIndex().addSliceDim(from, end));
        part.attach(manager);
        return part;
    }
}
