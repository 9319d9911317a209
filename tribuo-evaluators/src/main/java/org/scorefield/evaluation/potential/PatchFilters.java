// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.scorefield.evaluation.EvaluationException;

/**
 * Filters for square patches of images [channels, height, width].
 *
 * @param channels channels of an image
 * @param height rows of an image
 * @param width columns of an image
 * @param size side k of a patch, at most height and width
 * @param weights one filter a row, [filters][channels * k * k], channel by channel and row by row
 */
public record PatchFilters(int channels, int height, int width, int size, List<double[]> weights) {
    /** Rows whose patches are used. */
    private static final int ROWS = 256;

    /** Numbers of a chunk's patches. */
    private static final long CHUNK = 1 << 21;

    /**
     * Checks and copies.
     *
     * @param channels channels of an image
     * @param height rows of an image
     * @param width columns of an image
     * @param size side k of a patch, at most height and width
     * @param weights one filter a row, [filters][channels * k * k], channel by channel and row by
     *     row
     */
    public PatchFilters {
        if (channels < 1 || size < 1 || size > height || size > width) {
            throw new IllegalArgumentException(
                    "size: expected a patch inside the image ["
                            + channels
                            + ", "
                            + height
                            + ", "
                            + width
                            + "], found "
                            + size
                            + "; choose a smaller patch");
        }
        weights = weights.stream().map(double[]::clone).toList();
        int patch = channels * size * size;
        if (weights.isEmpty() || weights.stream().anyMatch(filter -> filter.length != patch)) {
            throw new IllegalArgumentException(
                    "weights: expected at least one filter, each of "
                            + patch
                            + " numbers, found lengths "
                            + weights.stream().map(filter -> filter.length).toList()
                            + "; give [channels, size, size] flattened");
        }
    }

    /**
     * Copies of the filters.
     *
     * @return the filters, [channels * k * k] each
     */
    @Override
    public List<double[]> weights() {
        return weights.stream().map(double[]::clone).toList();
    }

    /** {@return numbers in an image, D} */
    public int dimension() {
        return channels * height * width;
    }

    /** {@return number of filters} */
    public int count() {
        return weights.size();
    }

    /**
     * The leading principal components of the patches of images, at all positions where the patch
     * lies inside. Of unit length, by falling variance, the largest entry of each positive.
     *
     * @param shape [channels, height, width]
     * @param size side k of a patch
     * @param count number of components, 1 to channels * k * k
     * @param x images, [n, channels * height * width] FLOAT64, of which at most the first {@value
     *     #ROWS} are used; not modified
     * @return the filters
     * @throws EvaluationException where the covariance is not finite
     */
    public static PatchFilters principalComponents(Shape shape, int size, int count, NDArray x) {
        int[] sides = {(int) shape.get(0), (int) shape.get(1), (int) shape.get(2)};
        int patch = sides[0] * size * size;
        if (count < 1 || count > patch) {
            throw new IllegalArgumentException(
                    "count: expected 1 to "
                            + patch
                            + " components of patches of "
                            + patch
                            + " numbers, found "
                            + count
                            + "; choose fewer");
        }
        // Checks the sides before they are used.
        PatchFilters any =
                new PatchFilters(sides[0], sides[1], sides[2], size, List.of(new double[patch]));
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(patch, true, true);
        DMatrixRMaj covariance = any.covariance(x);
        if (!eigen.decompose(covariance)) {
            throw new IllegalStateException("eigenvalues failed on a finite symmetric matrix");
        }
        List<double[]> filters =
                IntStream.range(0, patch)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                        .limit(count)
                        .map(i -> signed(eigen.getEigenVector(i).data))
                        .toList();
        return new PatchFilters(sides[0], sides[1], sides[2], size, filters);
    }

    /**
     * These filters and, for each channel, the pixel in the middle of the patch, and its sums and
     * differences with the next pixels to the right and below: what acts on single pixels, as a
     * limit of the range does, is a sum of many principal components, but few of these.
     *
     * @return 5 filters a channel more; 1 more for patches of one pixel
     */
    public PatchFilters withNeighbours() {
        List<double[]> all = new ArrayList<>(weights);
        int middle = (size - 1) / 2;
        for (int c = 0; c < channels; c++) {
            int pixel = (c * size + middle) * size + middle;
            all.add(pair(pixel, pixel, 0));
            for (int next : size == 1 ? new int[0] : new int[] {pixel + 1, pixel + size}) {
                all.add(pair(pixel, next, 1));
                all.add(pair(pixel, next, -1));
            }
        }
        return new PatchFilters(channels, height, width, size, all);
    }

    private double[] pair(int pixel, int next, double weight) {
        double[] filter = new double[channels * size * size];
        filter[pixel] = 1;
        filter[next] += weight;
        return filter;
    }

    private DMatrixRMaj covariance(NDArray x) {
        int patch = channels * size * size;
        long positions = (long) (height - size + 1) * (width - size + 1);
        long rows = Math.min(ROWS, x.getShape().get(0));
        long step = Math.max(1, CHUNK / (patch * positions));
        double[] squares = new double[patch * patch];
        double[] sums = new double[patch];
        for (long from = 0; from < rows; from += step) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray part = x.get(new NDIndex().addSliceDim(from, Math.min(rows, from + step)));
                part.attach(manager);
                NDArray patches = patches(part);
                add(sums, patches.sum(new int[] {1}).toDoubleArray());
                add(squares, patches.matMul(patches.transpose()).toDoubleArray());
            }
        }
        double number = (double) rows * positions;
        DMatrixRMaj covariance = new DMatrixRMaj(patch, patch);
        for (int i = 0; i < patch; i++) {
            for (int j = 0; j < patch; j++) {
                double value =
                        squares[i * patch + j] / number - sums[i] / number * sums[j] / number;
                if (!Double.isFinite(value)) {
                    throw new EvaluationException(
                            "x: expected finite numbers, found a covariance of patches of "
                                    + value
                                    + "; check the data");
                }
                covariance.set(i, j, value);
            }
        }
        return covariance;
    }

    /** [channels * k * k, n * positions]. */
    private NDArray patches(NDArray x) {
        int high = height - size + 1;
        int wide = width - size + 1;
        long rows = x.getShape().get(0);
        NDArray images = x.reshape(rows, channels, height, width).transpose(1, 0, 2, 3);
        List<NDArray> shifts = new ArrayList<>();
        for (int dy = 0; dy < size; dy++) {
            for (int dx = 0; dx < size; dx++) {
                NDIndex index =
                        new NDIndex()
                                .addAllDim()
                                .addAllDim()
                                .addSliceDim(dy, dy + high)
                                .addSliceDim(dx, dx + wide);
                shifts.add(images.get(index).reshape(channels, rows * high * wide));
            }
        }
        NDArray all = NDArrays.stack(new NDList(shifts), 1);
        return all.reshape((long) channels * size * size, rows * high * wide);
    }

    private static void add(double[] sums, double[] part) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += part[i];
        }
    }

    private static double[] signed(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(vector).map(value -> sign * value).toArray();
    }
}
