// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * Whether a reference is fine enough to tell a checkpoint's error across the support from its own.
 *
 * <p>A density of points has holes: with less noise than these are wide, its denoiser takes what
 * lies between the points to one of them, and a checkpoint that generalises is charged with the
 * way. Held-out data x = alpha x0 + sigma eps show how long it is: the normal part of x - alpha
 * D_ref(x) is the noise, of length sigma sqrt(D - d), where the reference is fine enough, and
 * longer where it is not. A distribution that is known exactly, or data that are all there is, with
 * x0 among them, are fine enough at every level.
 *
 * @param reference the distribution whose denoiser the checkpoint's is compared with
 * @param frame splits tangent and normal
 * @param directions d, 1 to D - 1
 */
public record ReferenceResolution(
        ReferenceDistribution reference, TangentFrames frame, int directions) {

    /** Beyond it the reference's own error across the support is as large as the noise. */
    public static final double COARSE = Math.sqrt(2);

    /**
     * Root mean square over held-out data of |normal part of x - alpha D_ref(x)| / (sigma sqrt(D -
     * d)): 1 where the reference is fine enough, above {@link #COARSE} where it is not.
     *
     * @param heldOut data without noise that the reference was not made of, {@code [n, D]} FLOAT64;
     *     not modified
     * @param level the noise
     * @param seed of the noise
     * @return the ratio; NaN where no state has a frame
     */
    public double coarseness(NDArray heldOut, NoiseLevel level, long seed) {
        double sigma = level.sigma();
        double alpha = level.alpha();
        try (NDManager scope = heldOut.getManager().newSubManager(heldOut.getDevice())) {
            NDArray clean = heldOut.duplicate();
            clean.attach(scope);
            NDArray noise = new NoisePath(seed).step(clean, 0, 0);
            NDArray x = clean.mul(alpha).add(noise.mul(sigma));
            NDArray way = x.sub(reference.denoiser(x, alpha, sigma).mul(alpha));
            double[][] ways = VectorRows.of(way);
            Tangents tangents = frame.at(x, level, directions);
            double sum = 0;
            int defined = 0;
            for (int i = 0; i < ways.length; i++) {
                if (tangents.defined(i)) {
                    defined++;
                    for (double part : tangents.normal(i, ways[i])) {
                        sum += part * part;
                    }
                }
            }
            int across = reference.dimension() - directions;
            return Math.sqrt(sum / defined / across) / sigma;
        }
    }
}
