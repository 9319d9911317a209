// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.figure;

import java.util.Locale;

/** An SVG picture as it grows: black text on white, lengths in pixels. */
public final class Svg {

    private final StringBuilder text = new StringBuilder();

    /**
     * An empty picture.
     *
     * @param width of it
     * @param height of it
     */
    public Svg(int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">",
                width, height, width);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
    }

    /**
     * Adds an element.
     *
     * @param format the element, as {@link String#format} takes it
     * @param arguments of it
     */
    public void add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /**
     * Adds the frame of a panel with the marks of its axes.
     *
     * @param box where it is
     * @param right the axis at the bottom
     * @param up the axis at the left
     */
    public void frame(Box box, Axis right, Axis up) {
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>",
                box.left(), box.top(), box.width(), box.height());
        for (double tick : right.ticks()) {
            double x = box.x(right.at(tick));
            add(
                    "<path d=\"M%.1f %d v5\" stroke=\"#999\"/><text x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%s</text>",
                    x, box.bottom(), x, box.bottom() + 18, right.label(tick));
        }
        for (double tick : up.ticks()) {
            double y = box.y(up.at(tick));
            add(
                    "<path d=\"M%d %.1f h-5\" stroke=\"#999\"/><text x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%s</text>",
                    box.left(), y, box.left() - 7, y + 4, up.label(tick));
        }
    }

    /** {@return the picture as the text of an SVG file} */
    public String text() {
        return text + "</svg>\n";
    }

    /**
     * The inside of a panel.
     *
     * @param left its left side
     * @param top its upper side
     * @param width of it
     * @param height of it
     */
    public record Box(int left, int top, int width, int height) {

        /** {@return the lower side} */
        public int bottom() {
            return top + height;
        }

        /**
         * Across the picture, at a position on the axis at the bottom.
         *
         * @param position a value of that axis
         * @return the distance from the left side of the picture
         */
        public double x(double position) {
            return left + position * width;
        }

        /**
         * Down the picture, at a position on the axis at the left.
         *
         * @param position a value of that axis
         * @return the distance from the upper side of the picture
         */
        public double y(double position) {
            return bottom() - position * height;
        }
    }
}
