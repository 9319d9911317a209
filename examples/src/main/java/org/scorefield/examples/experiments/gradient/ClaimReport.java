// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rank correlations of every error with every quality, as gradient-claim.md and
 * gradient-claim.csv, with a figure gradient-claim.svg.
 */
final class ClaimReport {

    private static final String GRADIENT = "gradient";
    private static final String TOTAL = "total";

    private final long seed;
    private final List<String> markdown = new ArrayList<>();
    private final List<String> csv = new ArrayList<>();
    private final List<ScatterFigure.Row> figure = new ArrayList<>();

    /**
     * A report without families.
     *
     * @param seed of the bootstrap
     */
    ClaimReport(long seed) {
        this.seed = seed;
        markdown.add("# Which error goes with the quality of samples?");
        markdown.add("");
        markdown.add(
                "Spearman's rank correlation over the models of a family with 95 % bootstrap"
                        + " intervals. Errors are integrated along the path, in nats; distances are"
                        + " squared, less is better, so a useful error has a correlation near 1.");
        csv.add("family,models,error,quality,rho,low,high");
    }

    /**
     * Adds a family.
     *
     * @param family what was measured
     * @param models its models, at least 3
     */
    void add(Family family, List<Measured> models) {
        Measured first = models.get(0);
        List<String> qualities = first.qualityNames();
        markdown.add("");
        markdown.add("## " + family.name() + ", " + models.size() + " models");
        markdown.add("");
        markdown.add(family.description());
        markdown.add("");
        markdown.add("| error | " + String.join(" | ", qualities) + " |");
        markdown.add("| --- |" + " --- |".repeat(qualities.size()));
        Map<String, RankCorrelation> byEnergy = new LinkedHashMap<>();
        for (String error : first.errorNames()) {
            StringBuilder line = new StringBuilder("| " + error);
            for (String quality : qualities) {
                RankCorrelation correlation =
                        RankCorrelation.spearman(
                                errors(models, error), qualities(models, quality), seed);
                line.append(" | ").append(text(correlation));
                csv.add(csvLine(family, models.size(), error + "," + quality, correlation));
                if (quality.equals(Qualities.ENERGY)) {
                    byEnergy.put(error, correlation);
                }
            }
            markdown.add(line + " |");
        }
        StringBuilder line = new StringBuilder("| *gradient less total*");
        for (String quality : qualities) {
            RankCorrelation difference =
                    RankCorrelation.difference(
                            errors(models, GRADIENT),
                            errors(models, TOTAL),
                            qualities(models, quality),
                            seed);
            line.append(" | ").append(text(difference));
            csv.add(csvLine(family, models.size(), "gradient less total," + quality, difference));
        }
        markdown.add(line + " |");
        figure.add(new ScatterFigure.Row(family.name(), models, byEnergy));
    }

    /**
     * Writes the files.
     *
     * @param folder where they go
     */
    void write(Path folder) throws IOException {
        Files.write(folder.resolve("gradient-claim.md"), markdown);
        Files.write(folder.resolve("gradient-claim.csv"), csv);
        Files.writeString(folder.resolve("gradient-claim.svg"), new ScatterFigure(figure).svg());
    }

    /** The report as Markdown. */
    String text() {
        return String.join(System.lineSeparator(), markdown);
    }

    private static double[] errors(List<Measured> models, String error) {
        return models.stream().mapToDouble(model -> model.error(error)).toArray();
    }

    private static double[] qualities(List<Measured> models, String quality) {
        return models.stream().mapToDouble(model -> model.quality(quality)).toArray();
    }

    private static String text(RankCorrelation c) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", c.rho(), c.low(), c.high());
    }

    private static String csvLine(
            Family family, int models, String what, RankCorrelation correlation) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%s,%.4f,%.4f,%.4f",
                family.name(),
                models,
                what,
                correlation.rho(),
                correlation.low(),
                correlation.high());
    }
}
