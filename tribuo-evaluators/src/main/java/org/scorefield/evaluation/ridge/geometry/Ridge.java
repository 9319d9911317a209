// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;

/**
 * The ridge of a density at one noise level, for d tangent directions.
 *
 * @param level score and derivative of the density
 * @param directions d, 1 to D - 1
 * @param separation frames whose {@link Frames#separations} are at most this are undefined, in [0,
 *     1)
 */
public record Ridge(LevelScore level, int directions, double separation) {

    /** Separation of the last tangent axis from the next that is asked for where none is given. */
    public static final double SEPARATION = 1e-6;

    /**
     * Refuses what cannot have a frame anywhere.
     *
     * @param level score and derivative of the density
     * @param directions d, 1 to D - 1
     * @param separation frames whose {@link Frames#separations} are at most this are undefined, in
     *     [0, 1)
     */
    public Ridge {
        int dimension = level.dimension();
        if (directions < 1 || directions >= dimension) {
            throw refusal(
                    "d: expected 1 to %d tangent directions for states of %d numbers, found %d;"
                            + " choose fewer than there are dimensions",
                    dimension - 1, dimension, directions);
        }
        int rank = level.rank(directions);
        if (rank < directions) {
            String points = "found d = %d and %d distinct points; choose d up to %d, or give";
            throw refusal(
                    "d: expected fewer tangent directions than distinct reference points, "
                            + (rank == 0 ? "found d = %d and %d distinct point; give" : points)
                            + " more reference data",
                    directions,
                    rank + 1,
                    rank);
        }
        if (!(separation >= 0 && separation < 1)) {
            throw refusal(
                    "separation: expected a number in [0, 1), found %s; %s is usual",
                    separation, SEPARATION);
        }
    }

    /**
     * The ridge with the usual separation.
     *
     * @param level score and derivative of the density
     * @param directions d, 1 to D - 1, less than the number of distinct reference points
     * @return the ridge
     */
    public static Ridge of(LevelScore level, int directions) {
        return new Ridge(level, directions, SEPARATION);
    }

    private static IllegalArgumentException refusal(String format, Object... values) {
        return new IllegalArgumentException(String.format(Locale.ROOT, format, values));
    }

    /**
     * Score, frame and residual at some states.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @return what holds there, in arrays that belong to the manager of x
     */
    public RidgePoints at(NDArray x) {
        Frames frames = level.frames(x, directions);
        double[] separations = frames.separations();
        boolean[] defined = new boolean[separations.length];
        for (int i = 0; i < defined.length; i++) {
            defined[i] = separations[i] > separation;
        }
        NDArray score = level.score(x);
        return RidgePoints.of(frames, score, defined);
    }

    /**
     * Newton's steps to the ridge, -E (E^T H E)^(-1) E^T g: to first order x plus the step lies on
     * it, and the length of the step is the distance.
     *
     * <p>By conjugate gradients in the normal space, to 1e-12 of the right-hand side or 200 steps;
     * cost: a product with K each.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param at the same states' frames
     * @return the steps, in the units of x; not a number where the frame is undefined or -H is not
     *     positive in the normal space, for there is no ridge nearby
     */
    public NewtonSteps newton(NDArray x, RidgePoints at) {
        return NewtonSteps.of(level, x, at);
    }

    /**
     * Projects states onto the ridge.
     *
     * <p>Mean shift: x + E E^T (mu - x) with mu = x + sigma^2 g, which converges linearly with the
     * ratio C_(d+1) / sigma^2; where the data are jittered, with the width of {@link
     * LevelScore#width} in place of sigma. Newton: x - E (E^T H E)^(-1) E^T g, and mean shift where
     * that is not a step down. Frames are taken anew at each step.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param options method, tolerance and limit
     * @return where they arrived, owned by the manager of x, with a certificate each
     */
    public Projection project(NDArray x, ProjectionOptions options) {
        try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
            return new Walk(this, options, manager).from(x);
        }
    }
}
