// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.List;
import java.util.Locale;
import org.scorefield.evaluation.ridge.trajectory.Verdict;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.Svg;

/**
 * A picture of samples in the plane: a row of panels for each setting, a panel for each of the
 * first five training times, a dot for each of the first samples in the colour of its verdict,
 * rings for the data.
 *
 * @param models of all settings
 */
record SamplesFigure(List<Trained> models) {

    private static final int PANEL = 150;
    private static final int GAP = 28;
    private static final int TOP = 42;
    private static final int LEFT = 44;
    private static final int COLUMNS = 5;
    private static final int MOST = 150;

    private static final Axis PLANE = new Plane();

    SamplesFigure {
        models = List.copyOf(models);
    }

    /** Both coordinates, from -6 to 8. */
    private record Plane() implements Axis {

        @Override
        public double at(double value) {
            return (value + 6) / 14;
        }

        @Override
        public double[] ticks() {
            return new double[] {-5, 0, 5};
        }

        @Override
        public String label(double tick) {
            return String.format(Locale.ROOT, "%.0f", tick);
        }
    }

    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case MEMORISED -> "#888";
            case INTER_MODE -> "#06c";
            case OFF_RIDGE -> "#c22";
            case UNDEFINED -> "#a3a";
        };
    }

    /** The picture as the text of an SVG file. */
    String svg() {
        List<Trained.Setting> settings = models.stream().map(Trained::setting).distinct().toList();
        int width = LEFT + COLUMNS * (PANEL + GAP);
        int height = settings.size() * (PANEL + TOP + 22) + 30;
        Svg svg = new Svg(width, height);
        for (int r = 0; r < settings.size(); r++) {
            Trained.Setting setting = settings.get(r);
            int top = r * (PANEL + TOP + 22) + TOP;
            svg.add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 22, setting.label());
            int left = LEFT;
            for (Trained model :
                    models.stream()
                            .filter(m -> m.setting().equals(setting))
                            .limit(COLUMNS)
                            .toList()) {
                panel(svg, model, new Svg.Box(left, top, PANEL, PANEL));
                left += PANEL + GAP;
            }
        }
        int left = LEFT;
        for (Verdict verdict : Verdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
            svg.add(
                    "<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\"/><text x=\"%d\""
                            + " y=\"%d\">%s</text>",
                    left, height - 14, colour(verdict), left + 8, height - 10, name);
            left += 100;
        }
        return svg.text();
    }

    private static void panel(Svg svg, Trained model, Svg.Box box) {
        svg.frame(box, PLANE, PLANE);
        List<Verdict> verdicts = model.ledger().verdicts();
        int count = Math.min(MOST, verdicts.size());
        int outside = 0;
        for (Verdict verdict : Verdict.values()) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < count; i++) {
                double x = PLANE.at(model.samples()[i][0]);
                double y = PLANE.at(model.samples()[i][1]);
                if (verdicts.get(i) != verdict) {
                    continue;
                }
                if (Math.abs(x - .5) > .5 || Math.abs(y - .5) > .5) {
                    outside++;
                    continue;
                }
                path.append(String.format(Locale.ROOT, "M%.1f %.1fh0", box.x(x), box.y(y)));
            }
            if (!path.isEmpty()) {
                svg.add(
                        "<path d=\"%s\" stroke=\"%s\" stroke-width=\"2.5\""
                                + " stroke-linecap=\"round\" stroke-opacity=\"0.6\"/>",
                        path, colour(verdict));
            }
        }
        for (double[] point : model.setting().modes().points()) {
            svg.add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"none\" stroke=\"#222\"/>",
                    box.x(PLANE.at(point[0])), box.y(PLANE.at(point[1])));
        }
        String more = outside == 0 ? "" : String.format(Locale.ROOT, ", %d outside", outside);
        svg.add(
                "<text x=\"%d\" y=\"%d\">s = %s%s</text>",
                box.left(), box.top() - 6, model.time(), more);
    }
}
