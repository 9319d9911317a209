// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.scorefield.evaluation.quality.DistanceEstimate;

/**
 * The measurement as files: images.md (tables), images.csv (distances), images-drift.csv (the
 * errors along the way), images-drift.svg (their curves), images.svg (samples of all processes from
 * the same noise), and a sheet NAME.png of samples of each.
 *
 * @param floor held-out images against other held-out images
 * @param results in the order of the tables; of one process, fewer steps first
 */
record ImagesReport(ImageQuality floor, List<ImageResult> results) {

    /** Pixels along a side. */
    private static final int SIZE = 28;

    private static final int SHEET = 64;
    private static final int ACROSS = 14;
    private static final double[] TIMES = {0.98, 0.8, 0.6, 0.4, 0.2, 0.1, 0.04};

    ImagesReport {
        results = List.copyOf(results);
    }

    /** Writes the files. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("images.md"), text());
        Files.writeString(folder.resolve("images.csv"), qualities());
        Files.writeString(folder.resolve("images-drift.csv"), drifts());
        List<ImageResult> last = longest();
        Files.writeString(folder.resolve("images-drift.svg"), DriftFigure.of(last).svg());
        Files.writeString(folder.resolve("images.svg"), pictures(last));
        for (ImageResult result : last) {
            int count = Math.min(SHEET, result.pixels().length / SIZE / SIZE);
            byte[] png = new ImageSheet(SIZE, 8, 2).png(result.pixels(), count);
            Files.write(folder.resolve(result.name() + ".png"), png);
        }
    }

    /** The tables, and what follows from them. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("| process | steps | n | energy | MMD | sliced W2 | roughness | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        lines.add(row("held-out images, the other half", "", floor, ""));
        for (ImageResult result : results) {
            lines.add(
                    row(
                            result.title(),
                            String.valueOf(result.steps()),
                            result.quality(),
                            String.format(Locale.ROOT, "%.0f", result.seconds())));
        }
        lines.add("");
        lines.add(header("process, gain \\|nu\\| / drift error Dv / denoised error"));
        lines.add("| --- |" + " --- |".repeat(TIMES.length));
        for (ImageResult result : longest()) {
            if (!result.drift().isEmpty()) {
                lines.add(drift(result));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String header(String first) {
        StringBuilder line = new StringBuilder("| " + first);
        for (double t : TIMES) {
            line.append(String.format(Locale.ROOT, " | t = %.2f", t));
        }
        return line + " |";
    }

    private static String drift(ImageResult result) {
        StringBuilder line = new StringBuilder("| " + result.title());
        for (double t : TIMES) {
            DriftProbe.Point point = result.driftAt(t);
            line.append(
                    String.format(
                            Locale.ROOT,
                            " | %.2g / %.2g / %.2g",
                            point.gain(),
                            point.drift(),
                            point.denoised()));
        }
        return line + " |";
    }

    private static String row(String title, String steps, ImageQuality quality, String seconds) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %.2f | %s |",
                title,
                steps,
                quality.energy().n(),
                estimate(quality.energy(), 1),
                estimate(quality.mmd(), 1000),
                estimate(quality.sliced(), 1000),
                quality.roughness(),
                seconds);
    }

    private static String estimate(DistanceEstimate estimate, double scale) {
        return String.format(
                Locale.ROOT,
                "%.3g ± %.1g",
                scale * estimate.value(),
                scale * estimate.standardError());
    }

    private String qualities() {
        StringBuilder csv =
                new StringBuilder(
                        "process,steps,n,energy,energy_se,mmd,mmd_se,sliced,sliced_se,roughness\n");
        for (ImageResult result : results) {
            ImageQuality quality = result.quality();
            csv.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%d,%d,%s,%s,%s,%.6g\n",
                            result.name(),
                            result.steps(),
                            quality.energy().n(),
                            pair(quality.energy()),
                            pair(quality.mmd()),
                            pair(quality.sliced()),
                            quality.roughness()));
        }
        return csv.toString();
    }

    private static String pair(DistanceEstimate estimate) {
        return String.format(Locale.ROOT, "%.6g,%.6g", estimate.value(), estimate.standardError());
    }

    private String drifts() {
        StringBuilder csv =
                new StringBuilder("process,steps,t,sigma_over_alpha,gain,target,drift,denoised\n");
        for (ImageResult result : results) {
            for (DriftProbe.Point point : result.drift()) {
                csv.append(
                        String.format(
                                Locale.ROOT,
                                "%s,%d,%.5f,%.6g,%.6g,%.6g,%.6g,%.6g\n",
                                result.name(),
                                result.steps(),
                                point.t(),
                                point.level(),
                                point.gain(),
                                point.target(),
                                point.drift(),
                                point.denoised()));
            }
        }
        return csv.toString();
    }

    /** Of each process the run with the most steps. */
    private List<ImageResult> longest() {
        List<ImageResult> last = new ArrayList<>();
        for (ImageResult result : results) {
            last.removeIf(before -> before.name().equals(result.name()));
            last.add(result);
        }
        return last;
    }

    private static String pictures(List<ImageResult> results) {
        ImageSheet sheet = new ImageSheet(SIZE, ACROSS, 1);
        int scale = 2;
        int row = SIZE * scale + 26;
        StringBuilder svg =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\""
                                        + " width=\"%1$d\" font-family=\"sans-serif\""
                                        + " font-size=\"13\" fill=\"#222\"><rect width=\"100%%\""
                                        + " height=\"100%%\" fill=\"#fff\"/>%n",
                                sheet.width() * scale + 16,
                                results.size() * row + 8));
        for (int i = 0; i < results.size(); i++) {
            ImageResult result = results.get(i);
            int count = Math.min(ACROSS, result.pixels().length / SIZE / SIZE);
            byte[] png = sheet.png(result.pixels(), count);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"8\" y=\"%d\">%s, %d steps</text><image x=\"8\" y=\"%d\""
                                    + " width=\"%d\" height=\"%d\" image-rendering=\"pixelated\""
                                    + " href=\"data:image/png;base64,%s\"/>%n",
                            i * row + 18,
                            result.title(),
                            result.steps(),
                            i * row + 24,
                            sheet.width() * scale,
                            sheet.height(count) * scale,
                            Base64.getEncoder().encodeToString(png)));
        }
        return svg.append("</svg>\n").toString();
    }
}
