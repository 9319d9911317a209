// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.support.SupportEvaluation;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.shift.SupportShift;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;
import org.scorefield.examples.experiments.figure.Svg;

/** What was measured, as moons-claim.md, moons-claim.csv and three figures. */
final class MoonsReport {
    private static final String FRAME = "formula";
    private static final double PLANE = 2;

    private static final Map<String, String> COLOURS =
            Map.of(
                    "own error", "#222",
                    "score error", "#27c",
                    "velocity error", "#2a6",
                    "denoiser error", "#c33",
                    "Lyapunov vector", "#27c",
                    "score Jacobian", "#c33");

    private final MoonsOptions options;
    private final List<MoonsSubject> subjects = new ArrayList<>();
    private final Map<String, double[][]> clouds = new LinkedHashMap<>();

    MoonsReport(MoonsOptions options) {
        this.options = options;
    }

    void add(MoonsSubject subject) {
        subjects.add(subject);
        clouds.put(subject.name(), subject.cloud());
    }

    /** Samples of a model that is not evaluated. */
    void add(String name, double[][] cloud) {
        clouds.put(name, cloud);
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("moons-claim.md"), text());
        Files.write(folder.resolve("moons-claim.csv"), csv());
        Files.writeString(folder.resolve("moons-angles.svg"), angles());
        Files.writeString(folder.resolve("moons-shifts.svg"), shifts());
        Files.writeString(folder.resolve("moons-samples.svg"), samples());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Do samples of an inexact model stay on two moons?");
        lines.add("");
        lines.add(
                line(
                        "%d trajectories of %d Heun steps for each model and end, seed %d. Angles"
                                + " between the leading Lyapunov vector (the score Jacobian's first"
                                + " eigenvector) and the tangent by formula: median over trajectories,"
                                + " degrees.",
                        options.samples(), options.steps(), options.seed()));
        lines.add("");
        lines.add(header("sigma / alpha"));
        for (MoonsSubject subject : subjects) {
            StringBuilder row = new StringBuilder("| " + subject.name());
            for (MoonsSubject.End end : subject.ends()) {
                row.append(
                        line(
                                " | %.3g (%.3g)",
                                lyapunov(end.evaluation().findings()),
                                jacobian(end.evaluation().findings())));
            }
            lines.add(row + " |");
        }
        lines.add("");
        lines.add(
                "Shift across the moons, |xi_N|, median over trajectories (root mean square), by"
                        + " an error of size 1 of each kind, and by the model's own error:");
        lines.add("");
        lines.add(header("model, error"));
        for (MoonsSubject subject : subjects) {
            for (String error : errors(subject)) {
                StringBuilder row = new StringBuilder("| " + subject.name() + ", " + error);
                for (MoonsSubject.End end : subject.ends()) {
                    SupportShift.End last = shift(end.evaluation(), error).last();
                    row.append(line(" | %.3g (%.3g)", last.median(), last.normal()));
                }
                lines.add(row + " |");
            }
        }
        lines.add("");
        lines.add(
                "Distance of denoised samples from the moons, median and 90 % quantile; verdicts at"
                        + " the last end:");
        lines.add("");
        for (Map.Entry<String, double[][]> cloud : clouds.entrySet()) {
            MoonsSubject only = new MoonsSubject(cloud.getKey(), List.of(), cloud.getValue());
            lines.add(
                    line(
                            "- %s: %.4f, %.4f.%s",
                            cloud.getKey(),
                            only.distance(0.5),
                            only.distance(0.9),
                            verdict(cloud.getKey())));
        }
        return String.join("\n", lines) + "\n";
    }

    private String verdict(String name) {
        return subjects.stream()
                .filter(subject -> subject.name().equals(name))
                .map(subject -> subject.ends().get(subject.ends().size() - 1))
                .map(end -> " " + end.evaluation().findings().verdict().sentence())
                .findFirst()
                .orElse("");
    }

    private String header(String first) {
        StringBuilder row = new StringBuilder("| " + first);
        options.levels().forEach(level -> row.append(line(" | %s", level)));
        return row + " |\n| --- |" + " --- |".repeat(options.levels().size());
    }

    private List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("model,sigma/alpha,quantity,value");
        for (MoonsSubject subject : subjects) {
            for (MoonsSubject.End end : subject.ends()) {
                String start = subject.name() + "," + end.level() + ",";
                SupportFindings findings = end.evaluation().findings();
                lines.add(start + line("lyapunov angle,%.6g", lyapunov(findings)));
                lines.add(start + line("jacobian angle,%.6g", jacobian(findings)));
                for (String error : errors(subject)) {
                    SupportShift.End last = shift(end.evaluation(), error).last();
                    lines.add(start + line("%s normal,%.6g", error, last.normal()));
                    lines.add(start + line("%s tangent,%.6g", error, last.tangent()));
                    lines.add(start + line("%s median,%.6g", error, last.median()));
                }
            }
        }
        return lines;
    }

    private String angles() {
        List<LineFigure.Panel> panels = new ArrayList<>();
        for (MoonsSubject subject : subjects) {
            panels.add(
                    panel(
                            subject.name() + ": degrees",
                            Axis.decades(-3, 2),
                            List.of(
                                    of(subject, "Lyapunov vector", MoonsReport::lyapunov),
                                    of(subject, "score Jacobian", MoonsReport::jacobian))));
        }
        return new LineFigure(3, panels).svg();
    }

    private String shifts() {
        List<LineFigure.Panel> panels = new ArrayList<>();
        for (MoonsSubject subject : subjects) {
            List<LineFigure.Line> lines = new ArrayList<>();
            for (String error : errors(subject)) {
                lines.add(of(subject, error, f -> shift(f, error).last().median()));
            }
            panels.add(panel(subject.name() + ": median |xi_N|", Axis.decades(-4, 1), lines));
        }
        return new LineFigure(3, panels).svg();
    }

    private LineFigure.Panel panel(String title, Axis up, List<LineFigure.Line> lines) {
        return new LineFigure.Panel(
                title,
                Axis.logarithmic(options.levels().stream().mapToDouble(v -> v)),
                "sigma / alpha at the end",
                up,
                lines);
    }

    private static LineFigure.Line of(
            MoonsSubject subject, String name, ToDoubleFunction<SupportFindings> value) {
        List<LineFigure.Point> points = new ArrayList<>();
        for (MoonsSubject.End end : subject.ends()) {
            double y = value.applyAsDouble(end.evaluation().findings());
            points.add(new LineFigure.Point(end.level(), y, y, y));
        }
        return new LineFigure.Line(
                new LineFigure.Key(name, COLOURS.getOrDefault(name, "#222"), ""), points);
    }

    private String samples() {
        int size = 200;
        int columns = 3;
        int rows = (clouds.size() + columns - 1) / columns;
        Svg svg = new Svg(columns * (size + 20) + 20, rows * (size + 40) + 10);
        int i = 0;
        for (Map.Entry<String, double[][]> cloud : clouds.entrySet()) {
            int left = 20 + i % columns * (size + 20);
            int top = 30 + i / columns * (size + 40);
            Svg.Box box = new Svg.Box(left, top, size, size);
            svg.add("<text x=\"%d\" y=\"%d\">%s</text>", left, top - 8, cloud.getKey());
            svg.add(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                            + " stroke=\"#999\"/>",
                    left, top, size, size);
            dots(svg, box, TwoMoons.points(100), "stroke=\"#bbb\" stroke-width=\"1.5\"");
            dots(svg, box, cloud.getValue(), "stroke=\"#c33\" stroke-width=\"3\"");
            i++;
        }
        return svg.text();
    }

    /** All points as one path of round dots. */
    private static void dots(Svg svg, Svg.Box box, double[][] points, String style) {
        StringBuilder path = new StringBuilder();
        for (double[] x : points) {
            if (Math.abs(x[0]) < PLANE && Math.abs(x[1]) < PLANE) {
                path.append(
                        line(
                                "M%.1f %.1fh0",
                                box.x((x[0] + PLANE) / (2 * PLANE)),
                                box.y((x[1] + PLANE) / (2 * PLANE))));
            }
        }
        svg.add(
                "<path d=\"%s\" fill=\"none\" stroke-linecap=\"round\" stroke-opacity=\"0.6\" %s/>",
                path, style);
    }

    private static double lyapunov(SupportFindings findings) {
        return Math.toDegrees(
                findings.alignments().stream()
                        .filter(alignment -> alignment.frame().equals(FRAME))
                        .findFirst()
                        .orElseThrow()
                        .lyapunov()
                        .get(0)
                        .median());
    }

    private static double jacobian(SupportFindings findings) {
        return Math.toDegrees(
                findings.alignments().stream()
                        .filter(alignment -> alignment.frame().equals(FRAME))
                        .findFirst()
                        .orElseThrow()
                        .jacobian()
                        .get(0)
                        .median());
    }

    private static List<String> errors(MoonsSubject subject) {
        return subject.ends().get(0).evaluation().findings().shifts().stream()
                .map(MoonsReport::name)
                .distinct()
                .toList();
    }

    private static SupportShift shift(SupportEvaluation evaluation, String error) {
        return shift(evaluation.findings(), error);
    }

    private static SupportShift shift(SupportFindings findings, String error) {
        return findings.shifts().stream()
                .filter(shift -> name(shift).equals(error) && shift.frame().equals(FRAME))
                .findFirst()
                .orElseThrow();
    }

    private static String name(SupportShift shift) {
        return shift.source() == SupportShift.Source.OWN
                ? "own error"
                : shift.kind().label() + " error";
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
