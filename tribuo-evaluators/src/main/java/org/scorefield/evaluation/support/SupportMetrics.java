// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.shift.SupportShift;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.regression.Regressor;

/**
 * The numbers of a support evaluation, by name. Some are of a vector, a frame or a perturbation,
 * which is their target; the others belong to the whole.
 */
public enum SupportMetrics {
    /** Median finite-time Lyapunov exponent of a vector, per unit of the process's time. */
    EXPONENT(SupportMetrics::vectors, (f, i) -> f.exponents().get(number(i)).median()),
    /** Median |u_i . s / |s|| of a vector: near 0 for i up to d where aligned. */
    SCORE_ALIGNMENT(SupportMetrics::vectors, (f, i) -> f.scoreAlignment().get(number(i)).median()),
    /** d, the dimension of the support. */
    DIRECTIONS(f -> f.dimension().chosen()),
    /** Largest less smallest estimate of the dimension. */
    DIMENSION_DISAGREEMENT(f -> f.dimension().disagreement()),
    /** Median of lambda_d - lambda_(d+1). */
    GAP(f -> f.gap().median()),
    /** Median of the largest angle between Lyapunov vectors and a frame, radians. */
    LYAPUNOV_ANGLE(SupportMetrics::frames, (f, name) -> largest(frame(f, name).lyapunov())),
    /** Median of the largest angle between the score Jacobian's eigenvectors and a frame. */
    JACOBIAN_ANGLE(SupportMetrics::frames, (f, name) -> largest(frame(f, name).jacobian())),
    /** Largest over the steps of the median d_n / a. */
    COMPRESSION(f -> most(f.condition(), ConditionStep::compression)),
    /** Largest over the steps of the median c. */
    LEAK(f -> most(f.condition(), ConditionStep::leak)),
    /** Root mean square |xi_N| at the last end, in units of x for a perturbation's own size. */
    NORMAL_SHIFT(SupportMetrics::shifts, (f, name) -> shift(f, name).last().normal()),
    /** Root mean square |xi_T| at the last end. */
    TANGENT_SHIFT(SupportMetrics::shifts, (f, name) -> shift(f, name).last().tangent()),
    /** Normal over tangent shift at the last end. */
    SHIFT_RATIO(SupportMetrics::shifts, (f, name) -> shift(f, name).last().ratio()),
    /** Median |xi_N| at the last end. */
    MEDIAN_NORMAL_SHIFT(SupportMetrics::shifts, (f, name) -> shift(f, name).last().median()),
    /** Power of sigma / alpha with which the median normal shift falls. */
    SHIFT_TREND(SupportMetrics::shifts, (f, name) -> shift(f, name).trend());

    private final Function<SupportFindings, List<String>> targets;
    private final BiFunction<SupportFindings, String, Double> value;
    private final boolean whole;

    SupportMetrics(
            Function<SupportFindings, List<String>> targets,
            BiFunction<SupportFindings, String, Double> value) {
        this.targets = targets;
        this.value = value;
        this.whole = false;
    }

    SupportMetrics(Function<SupportFindings, Number> value) {
        this.targets = f -> List.of("");
        this.value = (f, whole) -> value.apply(f).doubleValue();
        this.whole = true;
    }

    /**
     * {@return whether the metric belongs to the whole and not to a vector, frame or perturbation}
     */
    public boolean ofTheWhole() {
        return whole;
    }

    /**
     * The names that this metric is of; one empty name where it belongs to the whole.
     *
     * @param findings what was measured
     * @return the names, in order
     */
    public List<String> targets(SupportFindings findings) {
        return targets.apply(findings);
    }

    double of(SupportFindings findings, String target) {
        return value.apply(findings, target);
    }

    SupportMetric forTarget(MetricTarget<Regressor> target) {
        return new SupportMetric(target, this);
    }

    private static List<String> vectors(SupportFindings findings) {
        return IntStream.rangeClosed(1, findings.exponents().size())
                .mapToObj(i -> "vector " + i)
                .toList();
    }

    private static int number(String vector) {
        return Integer.parseInt(vector.substring("vector ".length())) - 1;
    }

    private static List<String> frames(SupportFindings findings) {
        return findings.alignments().stream().map(FrameAlignment::frame).toList();
    }

    private static FrameAlignment frame(SupportFindings findings, String name) {
        return findings.alignments().stream()
                .filter(alignment -> alignment.frame().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> shifts(SupportFindings findings) {
        return findings.shifts().stream().map(SupportMetrics::label).toList();
    }

    private static SupportShift shift(SupportFindings findings, String name) {
        return findings.shifts().stream()
                .filter(shift -> label(shift).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String label(SupportShift shift) {
        String error =
                shift.source() == SupportShift.Source.OWN
                        ? "own error"
                        : "random " + shift.kind().label() + " error";
        return error + ", " + shift.frame();
    }

    private static double largest(List<Band> angles) {
        return angles.isEmpty() ? Double.NaN : angles.get(angles.size() - 1).median();
    }

    private static double most(List<ConditionStep> steps, Function<ConditionStep, Band> part) {
        DoubleStream medians = steps.stream().mapToDouble(step -> part.apply(step).median());
        return medians.filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
    }
}
