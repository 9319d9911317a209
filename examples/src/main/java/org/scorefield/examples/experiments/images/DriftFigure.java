// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;

/** Gain, drift error and error of the denoised image over time, a line for each process. */
final class DriftFigure {

    private static final List<String> COLOURS =
            List.of("#c0392b", "#1f6fb4", "#17a2a2", "#7b3fa0", "#b8860b", "#2e8b57");

    private DriftFigure() {}

    /**
     * The figure.
     *
     * @param results processes; those without a time, and the one that the others are compared
     *     with, have no line
     */
    static LineFigure of(List<ImageResult> results) {
        List<ImageResult> shown =
                results.stream()
                        .filter(
                                result ->
                                        result.drift().stream()
                                                .anyMatch(point -> point.drift() > 0))
                        .toList();
        return new LineFigure(
                3,
                List.of(
                        panel("gain |nu|", shown, DriftProbe.Point::gain),
                        panel("drift error Dv", shown, DriftProbe.Point::drift),
                        panel("error of the denoised image", shown, DriftProbe.Point::denoised)));
    }

    private static LineFigure.Panel panel(
            String title, List<ImageResult> results, ToDoubleFunction<DriftProbe.Point> value) {
        Axis up =
                Axis.logarithmic(
                        results.stream()
                                .flatMap(result -> result.drift().stream())
                                .mapToDouble(value));
        return new LineFigure.Panel(
                title,
                Axis.share(),
                "time t, 1 = noise",
                up,
                IntStream.range(0, results.size())
                        .mapToObj(i -> line(results.get(i), COLOURS.get(i % COLOURS.size()), value))
                        .toList());
    }

    private static LineFigure.Line line(
            ImageResult result, String colour, ToDoubleFunction<DriftProbe.Point> value) {
        return new LineFigure.Line(
                new LineFigure.Key(result.name(), colour, ""),
                result.drift().stream().map(point -> point(point, value)).toList());
    }

    private static LineFigure.Point point(
            DriftProbe.Point point, ToDoubleFunction<DriftProbe.Point> value) {
        double y = value.applyAsDouble(point);
        return new LineFigure.Point(point.t(), y, y, y);
    }
}
