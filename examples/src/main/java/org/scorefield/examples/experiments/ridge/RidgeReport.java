// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** Trained models as random-features.md and .csv, random-features-errors.csv and two figures. */
final class RidgeReport {

    /** Times tau at which the table gives the errors. */
    private static final double[] TAUS = {1, .1, .01};

    private final RidgeClaimOptions options;
    private final List<Trained> models = new ArrayList<>();

    RidgeReport(RidgeClaimOptions options) {
        this.options = options;
    }

    void add(Trained model) {
        models.add(model);
    }

    /** Writes the files into a folder. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("random-features.md"), text());
        Files.write(folder.resolve("random-features.csv"), rows());
        Files.write(folder.resolve("random-features-errors.csv"), errors());
        RidgeFigures figures = new RidgeFigures(options, models);
        Files.writeString(folder.resolve("random-features.svg"), figures.lines());
        Files.writeString(folder.resolve("random-features-samples.svg"), figures.samples());
    }

    /** The tables as Markdown. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Do samples stay on the ridge?");
        lines.add("");
        lines.add(
                line(
                        "%d random features, %d frequencies of time, A(0) of deviation %s; %d samples"
                                + " in %d steps from tau = %s to %s, seed %d. s: training time. Bias"
                                + " and optimisation error: what the features and the finite time add"
                                + " to the loss. Normal / tangent: medians of the error of the"
                                + " posterior mean, across and along the ridge, in the units of the"
                                + " data. Shares with 95 %% intervals.",
                        options.width(),
                        options.frequencies(),
                        options.start(),
                        options.samples(),
                        options.steps(),
                        options.horizon(),
                        options.last(),
                        options.seed()));
        for (Trained.Setting setting : settings()) {
            lines.add("");
            lines.add(
                    "| "
                            + setting.label()
                            + ": s | bias | optimisation error | normal / tangent, tau = 1 | 0.1 |"
                            + " 0.01 | inter-mode | memorised | off the ridge |");
            lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            models.stream()
                    .filter(m -> m.setting().equals(setting))
                    .forEach(m -> lines.add(row(m)));
        }
        return String.join("\n", lines) + "\n";
    }

    private List<Trained.Setting> settings() {
        return models.stream().map(Trained::setting).distinct().toList();
    }

    private String row(Trained model) {
        StringBuilder row = new StringBuilder("| " + model.time());
        row.append(line(" | %.2g", model.loss().architecturalBias()));
        row.append(line(" | %.2g", model.loss().optimisationError()));
        for (double tau : TAUS) {
            row.append(
                    line(
                            " | %.2g / %.2g",
                            model.median(RidgeQuantity.NORMAL_ERROR, tau, options.horizon()),
                            model.median(RidgeQuantity.TANGENT_ERROR, tau, options.horizon())));
        }
        for (Verdict verdict : new Verdict[] {Verdict.INTER_MODE, Verdict.MEMORISED}) {
            Proportion share = model.share(verdict);
            row.append(line(" | %.3f [%.3f, %.3f]", share.share(), share.low(), share.high()));
        }
        double off = model.share(Verdict.OFF_RIDGE).share();
        double undefined = model.share(Verdict.UNDEFINED).share();
        row.append(line(" | %.3f", off + undefined));
        return row + " |";
    }

    private List<String> rows() {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("modes,times,s,irreducible,bias,optimisation");
        for (Verdict verdict : Verdict.values()) {
            header.append(line(",%s,low,high", verdict));
        }
        lines.add(header.toString());
        for (Trained model : models) {
            StringBuilder row = new StringBuilder(prefix(model));
            row.append(
                    line(
                            ",%.8g,%.8g,%.8g",
                            model.loss().irreducible(),
                            model.loss().architecturalBias(),
                            model.loss().optimisationError()));
            for (Verdict verdict : Verdict.values()) {
                Proportion share = model.share(verdict);
                row.append(line(",%.5f,%.5f,%.5f", share.share(), share.low(), share.high()));
            }
            lines.add(row.toString());
        }
        return lines;
    }

    private List<String> errors() {
        List<String> lines = new ArrayList<>();
        lines.add("modes,times,s,tau,part,q05,q25,q50,q75,q95,undefined");
        for (Trained model : models) {
            for (RidgeQuantity part :
                    new RidgeQuantity[] {RidgeQuantity.NORMAL_ERROR, RidgeQuantity.TANGENT_ERROR}) {
                List<double[]> errors = model.errors(part);
                for (int i = 0; i < errors.size(); i++) {
                    String quantiles =
                            Arrays.stream(errors.get(i))
                                    .mapToObj(e -> line("%.6g", e))
                                    .collect(Collectors.joining(","));
                    lines.add(
                            line(
                                    "%s,%.6g,%s,%s,%d",
                                    prefix(model),
                                    options.horizon() * model.ledger().levels().get(i).t(),
                                    part,
                                    quantiles,
                                    model.ledger().undefined().get(i)));
                }
            }
        }
        return lines;
    }

    private static String prefix(Trained model) {
        return model.setting().modes() + "," + model.setting().law() + "," + model.time();
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
