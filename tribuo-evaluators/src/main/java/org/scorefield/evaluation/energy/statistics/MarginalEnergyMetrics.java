// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

/**
 * What is measured at each state, and averaged over the states of a place and time.
 *
 * <p>Norms are divided by sqrt(D): root mean squares of a coordinate. f is the checkpoint's target,
 * f_theta its blind field (a conditioned network's average over p(t | u)), f* the optimal blind
 * field and f*_t the optimal field that is told the time, both of the reference distribution. A
 * quantity that a state does not have (J2 without a time) is NaN.
 */
public enum MarginalEnergyMetrics {
    /** E(u) = -log p(u), in nats. */
    ENERGY("energy"),
    /** |grad E(u)| / sqrt(D), in one over the units of u. */
    GRADIENT("energy gradient"),
    /** E[t | u]. */
    POSTERIOR_TIME("posterior mean of t"),
    /** Standard deviation of t given u. */
    POSTERIOR_SPREAD("posterior spread of t"),
    /**
     * exp(E[log(sigma / alpha) | u]) over the same of the state's own time: 1 where p(t | u) is
     * right.
     */
    POSTERIOR_RATIO("posterior noise over true noise"),
    /** Mass of p(t | u) that the nodes do not carry. */
    LEFT_OUT("mass left out"),
    /** Height of p(t | u) at the prior's least time over its peak: 1 where it is cut off there. */
    EDGE_DATA("posterior at the prior's least time"),
    /**
     * Height of p(t | u) at the prior's largest time over its peak: 1 where it is cut off there.
     */
    EDGE_NOISE("posterior at the prior's largest time"),
    /** Change of E(u) on doubling the nodes, in nats. */
    QUADRATURE_ERROR("quadrature error"),
    /** J1(u) = E[sigma | u] E[1 / sigma | u] - 1, at least 0. */
    J1("Jensen gap J1"),
    /** J2(u, t) = sigma(t) E[1 / sigma | u] - 1, signed. */
    J2("Jensen gap J2"),
    /** lambda_bar(u), the inverse of the conformal metric. */
    LAMBDA_BAR("lambda bar"),
    /** c_bar(u), the factor of the drift. */
    C_BAR("c bar"),
    /** |lambda_bar grad E| / sqrt(D). */
    NATURAL("natural gradient"),
    /** |Cov(lambda, grad E_t)| / sqrt(D). */
    TRANSPORT("transport correction"),
    /** |c_bar u| / sqrt(D). */
    DRIFT("linear drift"),
    /** |f*(u)| / sqrt(D). */
    TARGET("optimal blind target"),
    /** |f_theta(u) - f*(u)| / sqrt(D). */
    FIELD_ERROR("error of the blind field"),
    /** |f_theta(u, t) - f*_t(u)| / sqrt(D) of a conditioned network. */
    TOLD_ERROR("error of the conditioned field"),
    /** |nu(t)| |f*(u) - f*_t(u)| / sqrt(D): what blindness alone does to the drift. */
    OPTIMAL_DRIFT_ERROR("drift error of the optimal blind field"),
    /** |nu(t)| |f_theta(u) - f*_t(u)| / sqrt(D). */
    TRAINED_DRIFT_ERROR("drift error of the trained blind field"),
    /** |nu(t)| |f_theta(u, t) - f*_t(u)| / sqrt(D) of a conditioned network. */
    TOLD_DRIFT_ERROR("drift error of the conditioned field"),
    /** |nu(t)| sd(f*_t | u) / sqrt(D), which the bounded-gain condition asks to stay finite. */
    GAIN_SPREAD("gain times posterior spread of the target"),
    /** Distance to the nearest point of the reference over sqrt(D). */
    NEAREST("distance to the nearest reference point");

    private final String label;

    MarginalEnergyMetrics(String label) {
        this.label = label;
    }

    /** {@return the name for people} */
    public String label() {
        return label;
    }
}
