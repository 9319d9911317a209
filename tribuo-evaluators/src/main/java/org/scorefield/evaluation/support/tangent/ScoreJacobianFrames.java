// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.TopAxes;
import org.scorefield.evaluation.ridge.geometry.Ridge;

/**
 * Tangent frames of a model itself: the top d eigenvectors of the symmetric part of its score's
 * Jacobian, H = (J + J^T) / 2.
 *
 * <p>They are searched as those of I + sigma^2 H = alpha (G + G^T) / 2 with G the Jacobian of the
 * denoiser, which keeps their digits at small noise. Undefined where the d-th eigenvalue is no more
 * than {@link Ridge#SEPARATION} of the largest above the next; where a search ends early, axes of
 * eigenvalues nearer to the next than their errors are rough. Cost: a Jacobian-vector and a
 * vector-Jacobian product for each direction of the search; all D axes for D up to 64. At the same
 * noise they are nearer to the tangents than Lyapunov vectors are (spec case D5).
 *
 * @param predictor the model
 * @param search how far to search; no closer than the model's own rounding
 */
public record ScoreJacobianFrames(NoisePredictor predictor, TopAxes.Search search)
        implements TangentFrames {

    /**
     * With a search to 1e-4 in at most 200 products.
     *
     * @param predictor the diffusion model whose score it is
     * @return the frames
     */
    public static ScoreJacobianFrames of(NoisePredictor predictor) {
        return new ScoreJacobianFrames(predictor, new TopAxes.Search(1e-4, 200, 1));
    }

    @Override
    public String name() {
        return "score Jacobian";
    }

    @Override
    public Tangents at(NDArray x, NoiseLevel level, int directions) {
        return find(x, level, directions).tangents();
    }

    /**
     * Frames with their quality.
     *
     * @param tangents the frames
     * @param residual largest |H' u - theta u| over the largest |theta|, H' = I + sigma^2 H
     */
    public record Found(Tangents tangents, double residual) {}

    /**
     * The frames of {@link #at}, with the error that the search left.
     *
     * @param x states [n, D] FLOAT64; not modified
     * @param level their noise
     * @param directions the number d of tangent directions, 1 to D - 1
     * @return frames and error
     */
    public Found find(NDArray x, NoiseLevel level, int directions) {
        VectorRows.checkDirections(directions, Math.toIntExact(x.getShape().get(1)));
        VectorField denoiser = predictor.field(Quantity.DENOISER).at(level.t());
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray states = x.duplicate();
            states.attach(scope);
            TopAxes top =
                    TopAxes.of(
                            v -> symmetric(denoiser, states, v, level.alpha()),
                            states,
                            directions + 1,
                            search);
            double[][][] axes =
                    VectorRows.blocks(top.axes().get(new NDIndex(":, :{}", directions)));
            for (int i = 0; i < axes.length; i++) {
                double[] values = top.values()[i];
                double scale = Math.max(Math.abs(values[0]), Math.abs(values[directions]));
                double apart = values[directions - 1] - values[directions];
                axes[i] = apart > Ridge.SEPARATION * scale ? axes[i] : new double[0][];
            }
            double residual = Arrays.stream(top.residuals()).max().orElse(0);
            return new Found(new Tangents(axes), residual);
        }
    }

    private static NDArray symmetric(VectorField field, NDArray x, NDArray v, double alpha) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray states = x.duplicate();
            states.attach(scope);
            NDArray sum = field.jvp(states, v).add(field.vjp(states, v)).mul(alpha / 2);
            sum.attach(x.getManager());
            return sum;
        }
    }
}
