// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import org.scorefield.djl.schedule.NoiseSchedule;

/** What a perturbation of unit size is added to. */
public enum PerturbationKind {
    /** The score, s + chi: bounded errors of this kind leave samples on the support. */
    SCORE("score"),
    /** The denoiser, D + chi: bounded errors of this kind move samples off the support. */
    DENOISER("denoiser"),
    /**
     * The velocity dx/dt of the probability flow, v + chi, in the schedule's own t: how fast its
     * noise falls near t = 0 says whether a bounded error of this kind is harmless.
     */
    VELOCITY("velocity");

    private final String label;

    PerturbationKind(String label) {
        this.label = label;
    }

    /** {@return the name in lower case} */
    public String label() {
        return label;
    }

    /**
     * The error of the denoiser that an error of size 1 of this kind is: sigma^2 / alpha for the
     * score, 1 for the denoiser, 1 / (alpha' - alpha sigma' / sigma) for the velocity.
     *
     * @param schedule alpha and sigma
     * @param t time with noise; where no signal is left an error of the score counts as none, since
     *     the denoiser there does not follow from the score
     * @return the factor, in units of the denoiser over those of this kind
     */
    public double inDenoiser(NoiseSchedule schedule, double t) {
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        return switch (this) {
            case SCORE -> alpha == 0 ? 0 : sigma * sigma / alpha;
            case DENOISER -> 1;
            case VELOCITY -> 1 / (schedule.alphaDot(t) - alpha * schedule.sigmaDot(t) / sigma);
        };
    }
}
