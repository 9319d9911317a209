// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * A picture in SVG: a row of panels for each family, a panel for each error, a point for each model
 * with its error in nats to the right and its squared energy distance upwards, both on a
 * logarithmic scale. What is 0 or below stands on the axis.
 *
 * @param rows the families
 */
record ScatterFigure(List<Row> rows) {

    private static final int PANEL = 200;
    private static final int GAP = 56;
    private static final int TOP = 46;
    private static final int LEFT = 64;

    ScatterFigure {
        rows = List.copyOf(rows);
    }

    /**
     * A family.
     *
     * @param name of the family
     * @param models its models
     * @param correlations with the energy distance, by the name of the error
     */
    record Row(String name, List<Measured> models, Map<String, RankCorrelation> correlations) {}

    /** The picture as the text of an SVG file. */
    String svg() {
        int columns = rows.stream().mapToInt(row -> row.correlations().size()).max().orElse(1);
        int width = LEFT + columns * (PANEL + GAP);
        int height = rows.size() * (PANEL + GAP + TOP);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">",
                width,
                height,
                width);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        for (int r = 0; r < rows.size(); r++) {
            row(svg, rows.get(r), r * (PANEL + GAP + TOP) + TOP);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Row row, int top) {
        Axis up = Axis.of(row.models().stream().mapToDouble(m -> m.quality(Qualities.ENERGY)));
        add(svg, "<text x=\"%d\" y=\"%d\" font-size=\"14\">%s</text>", LEFT, top - 26, row.name());
        add(
                svg,
                "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">squared energy"
                        + " distance</text>",
                top + PANEL / 2);
        int left = LEFT;
        for (Map.Entry<String, RankCorrelation> error : row.correlations().entrySet()) {
            panel(svg, row, error, up, new int[] {left, top});
            left += PANEL + GAP;
        }
    }

    private static void panel(
            StringBuilder svg,
            Row row,
            Map.Entry<String, RankCorrelation> error,
            Axis up,
            int[] corner) {
        int left = corner[0];
        int top = corner[1];
        int bottom = top + PANEL;
        String name = error.getKey();
        Axis right = Axis.of(row.models().stream().mapToDouble(m -> m.error(name)));
        RankCorrelation c = error.getValue();
        add(
                svg,
                "<text x=\"%d\" y=\"%d\">%s: %.2f [%.2f, %.2f]</text>",
                left,
                top - 8,
                name,
                c.rho(),
                c.low(),
                c.high());
        add(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>",
                left,
                top,
                PANEL,
                PANEL);
        for (double tick : right.ticks()) {
            double x = left + right.at(tick) * PANEL;
            add(
                    svg,
                    "<path d=\"M%.1f %d v5\" stroke=\"#999\"/><text x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%s</text>",
                    x,
                    bottom,
                    x,
                    bottom + 18,
                    right.label(tick));
        }
        for (double tick : up.ticks()) {
            double y = bottom - up.at(tick) * PANEL;
            add(
                    svg,
                    "<path d=\"M%d %.1f h-5\" stroke=\"#999\"/><text x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%s</text>",
                    left,
                    y,
                    left - 7,
                    y + 4,
                    up.label(tick));
        }
        for (Measured model : row.models()) {
            point(svg, model, left + right.at(model.error(name)) * PANEL, up, bottom);
        }
    }

    private static void point(StringBuilder svg, Measured model, double x, Axis up, int bottom) {
        double quality = model.quality(Qualities.ENERGY);
        double error = model.standardError(Qualities.ENERGY);
        double low = bottom - up.at(quality - error) * PANEL;
        double high = bottom - up.at(quality + error) * PANEL;
        double y = bottom - up.at(quality) * PANEL;
        add(
                svg,
                "<path d=\"M%.1f %.1f V%.1f\" stroke=\"#2a6\" stroke-opacity=\"0.5\"/><circle"
                        + " cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#2a6\" fill-opacity=\"0.7\"><title>%s</title></circle>",
                x,
                low,
                high,
                x,
                y,
                model.model());
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /**
     * A logarithmic axis over whole decades.
     *
     * @param low decade at its beginning
     * @param high decade at its end
     * @param zero whether something is not positive; it stands at the beginning
     */
    private record Axis(int low, int high, boolean zero) {

        private static final int MOST_DECADES = 5;

        static Axis of(DoubleStream values) {
            double[] all = values.toArray();
            double[] positive = DoubleStream.of(all).filter(v -> v > 0).toArray();
            double most = DoubleStream.of(positive).max().orElse(1);
            double least = DoubleStream.of(positive).min().orElse(0.1);
            int high = (int) Math.ceil(Math.log10(most) - 1e-9);
            int low = (int) Math.floor(Math.log10(least) + 1e-9);
            boolean zero = positive.length < all.length;
            low = Math.max(Math.min(zero ? low - 1 : low, high - 1), high - MOST_DECADES);
            return new Axis(low, high, zero || least < Math.pow(10, low));
        }

        /** Position in [0, 1]. */
        double at(double value) {
            double decade = value > 0 ? Math.log10(value) : low;
            return Math.min(1, Math.max(0, (decade - low) / (high - low)));
        }

        double[] ticks() {
            double[] ticks = new double[high - low + 1];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = Math.pow(10, low + i);
            }
            return ticks;
        }

        String label(double tick) {
            boolean first = Math.abs(Math.log10(tick) - low) < 0.5;
            String number =
                    tick >= 0.01 && tick < 1e4
                            ? trimmed(tick)
                            : "1e" + Math.round(Math.log10(tick));
            return first && zero ? "\u2264" + number : number;
        }

        private static String trimmed(double tick) {
            return tick >= 1
                    ? String.format(Locale.ROOT, "%.0f", tick)
                    : String.format(Locale.ROOT, "%s", (float) tick);
        }
    }
}
