// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Tangent spaces by principal components of neighbouring data: the d largest of the k distinct
 * reference points nearest to x / alpha, about their mean.
 *
 * <p>Undefined where there are fewer than d + 2 distinct points, since d + 1 lie in a plane of d
 * dimensions whatever the data are, or where the variance along the axis d + 1 is above the {@link
 * #GAP} of that along axis d. With points h apart on a manifold of curvature c the frame is off by
 * about c k h / 2 at an edge and by less inside. Cost: a product of all points with x, and a
 * singular value decomposition of k by D.
 *
 * @param points the data, {@code [N, D]} FLOAT64; not modified, to be kept open by the caller
 * @param neighbours k; 0 for the rule 4 (d + 1)
 */
public record LocalPcaFrames(NDArray points, int neighbours) implements TangentFrames {

    /** Share of the variance along axis d from which axis d + 1 is not told apart. */
    public static final double GAP = 0.99;

    /**
     * Refuses a negative k and data that are no rows.
     *
     * @param points the data, {@code [N, D]} FLOAT64; not modified, to be kept open by the caller
     * @param neighbours k; 0 for the rule 4 (d + 1)
     */
    public LocalPcaFrames {
        if (neighbours < 0 || points.getShape().dimension() != 2 || points.isEmpty()) {
            throw new IllegalArgumentException(
                    "frames: expected points [N, D] and 0 or more neighbours, found points "
                            + points.getShape()
                            + " and "
                            + neighbours
                            + " neighbours; give at least one point, and 0 neighbours for the rule"
                            + " 4 (d + 1)");
        }
    }

    /**
     * With k = 4 (d + 1) neighbours.
     *
     * @param points the data, {@code [N, D]} FLOAT64; not modified, to be kept open by the caller
     * @return the frames
     */
    public static LocalPcaFrames of(NDArray points) {
        return new LocalPcaFrames(points, 0);
    }

    @Override
    public String name() {
        return "local PCA";
    }

    @Override
    public Tangents at(NDArray x, NoiseLevel level, int directions) {
        double[][] states = VectorRows.of(x);
        VectorRows.checkDirections(directions, states[0].length);
        int k = neighbours == 0 ? 4 * (directions + 1) : neighbours;
        double[][][] axes = new double[states.length][][];
        try (NDManager scope = points.getManager().newSubManager(points.getDevice())) {
            NDArray squares = points.square().sum(new int[] {1});
            squares.attach(scope);
            for (int i = 0; i < axes.length; i++) {
                double[] point = states[i];
                Arrays.setAll(point, a -> point[a] / level.alpha());
                axes[i] = axes(nearest(point, squares, k), directions);
            }
        }
        return new Tangents(axes);
    }

    /** At most k distinct points, nearest first. */
    private List<double[]> nearest(double[] point, NDArray squares, int k) {
        List<double[]> found = new ArrayList<>();
        try (NDManager scope = points.getManager().newSubManager(points.getDevice())) {
            NDArray products = points.matMul(scope.create(point).reshape(point.length, 1));
            products.attach(scope);
            double[] distances = squares.sub(products.squeeze(1).mul(2)).toDoubleArray();
            int[] order =
                    IntStream.range(0, distances.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(j -> distances[j]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            for (int j = 0; j < order.length && found.size() < k; j++) {
                double[] next = points.get(scope, new NDIndex("{}", order[j])).toDoubleArray();
                if (found.stream().noneMatch(other -> Arrays.equals(other, next))) {
                    found.add(next);
                }
            }
        }
        return found;
    }

    private static double[][] axes(List<double[]> near, int directions) {
        if (near.size() < directions + 2) {
            return new double[0][];
        }
        DMatrixRMaj centred = new DMatrixRMaj(near.toArray(double[][]::new));
        for (int a = 0; a < centred.numCols; a++) {
            double sum = 0;
            for (int i = 0; i < centred.numRows; i++) {
                sum += centred.get(i, a);
            }
            for (int i = 0; i < centred.numRows; i++) {
                centred.add(i, a, -sum / centred.numRows);
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(centred.numRows, centred.numCols, false, true, true);
        if (!svd.decompose(centred)) {
            throw new ArithmeticException(
                    "points: expected finite numbers, found others; correct the reference data");
        }
        double[] values = svd.getSingularValues();
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double last = Math.pow(values[order[directions - 1]], 2);
        double next = Math.pow(values[order[directions]], 2);
        if (!(next < GAP * last)) {
            return new double[0][];
        }
        DMatrixRMaj transposed = svd.getV(null, true);
        double[][] axes = new double[directions][centred.numCols];
        for (int i = 0; i < directions; i++) {
            for (int a = 0; a < centred.numCols; a++) {
                axes[i][a] = transposed.get(order[i], a);
            }
        }
        return axes;
    }
}
