// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.score.estimate.Choice;
import org.scorefield.evaluation.score.estimate.ClassEstimate;
import org.scorefield.evaluation.score.estimate.Direction;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.Interval;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;

/** Score errors as no model gave them: the kinds that a report has to show. */
enum HandMadeLevels {
    /** The usual audit. */
    UNKNOWN,
    /** The true score is known. */
    KNOWN,
    /** No level gave anything. */
    NOTHING,
    /** An estimator that gives no bounds. */
    WITHOUT_BOUNDS;

    private static final int DIMENSION = 64;

    List<LevelError> errors(int count) {
        List<NoiseLevel> levels = NoiseLevel.spread(new RectifiedFlow(), count);
        List<LevelError> errors = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            // 20 at little noise, half as much at each further level; nothing in the last two.
            double found = this == NOTHING || i >= count - 2 ? -0.05 : 20 * Math.pow(0.5, i);
            errors.add(error(levels.get(i), found, 50 / (1.0 + i)));
        }
        return errors;
    }

    private LevelError error(NoiseLevel level, double found, double loss) {
        double standardError = 0.05 * Math.abs(found) + 0.02;
        double bound = this == WITHOUT_BOUNDS ? Double.NaN : found - 1.65 * standardError;
        double together = this == WITHOUT_BOUNDS ? Double.NaN : found - 2.5 * standardError;
        List<ClassEstimate> classes =
                List.of(
                        new ClassEstimate(
                                "quadratic", 152, 0.5 * found, standardError, 0.5 * bound),
                        new ClassEstimate(
                                "separable degree 4 (pixel)",
                                256,
                                0.8 * found,
                                standardError,
                                0.8 * bound),
                        new ClassEstimate("union", 408, found, standardError, bound));
        Choice choice = new Choice("union", OptionalDouble.of(0.3), List.of());
        GradientEstimate gradient =
                new GradientEstimate(
                        found,
                        standardError,
                        new Interval(found - 2 * standardError, found + 2 * standardError),
                        bound,
                        together,
                        0.95,
                        2048,
                        1024,
                        408,
                        classes,
                        choice,
                        choice,
                        List.of(direction(0.7, 1), direction(0.2, 3)),
                        List.of("radial: left out, needs more samples"));
        Estimate denoisingLoss = new Estimate(loss + Math.max(0, found), 0.4, 2048, 1024);
        return new LevelError(level, denoisingLoss, gradient, known(found));
    }

    private Optional<KnownError> known(double found) {
        if (this != KNOWN) {
            return Optional.empty();
        }
        double part = Math.max(0, found);
        return Optional.of(
                new KnownError(
                        new Estimate(2 * part + 3, 0.1, 2048, 1024),
                        new Estimate(1.1 * part + 0.5, 0.1, 2048, 1024),
                        1.1 * part + 0.7,
                        Optional.of(
                                new KnownError.Ratio(
                                        part / (2 * part + 3),
                                        (1.1 * part + 0.5) / (2 * part + 3),
                                        new Interval(0.1, 0.7),
                                        0.95))));
    }

    private static Direction direction(double share, int waves) {
        return new Direction(
                share,
                share,
                IntStream.range(0, DIMENSION)
                        .mapToObj(k -> Math.sin(waves * Math.PI * (k % 8 + 0.5) / 8) / 4)
                        .toList());
    }
}
