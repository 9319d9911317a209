// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.List;
import java.util.Locale;
import org.scorefield.djl.posterior.TimePrior;

/** What states say about the limits of the numbers. */
final class EnergyWarnings {
    /** Height of the posterior at the prior's end above which it is cut off. */
    private static final double CUT_OFF = 0.9;

    /** The posterior is about the state's own time where its noise is within this factor. */
    private static final double RIGHT = 2;

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

    static void of(List<EnergyState> states, TimePrior prior, List<String> warnings) {
        for (Place place : Place.values()) {
            List<EnergyState> here = states.stream().filter(s -> s.place() == place).toList();
            cut(here, place, prior, warnings);
        }
        coarse(states, warnings);
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
                            "The quadrature over t is off by up to %.2g nats.",
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

    private static void coarse(List<EnergyState> states, List<String> warnings) {
        double ratio =
                Band.of(
                                states.stream()
                                        .filter(state -> state.place() == Place.SAMPLE)
                                        .mapToDouble(
                                                s -> s.get(MarginalEnergyMetrics.POSTERIOR_RATIO))
                                        .toArray())
                        .median();
        if (ratio > COARSE) {
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

    /** At the noise's end or at the data's; a state whose own time is there is as it should be. */
    private static boolean cutOff(EnergyState state, boolean noise) {
        double ratio = state.get(MarginalEnergyMetrics.POSTERIOR_RATIO);
        boolean right = ratio < RIGHT && ratio > 1 / RIGHT;
        return state.get(MarginalEnergyMetrics.EDGE) > CUT_OFF
                && !right
                && EnergyWarnings.late(state) == noise;
    }

    private static boolean late(EnergyState state) {
        return state.get(MarginalEnergyMetrics.POSTERIOR_TIME) > 0.5;
    }

    private static double largest(List<EnergyState> states, MarginalEnergyMetrics metric) {
        return states.stream()
                .mapToDouble(state -> state.get(metric))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
