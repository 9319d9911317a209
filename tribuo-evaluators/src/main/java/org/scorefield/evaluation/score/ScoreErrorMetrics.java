// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/**
 * What is measured at each noise level, in epsilon units: squared norms, between 0 and D for a
 * useful model.
 */
public enum ScoreErrorMetrics {
    /** E|eps_theta - eps|^2. Average: the mean over levels. */
    DENOISING_LOSS(level -> level.denoisingLoss().value(), ScoreErrorMetrics::mean),
    /** Standard error of {@link #DENOISING_LOSS}. Average: an upper bound of the mean's. */
    DENOISING_LOSS_SE(level -> level.denoisingLoss().standardError(), ScoreErrorMetrics::error),
    /** Cross-fitted estimate of the gradient component. Average: the mean over levels. */
    GRADIENT_ERROR(level -> level.gradient().value(), ScoreErrorMetrics::mean),
    /** Standard error of {@link #GRADIENT_ERROR}. Average: an upper bound of the mean's. */
    GRADIENT_ERROR_SE(level -> level.gradient().standardError(), ScoreErrorMetrics::error),
    /** Lower confidence bound of the gradient component. Average: the mean of the bounds. */
    GRADIENT_LOWER_BOUND(level -> level.gradient().lowerBound(), ScoreErrorMetrics::mean);

    private final ToDoubleFunction<LevelError> atLevel;
    private final Average average;

    ScoreErrorMetrics(ToDoubleFunction<LevelError> atLevel, Average average) {
        this.atLevel = atLevel;
        this.average = average;
    }

    private interface Average {
        double of(List<LevelError> levels, ToDoubleFunction<LevelError> atLevel);
    }

    /** This metric at a noise level ({@link ScoreErrorEvaluation#target}) or averaged. */
    ScoreErrorMetric forTarget(MetricTarget<Regressor> target) {
        return new ScoreErrorMetric(target, this);
    }

    /**
     * The value at one level.
     *
     * @param level errors at one level
     * @return the value; NaN where it is not defined
     */
    public double at(LevelError level) {
        return atLevel.applyAsDouble(level);
    }

    /**
     * The value over all levels, each of equal weight.
     *
     * @param levels errors, level by level, at least one
     * @return the mean
     */
    public double over(List<LevelError> levels) {
        return average.of(levels, atLevel);
    }

    private static double mean(List<LevelError> levels, ToDoubleFunction<LevelError> atLevel) {
        return levels.stream().mapToDouble(atLevel).average().orElse(Double.NaN);
    }

    /**
     * The mean of the standard errors: at every level the same data are noised, so levels are not
     * independent, and this is the largest that the error of their mean can be.
     */
    private static double error(List<LevelError> levels, ToDoubleFunction<LevelError> atLevel) {
        return mean(levels, atLevel);
    }
}
