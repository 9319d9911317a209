// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * The directions in which scores around a data point point: normal to the support.
 *
 * <p>The rows of a matrix are sigma s(alpha x0 + sigma eps_j), j = 1 .. m, less their mean. At
 * small sigma scores point back to the support, so D - d singular values over sqrt(m) are near 1,
 * and d are about sigma over the length on which support or density change. {@link #gap} takes the
 * largest gap of their logarithms.
 *
 * <p>Singular values come from the D by D Gram matrix, so those below {@link #FLOOR} of the largest
 * are rounding and are lifted to it. Cost: m evaluations a point, and 2 m D^2 + 9 D^3 operations.
 *
 * <p>Source: Stanczuk, Batzolis, Deveney, Schoenlieb 2024, Diffusion models encode the intrinsic
 * dimension of data manifolds, algorithm 1, with m = 4 D. There the rows are not centred and the
 * largest absolute gap counts; the mean, a tangent vector where the density has a slope, would here
 * stand apart from the other tangent directions.
 *
 * @param predictor the model
 * @param level noise of the neighbours
 * @param neighbours m, at least 2 D: fewer would spread the D - d large values down to 0
 */
public record NormalBundle(NoisePredictor predictor, NoiseLevel level, int neighbours) {

    /** Singular values are not told from rounding below this part of the largest. */
    public static final double FLOOR = 1e-7;

    private static final long NEIGHBOUR_SEED = 0x6e6569676862L;

    /**
     * Checks the number of neighbours.
     *
     * @param predictor the model
     * @param level noise of the neighbours
     * @param neighbours m, at least 2 D: fewer would spread the D - d large values down to 0
     */
    public NormalBundle {
        if (neighbours < 2 * predictor.dimension()) {
            throw new IllegalArgumentException(
                    "neighbours: expected at least 2 D = "
                            + 2 * predictor.dimension()
                            + ", found "
                            + neighbours
                            + "; take 4 D as the source does");
        }
    }

    /**
     * The singular values around one data point.
     *
     * @param point x0, {@code [1, D]} FLOAT64; not modified
     * @param options seed of the neighbours, {@code firstSample} the number of this point, and
     *     neighbours carried together
     * @return singular values over sqrt(m), falling, {@code [D]}
     * @throws EvaluationException if the model's numbers are not finite
     * @throws CancellationException if the thread was interrupted
     */
    public double[] spectrum(NDArray point, SamplingOptions options) {
        int d = predictor.dimension();
        NoisePath noise = new NoisePath(options.seed() ^ NEIGHBOUR_SEED);
        try (NDManager scope = point.getManager().newSubManager(point.getDevice())) {
            NDArray gram = scope.zeros(new Shape(d, d), DataType.FLOAT64);
            NDArray sum = scope.zeros(new Shape(1, d), DataType.FLOAT64);
            for (int from = 0; from < neighbours; from += options.batchSize()) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted while stacking scores");
                }
                try (NDManager step = scope.newSubManager(point.getDevice())) {
                    int count = Math.min(options.batchSize(), neighbours - from);
                    NDArray x = step.zeros(new Shape(count, d), DataType.FLOAT64);
                    NDArray own = point.duplicate();
                    own.attach(step);
                    // A neighbour's noise is that of sample "neighbour" at step "point".
                    NDArray eps = noise.step(x, from, Math.toIntExact(options.firstSample()));
                    x = x.add(own.mul(level.alpha())).add(eps.mul(level.sigma()));
                    NDArray rows = predictor.epsilon(x, level.t());
                    gram.addi(rows.transpose().matMul(rows));
                    sum.addi(rows.sum(new int[] {0}, true));
                }
            }
            NDArray mean = sum.div(neighbours);
            NDArray centred = gram.div(neighbours).sub(mean.transpose().matMul(mean));
            return roots(centred.toDoubleArray(), d);
        }
    }

    private double[] roots(double[] gram, int d) {
        for (double value : gram) {
            if (!Double.isFinite(value)) {
                throw new EvaluationException(
                        "model: expected finite scores around data at t = "
                                + level.t()
                                + ", found others; check the checkpoint, its card and the data's"
                                + " range");
            }
        }
        if (d == 1) {
            return new double[] {Math.sqrt(gram[0])};
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, false, true);
        if (!eigen.decompose(DMatrixRMaj.wrap(d, d, gram))) {
            throw new ArithmeticException(
                    "gram: expected a matrix with eigenvalues, found none; check the scores");
        }
        double[] values = new double[d];
        Arrays.setAll(values, i -> -eigen.getEigenvalue(i).getReal());
        Arrays.sort(values);
        double top = Math.sqrt(Math.max(0, -values[0]));
        Arrays.setAll(values, i -> Math.max(Math.sqrt(Math.max(0, -values[i])), FLOOR * top));
        return values;
    }

    /**
     * The largest gap of the logarithms.
     *
     * @param spectrum of {@link #spectrum}; not modified
     * @param least smaller values are lifted to it, positive: they are all tangent, however much
     *     they differ among themselves
     * @return the gap; {@code above} is the normal dimension D - d
     */
    public static SpectralGap gap(double[] spectrum, double least) {
        return SpectralGap.largest(
                Arrays.stream(spectrum).map(v -> Math.log(Math.max(v, least))).toArray());
    }
}
