// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * The Ornstein-Uhlenbeck path, alpha = e^(-tau) and sigma^2 = 1 - e^(-2 tau), with tau = T t.
 *
 * @param horizon T, positive
 */
record OrnsteinUhlenbeck(double horizon) implements NoiseSchedule {

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
        return horizon * alpha(t) * alpha(t) / sigma(t);
    }

    @Override
    public double time(double sigmaOverAlpha) {
        return Math.log1p(sigmaOverAlpha * sigmaOverAlpha) / (2 * horizon);
    }

    @Override
    public String name() {
        return "Ornstein-Uhlenbeck, T = " + horizon;
    }

    /**
     * The times tau_i = T (last / T)^(i / steps).
     *
     * @param steps N, at least 1
     * @param last tau to end at, positive and below T
     */
    TimeGrid geometric(int steps, double last) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            times.add(Math.pow(last / horizon, (double) i / steps));
        }
        return new TimeGrid(times);
    }
}
