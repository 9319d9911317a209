// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Chart.Series ONE =
            new Chart.Series("one", List.of(new Chart.Point(0.1, 2, 1, 3)));

    private static final Chart.Axis X = Chart.Axis.logarithmic("x");

    @Test
    void bands_withANumberThatIsNotFinite_areRefused() {
        Chart.Series gap = new Chart.Series("gap", List.of(Chart.Point.of(0.1, Double.NaN)));
        assertThatThrownBy(() -> Chart.bands("title", X, X, List.of(ONE, gap)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("series: expected finite numbers, found Point[x=0.1, y=NaN")
                .hasMessageEndingWith("in gap; leave the point out");
    }

    @Test
    void stacked_ofParts_isLinear() {
        Chart chart = Chart.stacked("title", X, "y", List.of(ONE, ONE));
        assertThat(chart.y().scale()).isEqualTo(Chart.Scale.LINEAR);
        assertThat(chart.kind()).isEqualTo(Chart.Kind.STACKED);
    }

    @Test
    void stacked_negativePart_isRefused() {
        Chart.Series negative =
                new Chart.Series("below", List.of(new Chart.Point(0.1, -2, -3, -1)));
        assertThatThrownBy(() -> Chart.stacked("title", X, "y", List.of(ONE, negative)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "y: expected bars of at least 0, found -2.0 in below; draw lines instead");
    }

    @Test
    void stacked_partsAtOtherPositions_areRefused() {
        Chart.Series elsewhere =
                new Chart.Series("elsewhere", List.of(new Chart.Point(0.2, 1, 1, 1)));
        assertThatThrownBy(() -> Chart.stacked("title", X, "y", List.of(ONE, elsewhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "series: expected bars at [0.1], found [0.2]; give every series at each");
    }

    @Test
    void histogram_ofSeriesAtOtherBins_isRefused() {
        Chart.Series elsewhere =
                new Chart.Series("elsewhere", List.of(new Chart.Point(0.2, 1, 1, 1)));
        assertThatThrownBy(() -> Chart.histogram("title", X, "y", List.of(ONE, elsewhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("series: expected bars at [0.1], found [0.2]");
        assertThat(Chart.histogram("title", X, "y", List.of(ONE, ONE)).kind().isBars()).isTrue();
    }

    @Test
    void mark_isKeptInOrderAndRefusedWhereThereIsNoPlace() {
        Chart chart = Chart.bands("title", X, X, List.of(ONE)).withMark("a", 1).withMark("b", 2);
        assertThat(chart.marks()).containsExactly(new Chart.Mark("a", 1), new Chart.Mark("b", 2));
        assertThatThrownBy(() -> chart.withMark("c", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mark: expected a finite position, found NaN; leave it out");
    }
}
