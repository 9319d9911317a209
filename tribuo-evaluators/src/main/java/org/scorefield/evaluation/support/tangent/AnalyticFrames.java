// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Tangent spaces by a formula of the data point x / alpha.
 *
 * @param name what reports call them
 * @param formula vectors that span the tangent space at, or nearest to, a point [D]: [d][D], of any
 *     length and angle, or none, [0][], where the space is undefined; dependent vectors leave it
 *     undefined
 */
public record AnalyticFrames(String name, Function<double[], double[][]> formula)
        implements TangentFrames {

    @Override
    public Tangents at(NDArray x, NoiseLevel level, int directions) {
        double[][] points = VectorRows.of(x);
        VectorRows.checkDirections(directions, points[0].length);
        double[][][] axes = new double[points.length][][];
        for (int i = 0; i < axes.length; i++) {
            for (int a = 0; a < points[i].length; a++) {
                points[i][a] /= level.alpha();
            }
            double[][] found = formula.apply(points[i]);
            if (found.length != 0 && found.length != directions) {
                throw new IllegalArgumentException(
                        "d: expected the "
                                + found.length
                                + " tangent directions that the formula of "
                                + name
                                + " gives, found "
                                + directions
                                + "; ask for as many, or for other frames");
            }
            axes[i] = VectorRows.orthonormal(found);
        }
        return new Tangents(axes);
    }
}
