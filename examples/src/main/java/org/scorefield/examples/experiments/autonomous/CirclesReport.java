// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.scorefield.examples.experiments.autonomous.Outcome.Way;

/**
 * Outcomes and curves as circles-claim.md, circles-claim.csv, circles-gains.csv and two figures.
 */
final class CirclesReport {

    private final CirclesOptions options;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<GainCurve> curves = new ArrayList<>();

    CirclesReport(CirclesOptions options) {
        this.options = options;
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    void add(GainCurve curve) {
        curves.add(curve);
    }

    /**
     * Writes the files.
     *
     * @param folder where they go
     */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("circles-claim.md"), text());
        Files.write(folder.resolve("circles-claim.csv"), shares());
        Files.write(folder.resolve("circles-gains.csv"), gains());
        CirclesFigures figures = new CirclesFigures(outcomes, curves);
        Files.writeString(folder.resolve("circles-shares.svg"), figures.shares());
        Files.writeString(folder.resolve("circles-gains.svg"), figures.gains());
    }

    /** The tables as Markdown. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Which targets can a network predict without the noise level?");
        lines.add("");
        lines.add(
                line(
                        "Share of samples within %s of a circle in R^D, with 95 %% intervals; the share"
                                + " whose projection to the circles' plane is that near; the share"
                                + " nearest to the larger circle, 0.50 in the data. %d samples of each"
                                + " network, %d of each exact field, %d Heun steps from t = %s, %d steps"
                                + " of descent, seed %d.",
                        options.distance(),
                        options.samples(),
                        options.exactSamples(),
                        options.steps(),
                        options.from(),
                        options.descentSteps(),
                        options.seed()));
        for (Way way : Way.values()) {
            table(lines, way);
        }
        drift(lines);
        return String.join("\n", lines) + "\n";
    }

    private void table(List<String> lines, Way way) {
        List<Outcome> own = outcomes.stream().filter(o -> o.subject().way() == way).toList();
        if (own.isEmpty()) {
            return;
        }
        Set<Integer> dimensions = new TreeSet<>();
        Set<String> rows = new LinkedHashSet<>();
        own.forEach(o -> dimensions.add(o.subject().dimension()));
        own.forEach(o -> rows.add(o.subject().row()));
        lines.add("");
        lines.add("| " + way.label() + header(dimensions));
        for (String row : rows) {
            StringBuilder line = new StringBuilder("| " + row);
            for (int dimension : dimensions) {
                line.append(" | ");
                own.stream()
                        .filter(
                                o ->
                                        o.subject().row().equals(row)
                                                && o.subject().dimension() == dimension)
                        .forEach(o -> line.append(cell(o)));
            }
            lines.add(line + " |");
        }
    }

    private void drift(List<String> lines) {
        Set<Integer> dimensions = new TreeSet<>();
        Set<Target> targets = new LinkedHashSet<>();
        curves.forEach(c -> dimensions.add(c.dimension()));
        curves.forEach(c -> targets.add(c.target()));
        lines.add("");
        lines.add(
                "Drift perturbation of the exact field, integrated over t along the states of the"
                        + " exact flow, in the units of the data:");
        lines.add("");
        lines.add("| target" + header(dimensions));
        for (Target target : targets) {
            StringBuilder line = new StringBuilder("| " + target.label());
            for (int dimension : dimensions) {
                line.append(" | ");
                curves.stream()
                        .filter(c -> c.target() == target && c.dimension() == dimension)
                        .forEach(c -> line.append(line("%.3f", c.exactDrift())));
            }
            lines.add(line + " |");
        }
    }

    private static String header(Set<Integer> dimensions) {
        StringBuilder line = new StringBuilder();
        dimensions.forEach(dimension -> line.append(" | D = ").append(dimension));
        return line + " |\n| --- |" + " --- |".repeat(dimensions.size());
    }

    private static String cell(Outcome o) {
        return line(
                "%.3f [%.3f, %.3f]; %.3f; %.2f",
                o.near().share(),
                o.near().low(),
                o.near().high(),
                o.nearInPlane().share(),
                o.outer());
    }

    private List<String> shares() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "way,process,target,dimension,share,low,high,in-plane,low,high,outer,median distance");
        for (Outcome o : outcomes) {
            lines.add(
                    line(
                            "%s,%s,%s,%d,%s,%s,%.5f,%.6g",
                            o.subject().way(),
                            o.subject().process(),
                            o.subject().target(),
                            o.subject().dimension(),
                            csv(o.near()),
                            csv(o.nearInPlane()),
                            o.outer(),
                            o.median()));
        }
        return lines;
    }

    private static String csv(ShareInterval share) {
        return line("%.5f,%.5f,%.5f", share.share(), share.low(), share.high());
    }

    private List<String> gains() {
        List<String> lines = new ArrayList<>();
        lines.add("target,dimension,t,level,gain,gap,exact,trained");
        for (GainCurve curve : curves) {
            for (GainCurve.Point p : curve.points()) {
                lines.add(
                        line(
                                "%s,%d,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g",
                                curve.target(),
                                curve.dimension(),
                                p.t(),
                                p.level(),
                                p.gain(),
                                p.gap(),
                                p.exact(),
                                p.trained()));
            }
        }
        return lines;
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
