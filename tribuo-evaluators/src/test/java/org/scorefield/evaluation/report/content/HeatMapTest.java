// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    /** Coordinates of contours are exact for planes, up to rounding. */
    private static final double ROUNDING = 1e-12;

    private static final HeatMap.Axis THREE = new HeatMap.Axis("x", new double[] {0, 1, 2});

    private static HeatMap map(double[][] values) {
        return new HeatMap(
                "title",
                "caption",
                THREE,
                THREE,
                "E <nats>",
                values,
                List.of(new HeatMap.Mark("here & there", 1, 2)));
    }

    @Test
    void svg_ofMap_hasAxesLegendMarksAndADescription() {
        String svg = map(new double[][] {{3, 2, 1}, {4, 0, 4}, {1, 2, Double.NaN}}).svg();
        assertThat(svg)
                .contains("role=\"img\"", "data:image/png;base64,", "linearGradient")
                .contains("here &amp; there")
                .contains(
                        "aria-label=\"title. E &lt;nats&gt; over x and x: lowest, 0, at (1.00, 1.00)")
                .doesNotContain("NaN");
    }

    @Test
    void colours_ofOneDeepWell_areThoseOfTheRest() {
        double[] at = IntStream.range(0, 20).asDoubleStream().toArray();
        double[][] values = new double[20][20];
        for (int j = 0; j < 20; j++) {
            for (int i = 0; i < 20; i++) {
                values[j][i] = 20 * j + i;
            }
        }
        values[3][3] = -1e9;
        HeatMap.Axis axis = new HeatMap.Axis("x", at);
        HeatMap.Range range = new HeatMap("t", "c", axis, axis, "q", values, List.of()).colours();
        assertThat(range.low()).isBetween(0.0, 20.0);
        assertThat(range.high()).isBetween(380.0, 399.0);
    }

    @Test
    void colours_ofAConstantOrNothing_areARangeAllTheSame() {
        double nan = Double.NaN;
        assertThat(map(new double[][] {{5, 5, 5}, {5, 5, 5}, {5, 5, 5}}).colours())
                .isEqualTo(new HeatMap.Range(5, 6));
        assertThat(map(new double[][] {{nan, nan, nan}, {nan, nan, nan}, {nan, nan, nan}}).svg())
                .contains("E &lt;nats&gt; over x and x: no values.", "</svg>");
    }

    @Test
    void map_ofUnevenRows_isRefused() {
        assertThatThrownBy(() -> map(new double[][] {{1, 2, 3}, {1, 2}, {1, 2, 3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "values: expected 3 rows of 3, found [3, 2, 3]; give a value for each point"
                                + " of the axes");
    }

    @Test
    void axis_ofOnePosition_isRefused() {
        assertThatThrownBy(() -> new HeatMap.Axis("x", new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "axis: expected at least 2 ascending positions, found [1.0]; widen the"
                                + " plane");
    }

    /** On the plane x + 2 y every piece of a contour lies on the line x + 2 y = level. */
    @Test
    void contours_ofAPlane_areItsLines() {
        double[][] plane = new double[4][5];
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 5; i++) {
                plane[j][i] = i + 2 * j;
            }
        }
        List<double[]> pieces = Contours.at(plane, 4.5);
        assertThat(pieces).hasSizeGreaterThan(4);
        double length = 0;
        for (double[] piece : pieces) {
            assertThat(piece[0] + 2 * piece[1]).isCloseTo(4.5, within(ROUNDING));
            assertThat(piece[2] + 2 * piece[3]).isCloseTo(4.5, within(ROUNDING));
            length += Math.hypot(piece[2] - piece[0], piece[3] - piece[1]);
        }
        // From (4, 0.25) to (0, 2.25).
        assertThat(length).isCloseTo(Math.hypot(4, 2), within(ROUNDING));
    }
}
