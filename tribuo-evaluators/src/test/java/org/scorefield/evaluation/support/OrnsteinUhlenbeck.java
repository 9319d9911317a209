// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;

/** alpha = e^-tau, sigma^2 = 1 - e^-2 tau with tau = horizon t. */
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

    /** Through given times tau, with so many steps of one ratio between each two. */
    TimeGrid through(int steps, double... taus) {
        List<Double> times = new ArrayList<>();
        times.add(taus[0] / horizon);
        for (int k = 1; k < taus.length; k++) {
            for (int i = 1; i < steps; i++) {
                double ratio = Math.pow(taus[k] / taus[k - 1], (double) i / steps);
                times.add(taus[k - 1] * ratio / horizon);
            }
            times.add(taus[k] / horizon);
        }
        return new TimeGrid(times);
    }
}
