// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;

/**
 * Within which distance of a training point a sample counts as memorised, and whether that can
 * tell.
 *
 * @param radius the distance from alpha times the point, in the units of x
 * @param source where it comes from
 * @param detected of training points noised to the level where samples end, those within the radius
 *     of their nearest: near 1 where memorised samples would be found
 */
public record MemoryRadius(double radius, Source source, Proportion detected) {

    /** The share of new data that a radius from held-out data calls memorised. */
    public static final double SHARE = 0.05;

    /** Fewer held-out data than this have no such quantile but their least. */
    static final int ENOUGH = (int) Math.ceil(1 / SHARE);

    /** Training points noised for {@link #detected}, at most. */
    private static final int PROBES = 64;

    /** Where a radius comes from. */
    public enum Source {
        /** The options. */
        GIVEN,
        /**
         * The {@link #SHARE} quantile of the distances from held-out data, noised to the level
         * where samples end, to their nearest training points: so many of new data seem memorised.
         */
        HELD_OUT,
        /**
         * sqrt((alpha m / 2)^2 + D sigma^2) with the median m of the distances of training points
         * to their nearest others, where there are no held-out data.
         */
        SPACING
    }

    /** A radius that is given. */
    static MemoryRadius given(double radius, Setting setting) {
        return of(radius, Source.GIVEN, setting);
    }

    /**
     * From held-out data.
     *
     * @param noised held-out data at the level where samples end, {@code [n, D]}
     */
    static MemoryRadius heldOut(NDArray noised, Setting setting) {
        double[] nearest = setting.training.nearestDistances(noised, setting.end.alpha());
        return of(Band.quantile(nearest, SHARE), Source.HELD_OUT, setting);
    }

    /** From the training points alone. */
    static MemoryRadius spacing(Setting setting) {
        double half = setting.end.alpha() * Nearest.spacing(setting.points) / 2;
        double noise = setting.end.sigma() * Math.sqrt(setting.training.dimension());
        return of(Math.hypot(half, noise), Source.SPACING, setting);
    }

    /**
     * What radii are found for.
     *
     * @param training the points as a density
     * @param points the same, {@code [N, D]}
     * @param end the noise level where samples end
     * @param seed of the noise
     */
    record Setting(Empirical training, NDArray points, NoiseLevel end, long seed) {}

    private static MemoryRadius of(double radius, Source source, Setting setting) {
        int count = (int) Math.min(PROBES, setting.points.getShape().get(0));
        NDManager owner = setting.points.getManager();
        try (NDManager manager = owner.newSubManager(setting.points.getDevice())) {
            NDArray few = setting.points.get(manager, new NDIndex("0:" + count));
            NDArray noise = new NoisePath(setting.seed).start(few, 0);
            NDArray noised = few.mul(setting.end.alpha()).add(noise.mul(setting.end.sigma()));
            double[] nearest = setting.training.nearestDistances(noised, setting.end.alpha());
            int found = (int) Arrays.stream(nearest).filter(r -> r <= radius).count();
            return new MemoryRadius(radius, source, new Proportion(found, count));
        }
    }
}
