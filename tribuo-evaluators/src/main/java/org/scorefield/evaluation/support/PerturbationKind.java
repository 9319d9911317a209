// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

/** What a perturbation of unit size is added to. */
public enum PerturbationKind {
    /** The score, s + chi: bounded errors of this kind leave samples on the support. */
    SCORE("score"),
    /** The denoiser, D + chi: bounded errors of this kind move samples off the support. */
    DENOISER("denoiser"),
    /** The velocity of the probability flow, v + chi. */
    VELOCITY("velocity");

    private final String label;

    PerturbationKind(String label) {
        this.label = label;
    }

    /** The name in lower case. */
    public String label() {
        return label;
    }
}
