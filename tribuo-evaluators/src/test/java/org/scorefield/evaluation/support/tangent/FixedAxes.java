// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.scorefield.evaluation.model.NoiseLevel;

/** The first d coordinate axes at every state whose first coordinate is at least a bound. */
public record FixedAxes(String name, double bound) implements TangentFrames {

    /** At every state. */
    public static final FixedAxes EVERYWHERE = new FixedAxes("axes", Double.NEGATIVE_INFINITY);

    @Override
    public Tangents at(NDArray x, NoiseLevel level, int directions) {
        int n = Math.toIntExact(x.getShape().get(0));
        int dimension = Math.toIntExact(x.getShape().get(1));
        double[] all = x.toDoubleArray();
        double[][][] axes = new double[n][][];
        Arrays.setAll(
                axes,
                i -> {
                    double[][] own =
                            new double[all[i * dimension] >= bound ? directions : 0][dimension];
                    for (int k = 0; k < own.length; k++) {
                        own[k][k] = 1;
                    }
                    return own;
                });
        return new Tangents(axes);
    }
}
