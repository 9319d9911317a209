// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import org.scorefield.djl.schedule.NoiseSchedule;

/** The variance-preserving path alpha = e^-tau, sigma^2 = 1 - e^-2tau, tau = horizon t. */
public record OrnsteinUhlenbeck(double horizon) implements NoiseSchedule {

    @Override
    public double alpha(double t) {
        return Math.exp(-horizon * t);
    }

    @Override
    public double sigma(double t) {
        return Math.sqrt(-Math.expm1(-2 * horizon * t));
    }

    @Override
    public double alphaDot(double t) {
        return -horizon * alpha(t);
    }

    @Override
    public double sigmaDot(double t) {
        return horizon * Math.exp(-2 * horizon * t) / sigma(t);
    }

    @Override
    public double time(double level) {
        return Math.log1p(level * level) / (2 * horizon);
    }

    @Override
    public String name() {
        return "OU(" + horizon + ")";
    }
}
