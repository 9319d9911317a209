// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.AuditSubject;
import org.scorefield.evaluation.report.HandMadeReport;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.shift.SupportShift;

/** The section for findings made by hand. */
class SupportSectionTest {
    private static final ReferenceData DATA = Blobs.of(64, HandMadeFindings.SIDE, 1);

    /** Columns of a terminal that the table must fit. */
    private static final int TERMINAL = 100;

    private final AuditInput input = input(AuditOptions.DEFAULT);

    private static AuditInput input(AuditOptions options) {
        return new AuditInput(
                new AuditSubject(
                        "by hand",
                        "cd".repeat(32),
                        Map.of("architecture", "none"),
                        new long[] {1, HandMadeFindings.SIDE, HandMadeFindings.SIDE},
                        new double[] {0, 1},
                        List.of()),
                FieldModel.of("by hand", Wiener.of(DATA), Map.of()),
                DATA,
                options);
    }

    private AuditSection section(HandMadeFindings made) {
        return new SupportSection(made.findings(), input).section();
    }

    private Chart chart(HandMadeFindings made, String start) {
        return section(made).charts().stream()
                .filter(chart -> chart.title().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private Table table(HandMadeFindings made, String start) {
        return section(made).details().tables().stream()
                .filter(table -> table.caption().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void json_ofAnyFindings_followsTheSchema(HandMadeFindings made) throws Exception {
        HandMadeReport.assertFollowsSchema(HandMadeReport.json(input, section(made)));
    }

    @Test
    void json_readBack_holdsTheSameNumbers() {
        SupportFindings findings = HandMadeFindings.IMAGES.findings();
        JsonObject json =
                JsonParser.parseString(section(HandMadeFindings.IMAGES).json().toString())
                        .getAsJsonObject();
        assertThat(json.get("support").getAsString()).isEqualTo("on-support");
        assertThat(json.get("dimension").getAsInt()).isEqualTo(DATA.dimension());
        JsonArray exponents = json.getAsJsonArray("exponents");
        assertThat(exponents).hasSameSizeAs(findings.exponents());
        for (int i = 0; i < exponents.size(); i++) {
            Band band = findings.exponents().get(i);
            JsonObject read = exponents.get(i).getAsJsonObject();
            assertThat(read.get("median").getAsDouble()).isEqualTo(band.median());
            assertThat(read.get("n").getAsInt()).isEqualTo(band.n());
        }
        JsonArray shifts = json.getAsJsonArray("shifts");
        for (int i = 0; i < shifts.size(); i++) {
            SupportShift shift = findings.shifts().get(i);
            JsonObject read = shifts.get(i).getAsJsonObject();
            assertThat(read.get("trend").getAsDouble()).isEqualTo(shift.trend());
            JsonObject last = read.getAsJsonArray("ends").get(3).getAsJsonObject();
            assertThat(last.get("normal").getAsDouble()).isEqualTo(shift.last().normal());
            assertThat(last.getAsJsonObject("level").get("sigma").getAsDouble())
                    .isEqualTo(shift.last().level().sigma());
        }
        assertThat(shifts.get(3).getAsJsonObject().get("source").getAsString()).isEqualTo("own");
        JsonObject dimension = json.getAsJsonObject("intrinsicDimension");
        assertThat(dimension.get("chosen").getAsInt()).isEqualTo(HandMadeFindings.D);
        assertThat(dimension.get("disagreement").getAsDouble()).isEqualTo(4);
        JsonArray largest =
                json.getAsJsonArray("alignments")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("largest");
        assertThat(largest.get(3).isJsonNull()).as("a sample without a frame").isTrue();
        assertThat(largest.get(4).getAsDouble())
                .isEqualTo(findings.alignments().get(0).largest()[4]);
    }

    @Test
    void json_ofNumbersThatAreNotFinite_isNull() {
        JsonObject json = section(HandMadeFindings.BARE).json();
        assertThat(json.get("support").getAsString()).isEqualTo("undecided");
        JsonObject shift = json.getAsJsonArray("shifts").get(0).getAsJsonObject();
        assertThat(shift.get("size").isJsonNull()).isTrue();
        assertThat(shift.get("trend").isJsonNull()).isTrue();
        assertThat(json.getAsJsonObject("gap").get("n").getAsInt()).isZero();
        JsonObject step =
                section(HandMadeFindings.OFF)
                        .json()
                        .getAsJsonArray("condition")
                        .get(0)
                        .getAsJsonObject();
        assertThat(step.getAsJsonObject("bound").get("median").isJsonNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void table_ofAnyFindings_fitsATerminal(HandMadeFindings made) {
        String text = section(made).table().text();
        assertThat(text.lines()).allMatch(line -> line.length() <= TERMINAL, "at most 100 columns");
        assertThat(text).doesNotContain("NaN").isASCII();
    }

    @Test
    void table_ofShifts_hasSizesRatiosAndPowers() {
        SupportFindings findings = HandMadeFindings.OFF.findings();
        List<List<String>> rows = section(HandMadeFindings.OFF).table().rows();
        assertThat(rows.stream().map(row -> row.get(0)))
                .containsExactly(
                        "random score error",
                        "random denoiser error",
                        "random velocity error",
                        "own error");
        SupportShift own = findings.shifts().get(3);
        assertThat(rows.get(3))
                .containsExactly(
                        "own error",
                        Numbers.of(0.321),
                        Numbers.of(own.last().level().sigma()),
                        Numbers.of(2.34),
                        Numbers.of(1.3),
                        Numbers.of(2.34 / 1.3),
                        Numbers.of(2.34),
                        Numbers.of(own.trend()),
                        "31");
        // Made as a power of sigma, told as one of sigma / alpha, which is the same at little
        // noise.
        assertThat(findings.shifts().get(0).trend()).isCloseTo(0.97, within(1e-3));
        assertThat(rows.get(0).get(7)).isEqualTo(Numbers.of(0.97));
    }

    @Test
    void table_ofAShiftWithoutNumbers_saysSoWithoutNaN() {
        assertThat(section(HandMadeFindings.BARE).table().rows())
                .containsExactly(
                        List.of(
                                "random velocity error",
                                Numbers.NONE,
                                Numbers.of(HandMadeFindings.level(0.01).sigma()),
                                Numbers.NONE,
                                Numbers.NONE,
                                Numbers.NONE,
                                Numbers.NONE,
                                Numbers.NONE,
                                "0"));
    }

    @Test
    void charts_ofFullFindings_showEverything() {
        assertThat(section(HandMadeFindings.IMAGES).charts()).hasSize(7);
        Chart spectrum = section(HandMadeFindings.IMAGES).charts().get(0);
        assertThat(spectrum.marks()).containsExactly(new Chart.Mark("d = 5", 5.5));
        List<Band> exponents = HandMadeFindings.IMAGES.findings().exponents();
        for (int i = 0; i < exponents.size(); i++) {
            Band band = exponents.get(i);
            assertThat(spectrum.series().get(0).points().get(i))
                    .isEqualTo(new Chart.Point(i + 1, band.median(), band.low(), band.high()));
        }
    }

    @Test
    void charts_ofBareFindings_leaveOutWhatHasNoNumber() {
        AuditSection section = section(HandMadeFindings.BARE);
        assertThat(section.charts()).isEmpty();
        assertThat(section.details().galleries()).isEmpty();
        String page = HandMadeReport.page(input, section);
        assertThat(page.replaceAll("(?s)<script>.*?</script>", "")).doesNotContain("NaN");
        assertThat(page).contains("probability flow &lt;b&gt;").contains("1 trajectory.");
    }

    /** Every sample with a frame is in one bin, by degrees. */
    @Test
    void angles_areCountedInDegreesByFrame() {
        Chart chart = chart(HandMadeFindings.OFF, "Largest angle");
        assertThat(chart.kind()).isEqualTo(Chart.Kind.HISTOGRAM);
        assertThat(chart.series().stream().map(Chart.Series::name))
                .containsExactly("against local PCA", "against ridge");
        double[] largest = HandMadeFindings.OFF.findings().alignments().get(0).largest();
        List<Chart.Point> bins = chart.series().get(0).points();
        double half = (bins.get(1).x() - bins.get(0).x()) / 2;
        for (Chart.Point bin : bins) {
            long inside = 0;
            for (double angle : largest) {
                double degrees = Math.toDegrees(angle);
                if (degrees >= bin.x() - half && degrees < bin.x() + half) {
                    inside++;
                }
            }
            assertThat(bin.y()).as("bin at %s", bin.x()).isEqualTo(inside);
        }
        assertThat(bins.stream().mapToDouble(Chart.Point::y).sum()).isEqualTo(31);
    }

    @Test
    void angles_thatAreSmall_haveFineBins() {
        Chart chart = chart(HandMadeFindings.IMAGES, "Largest angle");
        List<Chart.Point> bins = chart.series().get(1).points();
        assertThat(bins.get(1).x() - bins.get(0).x()).isEqualTo(1.0);
        assertThat(bins.get(0).x()).isEqualTo(0.5);
    }

    @Test
    void shifts_standBesideTheNoiseThatIsLeft() {
        Chart chart = chart(HandMadeFindings.IMAGES, "Shift off the support");
        assertThat(chart.series()).hasSize(5);
        Chart.Series noise = chart.series().get(4);
        assertThat(noise.name()).startsWith("noise left");
        for (Chart.Point point : noise.points()) {
            assertThat(point.y())
                    .isCloseTo(
                            point.x() * Math.sqrt(DATA.dimension() - HandMadeFindings.D),
                            within(1e-12));
        }
        assertThat(chart.series().get(0).points().stream().map(Chart.Point::x)).isSorted();
        assertThat(chart(HandMadeFindings.IMAGES, "Shift along").series()).hasSize(4);
    }

    @Test
    void bound_thatDoesNotHold_isLeftOutOfTheChartAndNamedInTheTable() {
        Chart chart = chart(HandMadeFindings.IMAGES, "Slope");
        assertThat(chart.series().get(1).points()).hasSize(40);
        assertThat(chart.series().get(0).points()).hasSize(30);
        assertThat(chart(HandMadeFindings.OFF, "Slope").series().stream().map(Chart.Series::name))
                .containsExactly("measured");
        Table table = table(HandMadeFindings.OFF, "The sufficient condition");
        assertThat(table.rows())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(r -> r.get(3).equals("none"));
    }

    @Test
    void dimensions_areShownWithTheirDisagreement() {
        Table table = table(HandMadeFindings.IMAGES, "Estimates of the dimension");
        assertThat(table.caption())
                .contains("differ by up to 4.00")
                .endsWith("and why: d = 5: spectrum gap comes first, FLIPD says 6.42.");
        assertThat(table.rows().stream().map(row -> row.get(0)))
                .containsExactly("spectrum gap", "score normal bundle", "FLIPD");
        assertThat(table(HandMadeFindings.BARE, "Estimates").caption())
                .doesNotContain("differ")
                .contains("d = 1 was given.");
    }

    @Test
    void gallery_ofImages_hasLeadingAndTrailingDirections() {
        List<Gallery> galleries = section(HandMadeFindings.IMAGES).details().galleries();
        assertThat(galleries).hasSize(1);
        assertThat(galleries.get(0).columns())
                .containsExactly(
                        "sample",
                        "direction 1",
                        "direction 2",
                        "direction 3",
                        "direction 4",
                        "direction 9",
                        "direction 10",
                        "direction 11",
                        "direction 12");
        assertThat(galleries.get(0).rows()).hasSize(3);
        AuditSection none =
                new SupportSection(
                                HandMadeFindings.IMAGES.findings(),
                                input(AuditOptions.DEFAULT.withImages(0)))
                        .section();
        assertThat(none.details().galleries()).isEmpty();
    }

    @Test
    void meaning_saysOnlyWhatWasMeasured() {
        assertThat(section(HandMadeFindings.IMAGES).meaning())
                .anyMatch(sentence -> sentence.contains("of 64 coordinates about 5"))
                .anyMatch(sentence -> sentence.contains("decides the verdict"));
        assertThat(section(HandMadeFindings.BARE).meaning())
                .noneMatch(sentence -> sentence.startsWith("Lyapunov"))
                .noneMatch(sentence -> sentence.startsWith("The condition"));
    }

    @Test
    void page_escapesWarningsAndNotes() {
        String page = HandMadeReport.page(input, section(HandMadeFindings.OFF));
        assertThat(page)
                .contains("no frame &lt;at all&gt;.")
                .contains("256 scores &lt;beside&gt; a point")
                .contains("<p class=\"verdict\">Off the support: by hand.")
                .contains("aria-label=\"Histogram over angle, degrees: against local PCA")
                .contains("marked: d = 5")
                .contains("<td class=\"words\">3 of 4 points");
    }
}
