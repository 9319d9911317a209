// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.report.content.Chart;

/** Noise against signal, the axis that the charts of all evaluators share. */
record NoiseAxis(NoiseSchedule schedule) {

    /** The axis. */
    Chart.Axis axis() {
        return Chart.Axis.logarithmic("noise level \u03c3/\u03b1");
    }

    /** sigma / alpha at a time; NaN where the time is not known, infinite where alpha = 0. */
    double at(double t) {
        return Double.isNaN(t) ? Double.NaN : schedule.sigma(t) / schedule.alpha(t);
    }

    /** Whether a time has a place on the axis. */
    boolean shows(double t) {
        double noise = at(t);
        return noise > 0 && Double.isFinite(noise);
    }
}
