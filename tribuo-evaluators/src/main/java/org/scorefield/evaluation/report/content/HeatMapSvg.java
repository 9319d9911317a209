// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.List;
import java.util.Locale;

/** Draws a {@link HeatMap}; text takes the page's colours, the map has its own. */
final class HeatMapSvg {
    private static final double WIDTH = 480;
    private static final double LEFT = 52;
    private static final double TOP = 10;
    private static final double PLOT = 340;
    private static final double LEGEND = 14;
    private static final int LINES = 9;
    private static final int TICKS = 5;

    /** From low to high, lightness rising all the way, so that it also reads in grey. */
    private static final int[] COLOURS = {
        0x0b2239, 0x1f4f7a, 0x3f86a0, 0x86b5ab, 0xcfd8b4, 0xfbf6e0
    };

    private final HeatMap map;
    private final HeatMap.Range colours;
    private final double[] x;
    private final double[] y;
    private final double height;
    private final Html svg = new Html();

    HeatMapSvg(HeatMap map) {
        this.map = map;
        this.colours = map.colours();
        this.x = ends(map.x().at());
        this.y = ends(map.y().at());
        // The same scale on both axes, unless the plane is very flat or very high.
        double ratio = (y[1] - y[0]) / (x[1] - x[0]);
        this.height = PLOT * Math.max(0.6, Math.min(1.3, ratio));
        draw();
    }

    /** Half a cell beyond the first and the last position. */
    private static double[] ends(double[] at) {
        double half = (at[at.length - 1] - at[0]) / (at.length - 1) / 2;
        return new double[] {at[0] - half, at[at.length - 1] + half};
    }

    private double across(double value) {
        return LEFT + PLOT * (value - x[0]) / (x[1] - x[0]);
    }

    private double down(double value) {
        return TOP + height * (y[1] - value) / (y[1] - y[0]);
    }

    private void draw() {
        svg.raw(format("<svg class=\"map\" role=\"img\" viewBox=\"0 0 %s %s\"", WIDTH, height + 58))
                .raw(" xmlns=\"http://www.w3.org/2000/svg\" aria-label=\"")
                .text(map.title() + ". " + map.description())
                .raw("\">\n");
        svg.raw(
                        format(
                                "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"",
                                LEFT, TOP, PLOT, height))
                .raw(" preserveAspectRatio=\"none\" href=\"")
                .raw(picture())
                .raw("\"/>\n");
        contours();
        axes();
        legend();
        for (int i = 0; i < map.marks().size(); i++) {
            mark(map.marks().get(i), i % 2 == 0 ? -8 : 17);
        }
        svg.raw("</svg>\n");
    }

    private String picture() {
        double[][] values = map.values();
        int rows = values.length;
        return Png.uri(
                rows,
                values[0].length,
                (i, j) -> {
                    double value = values[rows - 1 - i][j];
                    return Double.isFinite(value) ? 0xff000000 | colour(colours.part(value)) : 0;
                });
    }

    private static int colour(double part) {
        double position = part * (COLOURS.length - 1);
        int below = Math.min(COLOURS.length - 2, (int) position);
        double rest = position - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = COLOURS[below] >> shift & 0xff;
            int high = COLOURS[below + 1] >> shift & 0xff;
            rgb |= (int) Math.round(low + rest * (high - low)) << shift;
        }
        return rgb;
    }

    private void contours() {
        double[] xs = map.x().at();
        double[] ys = map.y().at();
        StringBuilder path = new StringBuilder();
        for (int k = 1; k <= LINES; k++) {
            double level = colours.low() + (colours.high() - colours.low()) * k / (LINES + 1);
            List<double[]> pieces = Contours.at(map.values(), level);
            for (double[] piece : pieces) {
                path.append(
                        format(
                                "M%.1f %.1fL%.1f %.1f",
                                across(between(xs, piece[0])),
                                down(between(ys, piece[1])),
                                across(between(xs, piece[2])),
                                down(between(ys, piece[3]))));
            }
        }
        svg.raw("<path class=\"contour\" d=\"").raw(path.toString()).raw("\"/>\n");
    }

    private static double between(double[] at, double index) {
        int below = Math.min(at.length - 2, (int) index);
        return at[below] + (index - below) * (at[below + 1] - at[below]);
    }

    private void axes() {
        svg.raw(
                format(
                        "<rect class=\"frame\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n",
                        LEFT, TOP, PLOT, height));
        for (double tick : ticks(x)) {
            label(across(tick), TOP + height + 17, "middle", Numbers.of(tick));
        }
        for (double tick : ticks(y)) {
            label(LEFT - 7, down(tick) + 4, "end", Numbers.of(tick));
        }
        title(LEFT + PLOT / 2, TOP + height + 40, "", map.x().title());
        double middle = TOP + height / 2;
        title(11, middle, format(" transform=\"rotate(-90 11 %s)\"", middle), map.y().title());
    }

    /** Round numbers, about five. */
    private static double[] ticks(double[] ends) {
        double raw = (ends[1] - ends[0]) / TICKS;
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        double part = raw / decade;
        double step = decade * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
        long first = (long) Math.ceil(ends[0] / step);
        long last = (long) Math.floor(ends[1] / step);
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * step;
        }
        return ticks;
    }

    private void legend() {
        double left = LEFT + PLOT + 14;
        svg.raw("<defs><linearGradient id=\"map-colours\" x1=\"0\" y1=\"1\" x2=\"0\" y2=\"0\">");
        for (int i = 0; i < COLOURS.length; i++) {
            svg.raw(
                    format(
                            "<stop offset=\"%.2f\" stop-color=\"#%06x\"/>",
                            i / (COLOURS.length - 1.0), COLOURS[i]));
        }
        svg.raw("</linearGradient></defs>\n");
        svg.raw(
                format(
                        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
                                + " fill=\"url(#map-colours)\"/>\n",
                        left, TOP, LEGEND, height));
        for (int i = 0; i <= 4; i++) {
            double value = colours.low() + (colours.high() - colours.low()) * i / 4;
            label(left + LEGEND + 5, TOP + height * (1 - i / 4.0) + 4, "start", Numbers.of(value));
        }
        double middle = TOP + height / 2;
        title(
                WIDTH - 4,
                middle,
                format(" transform=\"rotate(-90 %s %s)\"", WIDTH - 4, middle),
                map.quantity());
    }

    /** A point, its name above or below it in turn. */
    private void mark(HeatMap.Mark mark, double rise) {
        double cx = across(mark.x());
        double cy = down(mark.y());
        svg.raw(format("<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", cx, cy));
        double side = cx < LEFT + 0.6 * PLOT ? 1 : -1;
        svg.raw(
                        format(
                                "<text class=\"mark\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
                                cx + side * 6, cy + rise, side > 0 ? "start" : "end"))
                .text(mark.label())
                .raw("</text>\n");
    }

    private void label(double left, double top, String anchor, String text) {
        svg.raw(
                        format(
                                "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
                                left, top, anchor))
                .text(text)
                .raw("</text>\n");
    }

    private void title(double left, double top, String attributes, String text) {
        svg.raw(
                        format(
                                "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\"",
                                left, top))
                .raw(attributes)
                .raw(">")
                .text(text)
                .raw("</text>\n");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
