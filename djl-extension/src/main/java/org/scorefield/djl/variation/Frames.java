// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.scorefield.djl.process.NoisePath;

/** k vectors at each of n states between arrays of the engine and plain ones. */
final class Frames {

    private static final long TANGENT_SEED = 0x5ca1ab1eL;

    private Frames() {}

    /** Vectors of an array {@code [k, n, *shape]}: {@code [n][k][D]}. */
    static double[][][] split(NDArray vectors) {
        int k = Math.toIntExact(vectors.getShape().get(0));
        int n = Math.toIntExact(vectors.getShape().get(1));
        double[] all = numbers(vectors);
        int d = all.length / k / n;
        double[][][] split = new double[n][k][d];
        for (int i = 0; i < k; i++) {
            for (int sample = 0; sample < n; sample++) {
                System.arraycopy(all, (i * n + sample) * d, split[sample][i], 0, d);
            }
        }
        return split;
    }

    /**
     * The inverse of {@link #split}, in the type and on the device of x and owned by its manager.
     *
     * @param vectors {@code [n][k][D]}
     * @param x states {@code [n, *shape]}
     */
    static NDArray join(double[][][] vectors, NDArray x) {
        int n = vectors.length;
        int k = vectors[0].length;
        int d = vectors[0][0].length;
        double[] all = new double[n * k * d];
        for (int sample = 0; sample < n; sample++) {
            for (int i = 0; i < k; i++) {
                System.arraycopy(vectors[sample][i], 0, all, (i * n + sample) * d, d);
            }
        }
        return create(all, new Shape(k).addAll(x.getShape()), x);
    }

    /** Random orthonormal vectors, each sample's own whatever the batch. */
    static double[][][] random(NDArray x, int k, long seed, long firstSample) {
        int n = Math.toIntExact(x.getShape().get(0));
        double[][][] vectors = new double[n][k][];
        NoisePath path = new NoisePath(seed ^ TANGENT_SEED);
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray like = scope.zeros(x.getShape(), DataType.FLOAT64);
            for (int i = 0; i < k; i++) {
                double[] all = path.step(like, firstSample, i).toDoubleArray();
                int d = all.length / n;
                for (int sample = 0; sample < n; sample++) {
                    vectors[sample][i] =
                            java.util.Arrays.copyOfRange(all, sample * d, (sample + 1) * d);
                }
            }
        }
        for (int sample = 0; sample < n; sample++) {
            vectors[sample] = QrFactor.of(vectors[sample]).q();
        }
        return vectors;
    }

    /** The first k unit vectors, at each state. */
    static double[][][] unit(NDArray x, int k) {
        int n = Math.toIntExact(x.getShape().get(0));
        double[][][] vectors = new double[n][k][Math.toIntExact(x.size() / n)];
        for (double[][] own : vectors) {
            for (int i = 0; i < k; i++) {
                own[i][i] = 1;
            }
        }
        return vectors;
    }

    /** sum_j weights[i][j] vectors[j], {@code [rows of weights][D]}. */
    static double[][] combine(double[][] weights, double[][] vectors) {
        double[][] result = new double[weights.length][vectors[0].length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < vectors.length; j++) {
                double weight = weights[i][j];
                for (int a = 0; weight != 0 && a < result[i].length; a++) {
                    result[i][a] += weight * vectors[j][a];
                }
            }
        }
        return result;
    }

    /** The numbers of an array in double precision. */
    static double[] numbers(NDArray x) {
        if (x.getDataType() == DataType.FLOAT64) {
            return x.toDoubleArray();
        }
        try (NDArray wide = x.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    private static NDArray create(double[] values, Shape shape, NDArray x) {
        if (x.getDataType() == DataType.FLOAT64) {
            return x.getManager().create(values, shape);
        }
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return x.getManager().create(single, shape);
    }
}
