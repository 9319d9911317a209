// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * The way from noise to data: equal steps in log SNR, within signal and noise in ratio 100, and the
 * steps that the ledger enters.
 *
 * @param grid all steps
 * @param entries numbers of the grid's times that are entered, rising; the last is the end
 */
record RidgePath(TimeGrid grid, List<Integer> entries) {

    /** Above this many times the data's spread nothing is entered: all is noise there. */
    private static final double NOISIEST = 5;

    static RidgePath of(NoiseSchedule schedule, RidgeEvaluatorOptions options, double spread) {
        double high = Math.min(schedule.logSnr(0), NoiseLevel.LOG_SNR_LIMIT);
        double low = Math.max(schedule.logSnr(1), -NoiseLevel.LOG_SNR_LIMIT);
        if (!(high > low) || !Double.isFinite(high - low)) {
            throw new EvaluationException(
                    "schedule: expected a log SNR that falls from t = 0 to t = 1, found "
                            + schedule.logSnr(0)
                            + " and "
                            + schedule.logSnr(1)
                            + "; check the card's schedule");
        }
        TimeGrid grid =
                TimeGrid.logSnr(
                        schedule, options.steps(), time(schedule, low), time(schedule, high));
        double first = Math.min(high, Math.max(low, -2 * Math.log(NOISIEST * spread)));
        List<Integer> entries = new ArrayList<>();
        int steps = grid.steps();
        for (int i = 1; i <= options.levels(); i++) {
            double part = options.levels() == 1 ? 1 : (i - 1.0) / (options.levels() - 1);
            double logSnr = first + part * (high - first);
            entries.add((int) Math.round((logSnr - low) / (high - low) * steps));
        }
        return new RidgePath(grid, entries.stream().distinct().toList());
    }

    private static double time(NoiseSchedule schedule, double logSnr) {
        return schedule.time(Math.exp(-logSnr / 2));
    }

    /** The levels that are entered, from noise to data. */
    List<NoiseLevel> levels(NoiseSchedule schedule) {
        return entries.stream()
                .map(entry -> NoiseLevel.of(schedule, grid.times().get(entry)))
                .toList();
    }
}
