// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.scorefield.examples.experiments.autonomous.Outcome.Way;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;
import org.scorefield.examples.experiments.figure.LineFigure.Key;
import org.scorefield.examples.experiments.figure.LineFigure.Line;
import org.scorefield.examples.experiments.figure.LineFigure.Panel;
import org.scorefield.examples.experiments.figure.LineFigure.Point;

/**
 * The figures of the experiment: shares against D, and gains, gaps and drifts against noise.
 *
 * @param outcomes where samples ended
 * @param curves gains and what they amplify
 */
record CirclesFigures(List<Outcome> outcomes, List<GainCurve> curves) {

    private static final List<String> COLOURS =
            List.of("#c33", "#27c", "#2a6", "#b7a", "#850", "#555");

    CirclesFigures {
        outcomes = List.copyOf(outcomes);
        curves = List.copyOf(curves);
    }

    /** Shares against D, in R^D and in the plane: panels for each way, a line for each target. */
    String shares() {
        List<Way> ways =
                Arrays.stream(Way.values())
                        .filter(way -> outcomes.stream().anyMatch(o -> o.subject().way() == way))
                        .toList();
        List<Panel> panels = new ArrayList<>();
        ways.forEach(way -> panels.add(shares(way, "near a circle", Outcome::near)));
        ways.forEach(way -> panels.add(shares(way, "near in the plane", Outcome::nearInPlane)));
        return new LineFigure(ways.size(), panels).svg();
    }

    private Panel shares(Way way, String what, Function<Outcome, ShareInterval> share) {
        List<Integer> dimensions =
                List.copyOf(
                        new TreeSet<>(
                                outcomes.stream().map(o -> o.subject().dimension()).toList()));
        Map<String, List<Point>> rows = new LinkedHashMap<>();
        for (Outcome o : outcomes) {
            if (o.subject().way() == way) {
                ShareInterval s = share.apply(o);
                rows.computeIfAbsent(o.subject().row(), row -> new ArrayList<>())
                        .add(
                                new Point(
                                        dimensions.indexOf(o.subject().dimension()),
                                        s.share(),
                                        s.low(),
                                        s.high()));
            }
        }
        List<Line> lines = new ArrayList<>();
        rows.forEach((row, points) -> lines.add(new Line(ofRow(row), points)));
        return new Panel(
                way.label() + ": share " + what,
                Axis.named(dimensions.stream().map(String::valueOf).toList()),
                "D",
                Axis.share(),
                lines);
    }

    /** Gains by target, gaps by D, and for each target the drift perturbation by D. */
    String gains() {
        List<Panel> panels = new ArrayList<>();
        Map<Target, List<GainCurve>> byTarget = new TreeMap<>();
        curves.forEach(c -> byTarget.computeIfAbsent(c.target(), t -> new ArrayList<>()).add(c));
        panels.add(
                panel(
                        "gain |nu|",
                        byTarget.values().stream()
                                .map(
                                        all ->
                                                line(
                                                        ofRow(all.get(0).target().label()),
                                                        all.get(0),
                                                        GainCurve.Point::gain))
                                .toList()));
        for (List<GainCurve> all : byTarget.values()) {
            if (all.get(0).target() == Target.EPSILON) {
                panels.add(
                        panel(
                                "Jensen gap |J2|, straight path",
                                all.stream()
                                        .map(
                                                c ->
                                                        line(
                                                                ofDimension(c, "", ""),
                                                                c,
                                                                GainCurve.Point::gap))
                                        .toList()));
            }
        }
        for (List<GainCurve> all : byTarget.values()) {
            panels.add(
                    panel(
                            "drift perturbation, " + all.get(0).target().label(),
                            all.stream()
                                    .flatMap(
                                            c ->
                                                    Stream.of(
                                                            line(
                                                                    ofDimension(c, "", ""),
                                                                    c,
                                                                    GainCurve.Point::exact),
                                                            line(
                                                                    ofDimension(
                                                                            c, ", network", "4 3"),
                                                                    c,
                                                                    GainCurve.Point::trained)))
                                    .toList()));
        }
        return new LineFigure(Math.min(4, panels.size()), panels).svg();
    }

    private static Panel panel(String title, List<Line> lines) {
        Axis up =
                Axis.logarithmic(
                        lines.stream()
                                .flatMap(line -> line.points().stream())
                                .mapToDouble(Point::y));
        return new Panel(title, Axis.decades(-3, 3), "sigma / alpha", up, lines);
    }

    private static Line line(Key key, GainCurve curve, ToDoubleFunction<GainCurve.Point> value) {
        return new Line(
                key,
                curve.points().stream()
                        .filter(p -> Double.isFinite(value.applyAsDouble(p)))
                        .map(
                                p -> {
                                    double y = value.applyAsDouble(p);
                                    return new Point(p.level(), y, y, y);
                                })
                        .toList());
    }

    private static Key ofRow(String row) {
        String target = row.replaceAll(",.*", "");
        return new Key(
                row,
                COLOURS.get(Target.of(target).ordinal()),
                row.endsWith("descent") ? "4 3" : "");
    }

    private Key ofDimension(GainCurve curve, String suffix, String dashes) {
        List<Integer> dimensions =
                List.copyOf(new TreeSet<>(curves.stream().map(GainCurve::dimension).toList()));
        return new Key(
                "D = " + curve.dimension() + suffix,
                COLOURS.get(dimensions.indexOf(curve.dimension()) % COLOURS.size()),
                dashes);
    }
}
