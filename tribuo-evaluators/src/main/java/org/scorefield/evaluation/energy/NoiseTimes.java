// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;

/** Times spread evenly in log SNR within a prior's interval. */
final class NoiseTimes {
    /** Beyond this |log SNR| nothing changes in double precision: noise levels of 1e-6 and 1e6. */
    private static final double LIMIT = 12 * Math.log(10);

    private NoiseTimes() {}

    /** Steps from noise to data, ends included. */
    static TimeGrid grid(NoiseSchedule schedule, TimePrior prior, int steps) {
        return TimeGrid.logSnr(
                schedule, steps, to(schedule, prior, LIMIT), from(schedule, prior, LIMIT));
    }

    /**
     * The middles of equal parts, within signal and noise in ratio 100, ascending; steps at which a
     * discrete schedule was trained.
     */
    static List<Double> levels(NoiseSchedule schedule, TimePrior prior, int count) {
        double high = schedule.logSnr(from(schedule, prior, NoiseLevel.LOG_SNR_LIMIT));
        double low = schedule.logSnr(to(schedule, prior, NoiseLevel.LOG_SNR_LIMIT));
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double logSnr = high - (i + 0.5) / count * (high - low);
            times.add(trained(schedule, schedule.time(Math.exp(-logSnr / 2))));
        }
        return times.stream().distinct().toList();
    }

    private static double trained(NoiseSchedule schedule, double t) {
        if (schedule instanceof DiscreteSchedule discrete) {
            int last = discrete.steps() - 1;
            return (double) Math.round(t * last) / last;
        }
        return t;
    }

    private static double from(NoiseSchedule schedule, TimePrior prior, double limit) {
        double t = prior.tMin();
        boolean inside = schedule.logSnr(t) <= limit;
        return checked(schedule, inside ? t : schedule.time(Math.exp(-limit / 2)), prior);
    }

    private static double to(NoiseSchedule schedule, TimePrior prior, double limit) {
        double t = prior.tMax();
        boolean inside = schedule.logSnr(t) >= -limit;
        return checked(schedule, inside ? t : schedule.time(Math.exp(limit / 2)), prior);
    }

    private static double checked(NoiseSchedule schedule, double t, TimePrior prior) {
        if (!(t >= prior.tMin() && t <= prior.tMax())) {
            throw new EvaluationException(
                    "prior: expected times at which signal and noise are both there, found ["
                            + prior.tMin()
                            + ", "
                            + prior.tMax()
                            + "] on "
                            + schedule.name()
                            + "; choose a wider interval");
        }
        return t;
    }
}
