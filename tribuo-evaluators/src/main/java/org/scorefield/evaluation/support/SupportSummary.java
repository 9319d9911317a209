// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.Arrays;
import java.util.List;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/** Statistics of many samples, read as findings. */
record SupportSummary(SupportSufficientStatistics statistics) {

    /**
     * lambda_d - lambda_(d+1) over samples; {@link Band#NONE} where no more than d were measured.
     */
    Band gap(int d) {
        double[] above = column(SupportQuantity.EXPONENT, "", d - 1);
        double[] below = column(SupportQuantity.EXPONENT, "", d);
        double[] gaps = new double[below.length];
        Arrays.setAll(gaps, i -> above[i] - below[i]);
        return Band.of(gaps);
    }

    /** The angles against one frame. */
    FrameAlignment alignment(String frame) {
        List<Band> lyapunov = statistics.bands(SupportQuantity.LYAPUNOV_ANGLE, frame);
        double[] largest =
                column(SupportQuantity.LYAPUNOV_ANGLE, frame, Math.max(0, lyapunov.size() - 1));
        double[] defined = Arrays.stream(largest).filter(v -> !Double.isNaN(v)).toArray();
        return new FrameAlignment(
                frame,
                lyapunov,
                statistics.bands(SupportQuantity.JACOBIAN_ANGLE, frame),
                defined,
                largest.length - defined.length);
    }

    /** The sufficient condition at the steps where it was measured. */
    List<ConditionStep> condition(NoiseSchedule schedule, TimeGrid grid) {
        return statistics.columns().stream()
                .filter(column -> column.quantity() == SupportQuantity.COMPRESSION)
                .map(SupportColumn::index)
                .map(
                        step ->
                                new ConditionStep(
                                        NoiseLevel.of(schedule, grid.times().get(step + 1)),
                                        statistics.band(SupportQuantity.COMPRESSION, "", step),
                                        statistics.band(SupportQuantity.LEAK, "", step),
                                        statistics.band(SupportQuantity.SLOPE_BOUND, "", step),
                                        statistics.band(SupportQuantity.SLOPE, "", step)))
                .toList();
    }

    private double[] column(SupportQuantity quantity, String of, int index) {
        return statistics.get(new SupportColumn(quantity, of, index));
    }
}
