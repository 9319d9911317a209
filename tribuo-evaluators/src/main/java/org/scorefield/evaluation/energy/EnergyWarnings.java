// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.List;
import java.util.Locale;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.statistics.EnergyState;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;

/** What states say about the limits of the numbers. */
final class EnergyWarnings {
    /** Height of the posterior at an end of the prior above which it is cut off there. */
    private static final double CUT_OFF = 0.9;

    /** Height at the other end above which the posterior is flat rather than cut off. */
    private static final double FLAT = 0.1;

    /** Samples farther from the points than the noise left in them by more are not points. */
    private static final double AMONG = 3;

    /** The posterior is about the state's own time where its noise is within this factor. */
    private static final double RIGHT = 2;

    /** The same for states that a time of the prior has made. */
    private static final double FAR_OFF = 10;

    /** Ratio of the posterior's noise to the true one above which the reference is too coarse. */
    private static final double COARSE = 1.5;

    private static final double LEFT_OUT = 1e-3;
    private static final double QUADRATURE = 1e-3;

    private EnergyWarnings() {}

    /** Part of the states that lie farther out than the noisiest time explains. */
    static double outside(List<EnergyState> states) {
        long count = states.stream().filter(state -> cutOff(state, true)).count();
        return states.isEmpty() ? 0 : (double) count / states.size();
    }

    /**
     * What a reader must know of some states.
     *
     * @param states where and what was measured
     * @param prior p(t)
     * @param left noise left in samples that are points of the reference, sigma at the prior's
     *     least time; NaN where the reference is not made of points
     * @param warnings which are added to
     */
    static void of(List<EnergyState> states, TimePrior prior, double left, List<String> warnings) {
        for (Place place : Place.values()) {
            List<EnergyState> here = states.stream().filter(s -> s.place() == place).toList();
            cut(here, place, prior, warnings);
        }
        coarse(states, left, warnings);
        double leftOut = largest(states, MarginalEnergyMetrics.LEFT_OUT);
        if (leftOut > LEFT_OUT) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "Up to %.2g of the mass of p(t | u) is left out of the blind field.",
                            leftOut));
        }
        double quadrature = largest(states, MarginalEnergyMetrics.QUADRATURE_ERROR);
        if (quadrature > QUADRATURE) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The quadrature over t is off by %.2g nats at a state (two of each"
                                    + " place and time are checked).",
                            quadrature));
        }
    }

    private static void cut(
            List<EnergyState> states, Place place, TimePrior prior, List<String> warnings) {
        long outside = states.stream().filter(state -> cutOff(state, true)).count();
        if (outside > 0) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%d of %d states (%s) lie farther from the data than the prior"
                                    + " explains: p(t | u) is cut off at t_max = %s.",
                            outside,
                            states.size(),
                            place.label(),
                            prior.tMax()));
        }
        long inside = states.stream().filter(state -> cutOff(state, false)).count();
        if (inside > 0) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%d of %d states (%s) lie nearer to the reference than the prior"
                                    + " explains: p(t | u) is cut off at t_min = %s.",
                            inside,
                            states.size(),
                            place.label(),
                            prior.tMin()));
        }
    }

    private static void coarse(List<EnergyState> states, double left, List<String> warnings) {
        double ratio = ofSamples(states, MarginalEnergyMetrics.POSTERIOR_RATIO);
        double nearest = ofSamples(states, MarginalEnergyMetrics.NEAREST);
        if (ratio > COARSE && nearest > AMONG * left) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The reference takes the checkpoint's samples for data with %.3g times"
                                    + " the noise that is in them: they are not among its points."
                                    + " On trajectories and samples, errors are against"
                                    + " a model that has memorised the reference.",
                            ratio));
        }
    }

    /**
     * Whether p(t | u) is cut off at the noise's end or at the data's: high there and low at the
     * other. A state whose own time is near that end is as it should be; of noised data, which a
     * time of the prior made, only those that are far off count.
     */
    private static boolean cutOff(EnergyState state, boolean noise) {
        double data = state.get(MarginalEnergyMetrics.EDGE_DATA);
        double end = state.get(MarginalEnergyMetrics.EDGE_NOISE);
        double ratio = state.get(MarginalEnergyMetrics.POSTERIOR_RATIO);
        double within = state.place() == Place.NOISED ? FAR_OFF : RIGHT;
        boolean right = ratio < within && ratio > 1 / within;
        return (noise ? end : data) > CUT_OFF && (noise ? data : end) < FLAT && !right;
    }

    private static double ofSamples(List<EnergyState> states, MarginalEnergyMetrics metric) {
        return Band.of(
                        states.stream()
                                .filter(state -> state.place() == Place.SAMPLE)
                                .mapToDouble(state -> state.get(metric))
                                .toArray())
                .median();
    }

    private static double largest(List<EnergyState> states, MarginalEnergyMetrics metric) {
        return states.stream()
                .mapToDouble(state -> state.get(metric))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
