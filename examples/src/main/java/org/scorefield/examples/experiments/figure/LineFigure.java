// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of panels with lines, and one legend below them: a name has one colour and style in all
 * panels.
 *
 * @param columns panels side by side, at least 1
 * @param panels from left to right, from the top
 */
public record LineFigure(int columns, List<Panel> panels) {

    private static final int PANEL = 210;
    private static final int GAP = 62;
    private static final int TOP = 34;
    private static final int LEFT = 64;
    private static final int BELOW = 48;
    private static final int KEY = 150;

    /**
     * Copies.
     *
     * @param columns panels side by side, at least 1
     * @param panels from left to right, from the top
     */
    public LineFigure {
        panels = List.copyOf(panels);
        if (columns < 1 || panels.isEmpty()) {
            throw new IllegalArgumentException(
                    "columns: expected at least 1 and a panel, found "
                            + columns
                            + " and "
                            + panels.size()
                            + "; add a panel");
        }
    }

    /**
     * One panel.
     *
     * @param title above it
     * @param right the axis at the bottom
     * @param rightName what it measures
     * @param up the axis at the left
     * @param lines in it
     */
    public record Panel(String title, Axis right, String rightName, Axis up, List<Line> lines) {

        /**
         * Copies.
         *
         * @param title above it
         * @param right the axis at the bottom
         * @param rightName what it measures
         * @param up the axis at the left
         * @param lines in it
         */
        public Panel {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line.
     *
     * @param key its name, colour and style
     * @param points from left to right
     */
    public record Line(Key key, List<Point> points) {

        /**
         * Copies.
         *
         * @param key its name, colour and style
         * @param points from left to right
         */
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * How a line is drawn, and what the legend calls it.
     *
     * @param name in the legend
     * @param colour as SVG writes it
     * @param dashes the line's dashes as SVG writes them, such as "5 3"; empty for none
     */
    public record Key(String name, String colour, String dashes) {}

    /**
     * A value with the interval around it.
     *
     * @param x position
     * @param y value
     * @param low lower end, equal to y for none
     * @param high upper end, equal to y for none
     */
    public record Point(double x, double y, double low, double high) {}

    /** {@return the picture as the text of an SVG file} */
    public String svg() {
        int rows = (panels.size() + columns - 1) / columns;
        int width = LEFT + columns * (PANEL + GAP);
        Map<String, Key> keys = new LinkedHashMap<>();
        for (Panel panel : panels) {
            panel.lines().forEach(line -> keys.putIfAbsent(line.key().name(), line.key()));
        }
        int perRow = Math.max(1, (width - LEFT) / KEY);
        int legend = (keys.size() + perRow - 1) / perRow * 18;
        int bottom = rows * (PANEL + TOP + BELOW);
        Svg svg = new Svg(width, bottom + legend + 12);
        for (int i = 0; i < panels.size(); i++) {
            int left = LEFT + i % columns * (PANEL + GAP);
            int top = i / columns * (PANEL + TOP + BELOW) + TOP;
            draw(svg, panels.get(i), new Svg.Box(left, top, PANEL, PANEL));
        }
        int i = 0;
        for (Key key : keys.values()) {
            int x = LEFT + i % perRow * KEY;
            int y = bottom + i / perRow * 18 + 10;
            svg.add(
                    "<path d=\"M%d %d h24\" stroke=\"%s\" stroke-width=\"2\""
                            + " stroke-dasharray=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>",
                    x, y - 4, key.colour(), key.dashes(), x + 30, y, key.name());
            i++;
        }
        return svg.text();
    }

    private static void draw(Svg svg, Panel panel, Svg.Box box) {
        svg.add("<text x=\"%d\" y=\"%d\">%s</text>", box.left(), box.top() - 8, panel.title());
        svg.frame(box, panel.right(), panel.up());
        svg.add(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                box.x(0.5), box.bottom() + 36, panel.rightName());
        for (Line line : panel.lines()) {
            StringBuilder path = new StringBuilder();
            for (Point point : line.points()) {
                double x = box.x(panel.right().at(point.x()));
                double y = box.y(panel.up().at(point.y()));
                path.append(
                        String.format(
                                Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x, y));
                if (point.high() > point.low()) {
                    svg.add(
                            "<path d=\"M%.1f %.1f V%.1f\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                            x,
                            box.y(panel.up().at(point.low())),
                            box.y(panel.up().at(point.high())),
                            line.key().colour());
                }
            }
            svg.add(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\""
                            + " stroke-dasharray=\"%s\"/>",
                    path, line.key().colour(), line.key().dashes());
        }
    }
}
