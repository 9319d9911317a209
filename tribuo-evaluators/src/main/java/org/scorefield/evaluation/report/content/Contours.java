// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.ArrayList;
import java.util.List;

/** Lines of equal value on a grid, by marching triangles: each cell is cut along a diagonal. */
final class Contours {
    private Contours() {}

    /**
     * The pieces of one line.
     *
     * @param values {@code [y][x]}; cells with a value that is not finite have no line
     * @param level the value of the line
     * @return pieces {x0, y0, x1, y1} in units of the grid, not in order
     */
    static List<double[]> at(double[][] values, double level) {
        List<double[]> pieces = new ArrayList<>();
        for (int j = 0; j + 1 < values.length; j++) {
            for (int i = 0; i + 1 < values[j].length; i++) {
                double[] a = {i, j, values[j][i] - level};
                double[] b = {i + 1, j, values[j][i + 1] - level};
                double[] c = {i, j + 1, values[j + 1][i] - level};
                double[] d = {i + 1, j + 1, values[j + 1][i + 1] - level};
                triangle(a, b, d, pieces);
                triangle(a, c, d, pieces);
            }
        }
        return pieces;
    }

    private static void triangle(double[] a, double[] b, double[] c, List<double[]> pieces) {
        if (!Double.isFinite(a[2] + b[2] + c[2])) {
            return;
        }
        List<double[]> ends = new ArrayList<>();
        crossing(a, b, ends);
        crossing(b, c, ends);
        crossing(c, a, ends);
        if (ends.size() == 2) {
            pieces.add(
                    new double[] {ends.get(0)[0], ends.get(0)[1], ends.get(1)[0], ends.get(1)[1]});
        }
    }

    private static void crossing(double[] a, double[] b, List<double[]> ends) {
        if (a[2] < 0 != b[2] < 0) {
            double part = a[2] / (a[2] - b[2]);
            ends.add(new double[] {a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])});
        }
    }
}
