// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.util.List;
import java.util.Map;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.Svg;

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
        Svg svg = new Svg(width, height);
        for (int r = 0; r < rows.size(); r++) {
            row(svg, rows.get(r), r * (PANEL + GAP + TOP) + TOP);
        }
        return svg.text();
    }

    private static void row(Svg svg, Row row, int top) {
        Axis up =
                Axis.logarithmic(
                        row.models().stream().mapToDouble(m -> m.quality(Qualities.ENERGY)));
        svg.add("<text x=\"%d\" y=\"%d\" font-size=\"14\">%s</text>", LEFT, top - 26, row.name());
        svg.add(
                "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">squared energy"
                        + " distance</text>",
                top + PANEL / 2);
        int left = LEFT;
        for (Map.Entry<String, RankCorrelation> error : row.correlations().entrySet()) {
            panel(svg, row, error, up, new Svg.Box(left, top, PANEL, PANEL));
            left += PANEL + GAP;
        }
    }

    private static void panel(
            Svg svg, Row row, Map.Entry<String, RankCorrelation> error, Axis up, Svg.Box box) {
        String name = error.getKey();
        Axis right = Axis.logarithmic(row.models().stream().mapToDouble(m -> m.error(name)));
        RankCorrelation c = error.getValue();
        svg.add(
                "<text x=\"%d\" y=\"%d\">%s: %.2f [%.2f, %.2f]</text>",
                box.left(), box.top() - 8, name, c.rho(), c.low(), c.high());
        svg.frame(box, right, up);
        for (Measured model : row.models()) {
            point(svg, model, box.x(right.at(model.error(name))), up, box);
        }
    }

    private static void point(Svg svg, Measured model, double x, Axis up, Svg.Box box) {
        double quality = model.quality(Qualities.ENERGY);
        double error = model.standardError(Qualities.ENERGY);
        double low = box.y(up.at(quality - error));
        double high = box.y(up.at(quality + error));
        double y = box.y(up.at(quality));
        svg.add(
                "<path d=\"M%.1f %.1f V%.1f\" stroke=\"#2a6\" stroke-opacity=\"0.5\"/><circle"
                        + " cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#2a6\" fill-opacity=\"0.7\"><title>%s</title></circle>",
                x, low, high, x, y, model.model());
    }
}
