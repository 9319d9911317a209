// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.scorefield.evaluation.ridge.statistics.RidgeTrack;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Phases;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;
import org.scorefield.examples.experiments.images.ImageSheet;

/**
 * The measurement as files: latent.md (tables), latent.csv (quantiles of all quantities),
 * latent.svg (against the noise level), latent-samples.png (what was generated), and a sheet
 * latent-VERDICT.png for each verdict that occurs: rows of samples, each above its row of nearest
 * training latents.
 */
record LatentReport(LatentResult result) {

    /** Pixels along a side. */
    private static final int SIZE = 28;

    private static final int ACROSS = 12;
    private static final int ROWS = 2;
    private static final int SAMPLES = 64;
    private static final double[] TAUS = {10, 4, 1.6, 0.63, 0.25, 0.1, 0.04, 0.016, 0.004, 0.001};

    /** Writes the files. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("latent.md"), text());
        Files.writeString(folder.resolve("latent.csv"), csv());
        Files.writeString(folder.resolve("latent.svg"), LatentFigure.of(result).svg());
        int shown = Math.min(SAMPLES, result.samples().size());
        float[] images = new float[shown * SIZE * SIZE];
        for (int i = 0; i < shown; i++) {
            put(result.samples().get(i).image(), images, i);
        }
        Files.write(
                folder.resolve("latent-samples.png"),
                new ImageSheet(SIZE, 8, 2).png(images, shown));
        VerdictRule rule = reading().rule();
        List<Verdict> verdicts =
                Reading.tracks(result.ways().get(0)).stream().map(rule::verdict).toList();
        for (Verdict verdict : Verdict.values()) {
            int[] of =
                    IntStream.range(0, verdicts.size())
                            .filter(i -> verdicts.get(i) == verdict)
                            .limit(ROWS * ACROSS)
                            .toArray();
            String name = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Path file = folder.resolve("latent-" + name + ".png");
            if (of.length > 0) {
                Files.write(file, pairs(of));
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    private byte[] pairs(int[] samples) {
        int rows = (samples.length + ACROSS - 1) / ACROSS;
        float[] pixels = new float[2 * rows * ACROSS * SIZE * SIZE];
        Arrays.fill(pixels, 1);
        for (int i = 0; i < samples.length; i++) {
            int place = i / ACROSS * 2 * ACROSS + i % ACROSS;
            LatentResult.Decoded decoded = result.samples().get(samples[i]);
            put(decoded.image(), pixels, place);
            put(decoded.nearest(), pixels, place + ACROSS);
        }
        return new ImageSheet(SIZE, ACROSS, 2).png(pixels, 2 * rows * ACROSS);
    }

    private static void put(float[] image, float[] sheet, int place) {
        System.arraycopy(image, 0, sheet, place * SIZE * SIZE, SIZE * SIZE);
    }

    /** The tables. */
    String text() {
        List<String> lines = new ArrayList<>();
        RidgeLedger first = result.ways().get(0).ledger();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d latents generated in %d steps, ridge of %d training latents, d = %d;"
                                + " memorised is within %.3f of one of them.",
                        first.samples(),
                        result.options().steps(),
                        result.options().points(),
                        first.options().directions(),
                        first.options().radius()));
        lines.add("");
        lines.add(
                "| latents | tau | residual | Newton distance | rho | on the ridge | curved | \\|e_N\\| |"
                        + " \\|e_T\\| | nearest |");
        lines.add("| --- |" + " --- |".repeat(9));
        for (LatentResult.Way way : result.ways()) {
            for (int level : levels(way.ledger())) {
                lines.add(level(way, level));
            }
        }
        lines.add("");
        Reading reading = reading();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "Read at tau = %.3g, the least at which nine in ten of the held-out latents"
                                + " are on the ridge:",
                        tau(first, reading.level())));
        lines.add("");
        lines.add("| latents | memorised | inter-mode | off-ridge | undefined | reached at tau |");
        lines.add("| --- |" + " --- |".repeat(5));
        for (LatentResult.Way way : result.ways()) {
            lines.add(shares(way, reading.rule()));
        }
        lines.add("");
        lines.add("| tau | d of the largest eigengap | agreement |");
        lines.add("| --- | --- | --- |");
        for (LatentResult.LevelChoice choice : result.choices()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %.3g | %d | %.0f %% |",
                            choice.tau(),
                            choice.directions(),
                            100 * choice.agreement()));
        }
        return String.join("\n", lines) + "\n";
    }

    private String level(LatentResult.Way way, int level) {
        RidgeLedger ledger = way.ledger();
        return String.format(
                Locale.ROOT,
                "| %s | %.3g | %s | %s | %s | %s | %.0f %% | %s | %s | %s |",
                way.name(),
                tau(ledger, level),
                band(ledger, RidgeQuantity.RESIDUAL, level),
                band(ledger, RidgeQuantity.NEWTON_DISTANCE, level),
                band(ledger, RidgeQuantity.RHO, level),
                share(Reading.onRidge(ledger, level)),
                100 * curved(ledger, level),
                median(ledger, RidgeQuantity.NORMAL_ERROR, level),
                median(ledger, RidgeQuantity.TANGENT_ERROR, level),
                median(ledger, RidgeQuantity.NEAREST, level));
    }

    private Reading reading() {
        return Reading.of(result.ways().get(1).ledger());
    }

    private static String shares(LatentResult.Way way, VerdictRule rule) {
        List<RidgeTrack> tracks = Reading.tracks(way);
        VerdictShares shares = rule.shares(tracks);
        StringBuilder line = new StringBuilder("| " + way.name());
        for (Verdict verdict : Verdict.values()) {
            line.append(" | ").append(share(shares.get(verdict)));
        }
        return line + " | " + reached(way.ledger(), tracks, rule) + " |";
    }

    private static String share(Proportion share) {
        return String.format(
                Locale.ROOT, "%.3f [%.3f, %.3f]", share.share(), share.low(), share.high());
    }

    private static String reached(RidgeLedger ledger, List<RidgeTrack> tracks, VerdictRule rule) {
        double[] reach =
                tracks.stream()
                        .map(rule::phases)
                        .filter(phases -> phases.reach() != Phases.NEVER)
                        .mapToDouble(phases -> tau(ledger, phases.reach()))
                        .sorted()
                        .toArray();
        return reach.length == 0
                ? "never"
                : String.format(
                        Locale.ROOT,
                        "median %.3g, least %.3g, by %d of %d",
                        reach[reach.length / 2],
                        reach[0],
                        reach.length,
                        tracks.size());
    }

    /** The entries next to the tabled noise levels. */
    private static int[] levels(RidgeLedger ledger) {
        return Arrays.stream(TAUS)
                .mapToInt(
                        wanted ->
                                IntStream.range(0, ledger.levels().size())
                                        .boxed()
                                        .min(
                                                (a, b) ->
                                                        Double.compare(
                                                                off(ledger, a, wanted),
                                                                off(ledger, b, wanted)))
                                        .orElseThrow())
                .distinct()
                .toArray();
    }

    private static double off(RidgeLedger ledger, int level, double wanted) {
        return Math.abs(Math.log(tau(ledger, level) / wanted));
    }

    static double tau(RidgeLedger ledger, int level) {
        return LatentResult.tau(ledger.levels().get(level).alpha());
    }

    static double curved(RidgeLedger ledger, int level) {
        return ledger.entries().get(level).stream()
                .mapToDouble(entry -> entry.get(RidgeQuantity.CURVED))
                .average()
                .orElseThrow();
    }

    private static String band(RidgeLedger ledger, RidgeQuantity quantity, int level) {
        double[] at = ledger.bands(quantity).get(level).quantiles();
        return String.format(Locale.ROOT, "%.3g [%.3g, %.3g]", at[2], at[0], at[4]);
    }

    private static String median(RidgeLedger ledger, RidgeQuantity quantity, int level) {
        return String.format(Locale.ROOT, "%.3g", ledger.bands(quantity).get(level).median());
    }

    private String csv() {
        StringBuilder csv =
                new StringBuilder("latents,tau,quantity,q05,q25,q50,q75,q95,used,missing\n");
        for (LatentResult.Way way : result.ways()) {
            for (RidgeQuantity quantity : RidgeQuantity.values()) {
                List<Band> bands = way.ledger().bands(quantity);
                for (int level = 0; level < bands.size(); level++) {
                    double[] q = bands.get(level).quantiles();
                    csv.append(
                            String.format(
                                    Locale.ROOT,
                                    "%s,%.6g,%s,%.6g,%.6g,%.6g,%.6g,%.6g,%d,%d\n",
                                    way.name(),
                                    tau(way.ledger(), level),
                                    quantity.name().toLowerCase(Locale.ROOT),
                                    q[0],
                                    q[1],
                                    q[2],
                                    q[3],
                                    q[4],
                                    bands.get(level).used(),
                                    bands.get(level).missing()));
                }
            }
        }
        return csv.toString();
    }
}
