// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/** What a {@link RidgeEvaluation} measures at each place and noise level. */
public enum RidgeMetrics {
    /** Median distance to the ridge over sigma sqrt(D - d). */
    RHO("distance to the ridge over noise", median(RidgeQuantity.RHO)),
    /** Median |E E^T g|, in one over the units of x. */
    RESIDUAL("residual", median(RidgeQuantity.RESIDUAL)),
    /** Median |E E^T e|, in one over the units of x. */
    NORMAL_ERROR("normal error", median(RidgeQuantity.NORMAL_ERROR)),
    /** Median |V V^T e|, in one over the units of x. */
    TANGENT_ERROR("tangent error", median(RidgeQuantity.TANGENT_ERROR)),
    /** Median n . e, in one over the units of x; positive pushes away from the ridge. */
    SIGNED_NORMAL_ERROR("signed normal error", median(RidgeQuantity.SIGNED_NORMAL_ERROR)),
    /** Median (C_d - C_(d+1)) / sigma^2. */
    GAP("eigengap", median(RidgeQuantity.GAP)),
    /** Median distance to the nearest training point, in the units of x. */
    NEAREST("distance to the nearest training point", median(RidgeQuantity.NEAREST)),
    /** Share of states on the ridge. */
    ON_RIDGE("share on the ridge", level -> level.onRidge().share()),
    /** Share of states without a defined frame. */
    UNDEFINED("share without a frame", level -> (double) level.undefined() / level.count()),
    /** Share of samples that are memorised; without a level. */
    MEMORISED("memorised share", Verdict.MEMORISED),
    /** Share of samples on the ridge and not memorised; without a level. */
    INTER_MODE("inter-mode share", Verdict.INTER_MODE),
    /** Share of samples off the ridge; without a level. */
    OFF_RIDGE("off-ridge share", Verdict.OFF_RIDGE);

    private final String label;
    private final Optional<ToDoubleFunction<RidgeLevel>> atLevel;
    private final Optional<Verdict> verdict;

    RidgeMetrics(String label, ToDoubleFunction<RidgeLevel> atLevel) {
        this.label = label;
        this.atLevel = Optional.of(atLevel);
        this.verdict = Optional.empty();
    }

    RidgeMetrics(String label, Verdict verdict) {
        this.label = label;
        this.atLevel = Optional.empty();
        this.verdict = Optional.of(verdict);
    }

    private static ToDoubleFunction<RidgeLevel> median(RidgeQuantity quantity) {
        return level -> level.get(quantity).median();
    }

    /** {@return the name for people} */
    public String label() {
        return label;
    }

    /** The number at a level; absent where the metric has none. */
    Optional<ToDoubleFunction<RidgeLevel>> atLevel() {
        return atLevel;
    }

    /** The verdict whose share it is. */
    Optional<Verdict> verdict() {
        return verdict;
    }

    /** This metric at a place and level ({@link RidgeEvaluation#target}), or of all. */
    RidgeMetric forTarget(MetricTarget<Regressor> target) {
        return new RidgeMetric(target, this);
    }
}
