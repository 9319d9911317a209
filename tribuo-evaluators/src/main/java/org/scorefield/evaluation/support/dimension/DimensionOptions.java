// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * How dimensions are measured.
 *
 * @param levels noise of FLIPD, rising, at least one
 * @param divergence of FLIPD
 * @param bundle noise of the score normal bundle
 * @param neighbours m of the bundle, at least 2 D
 * @param tangent singular values of the bundle below this are tangent: sigma / alpha of the bundle
 *     over the length on which data vary, positive
 * @param bundlePoints points whose bundle is measured, the first by number; 0 leaves it out
 */
public record DimensionOptions(
        List<NoiseLevel> levels,
        Divergence divergence,
        NoiseLevel bundle,
        int neighbours,
        double tangent,
        int bundlePoints) {

    /** Up to this D the divergence is exact and every point has a bundle. */
    private static final int SMALL = 64;

    private static final double[] NOISE = {0.02, 0.04, 0.08, 0.16, 0.32};
    private static final double BUNDLE_NOISE = 0.04;
    private static final int PROBES = 8;
    private static final int FEWEST_NEIGHBOURS = 100;
    private static final int FEW_POINTS = 4;

    /**
     * Checks and copies.
     *
     * @param levels noise of FLIPD, rising, at least one
     * @param divergence of FLIPD
     * @param bundle noise of the score normal bundle
     * @param neighbours m of the bundle, at least 2 D
     * @param tangent singular values of the bundle below this are tangent: sigma / alpha of the
     *     bundle over the length on which data vary, positive
     * @param bundlePoints points whose bundle is measured, the first by number; 0 leaves it out
     */
    public DimensionOptions {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException(
                    "levels: expected at least 1, found none; give one or more");
        }
        if (!(tangent > 0)) {
            throw new IllegalArgumentException(
                    "tangent: expected a positive number, found "
                            + tangent
                            + "; give sigma / alpha over the spread of the data");
        }
        if (bundlePoints < 0) {
            throw new IllegalArgumentException(
                    "bundlePoints: expected at least 0, found " + bundlePoints + "; count points");
        }
    }

    /**
     * Noise of 0.02 to 0.32 of the data's spread for FLIPD and 0.04 for the bundle, where the
     * schedule has it; m = 4 D, or 100 if that is more. For D above 64 eight probes in place of the
     * exact divergence, and the bundles of 4 points.
     *
     * @param schedule of the model
     * @param dimension D
     * @param spread root mean square of the standard deviations of the data's coordinates, positive
     * @return the options
     */
    public static DimensionOptions of(NoiseSchedule schedule, int dimension, double spread) {
        if (!(spread > 0 && Double.isFinite(spread))) {
            throw new IllegalArgumentException(
                    "spread: expected a positive number, found "
                            + spread
                            + "; give data that are not all one point");
        }
        List<NoiseLevel> levels = new ArrayList<>();
        for (double part : NOISE) {
            levels.add(level(schedule, part * spread));
        }
        boolean small = dimension <= SMALL;
        NoiseLevel bundle = level(schedule, BUNDLE_NOISE * spread);
        return new DimensionOptions(
                levels.stream().distinct().toList(),
                small ? Divergence.exact() : Divergence.hutchinson(PROBES),
                bundle,
                Math.max(4 * dimension, FEWEST_NEIGHBOURS),
                bundle.sigma() / bundle.alpha() / spread,
                small ? Integer.MAX_VALUE : FEW_POINTS);
    }

    /**
     * These options with other bundles.
     *
     * @param points points whose bundle is measured, the first by number; 0 leaves it out
     * @param neighboursOfEach states around each, at least 2 D
     * @return these options with other bundles
     */
    public DimensionOptions withBundles(int points, int neighboursOfEach) {
        return new DimensionOptions(levels, divergence, bundle, neighboursOfEach, tangent, points);
    }

    /**
     * These options with other noise for FLIPD.
     *
     * @param others noise of FLIPD, rising, at least one
     * @return these options with other noise for FLIPD
     */
    public DimensionOptions withLevels(List<NoiseLevel> others) {
        return new DimensionOptions(others, divergence, bundle, neighbours, tangent, bundlePoints);
    }

    /**
     * These options with another divergence.
     *
     * @param other of FLIPD
     * @return these options with another divergence
     */
    public DimensionOptions withDivergence(Divergence other) {
        return new DimensionOptions(levels, other, bundle, neighbours, tangent, bundlePoints);
    }

    /** The nearest level that the schedule has, at a step where it is discrete. */
    private static NoiseLevel level(NoiseSchedule schedule, double noise) {
        int steps = schedule instanceof DiscreteSchedule discrete ? discrete.steps() - 1 : 0;
        double first = schedule.sigma(0) > 0 ? schedule.sigmaOverAlpha(0) : 0;
        double last = schedule.alpha(1) > 0 ? schedule.sigmaOverAlpha(1) : Double.MAX_VALUE;
        double t = schedule.time(Math.min(Math.max(noise, first), last));
        return NoiseLevel.of(schedule, steps > 0 ? Math.rint(t * steps) / steps : t);
    }
}
