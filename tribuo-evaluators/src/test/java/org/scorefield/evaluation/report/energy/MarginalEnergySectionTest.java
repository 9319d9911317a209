// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.AuditSubject;
import org.scorefield.evaluation.report.HandMadeReport;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;

/** The section for findings made by hand. */
class MarginalEnergySectionTest {
    private static final ReferenceData DATA = Blobs.of(64, 8, 1);

    /** Columns of a terminal that the table must fit. */
    private static final int TERMINAL = 100;

    private final AuditInput input =
            new AuditInput(
                    new AuditSubject(
                            "by hand",
                            "cd".repeat(32),
                            Map.of("architecture", "none"),
                            new long[] {1, 8, 8},
                            new double[] {0, 1},
                            List.of()),
                    FieldModel.of("by hand", Wiener.of(DATA), Map.of()),
                    DATA,
                    AuditOptions.DEFAULT);

    private AuditSection section(HandMadeFindings made) {
        return new MarginalEnergySection(made.levels(), made.findings(), input).section();
    }

    @ParameterizedTest
    @EnumSource
    void json_ofAnyFindings_followsTheSchema(HandMadeFindings made) throws Exception {
        HandMadeReport.assertFollowsSchema(HandMadeReport.json(input, section(made)));
    }

    @Test
    void json_readBack_holdsTheSameNumbers() {
        HandMadeFindings made = HandMadeFindings.CONDITIONED_VELOCITY;
        JsonObject json = JsonParser.parseString(section(made).json().toString()).getAsJsonObject();
        List<EnergyLevel> levels = made.levels();
        for (int i = 0; i < levels.size(); i++) {
            JsonObject metrics =
                    json.getAsJsonArray("levels")
                            .get(i)
                            .getAsJsonObject()
                            .getAsJsonObject("metrics");
            for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
                Band band = levels.get(i).get(metric);
                JsonObject read = metrics.getAsJsonObject(MarginalEnergyJson.name(metric));
                if (band.n() == 0) {
                    assertThat(read).as("%s", metric).isNull();
                    continue;
                }
                assertThat(read.get("low").getAsDouble()).isEqualTo(band.low());
                assertThat(read.get("median").getAsDouble()).isEqualTo(band.median());
                assertThat(read.get("high").getAsDouble()).isEqualTo(band.high());
                assertThat(read.get("mean").getAsDouble()).isEqualTo(band.mean());
                assertThat(read.get("standardError").getAsDouble()).isEqualTo(band.standardError());
            }
        }
        double[][] energy = made.findings().slice().orElseThrow().energy();
        JsonElement row = json.getAsJsonObject("slice").getAsJsonArray("energy").get(3);
        assertThat(row.getAsJsonArray().get(5).getAsDouble()).isEqualTo(energy[3][5]);
    }

    @Test
    void json_ofNumbersThatAreNotFinite_isNullOrAbsent() {
        JsonObject json = section(HandMadeFindings.BARE).json();
        JsonObject gain = json.getAsJsonArray("gains").get(0).getAsJsonObject();
        assertThat(gain.getAsJsonArray("nu").get(0).isJsonNull()).isTrue();
        assertThat(gain.get("largest").isJsonNull()).isTrue();
        JsonObject level = json.getAsJsonArray("levels").get(0).getAsJsonObject();
        assertThat(level.get("t").isJsonNull()).isTrue();
        assertThat(level.getAsJsonObject("metrics").has("j2")).as("J2 without a time").isFalse();
        assertThat(json.has("slice")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void table_ofAnyFindings_fitsATerminal(HandMadeFindings made) {
        String text = section(made).table().text();
        assertThat(text.lines()).allMatch(line -> line.length() <= TERMINAL, "at most 100 columns");
        assertThat(text).doesNotContain("NaN").isASCII();
    }

    @Test
    void table_ofABlindNetwork_hasNoColumnForOneThatIsTold() {
        assertThat(section(HandMadeFindings.CONDITIONED_VELOCITY).table().columns())
                .contains("told t");
        assertThat(section(HandMadeFindings.BLIND_EPSILON).table().columns())
                .doesNotContain("told t");
    }

    @Test
    void charts_ofFullFindings_showEverything() {
        assertThat(section(HandMadeFindings.CONDITIONED_VELOCITY).charts()).hasSize(8);
        Chart gains = section(HandMadeFindings.BLIND_EPSILON).charts().get(0);
        assertThat(gains.series().stream().map(Chart.Series::name))
                .containsExactly("epsilon (this model)", "velocity", "sample");
        assertThat(gains.y().scale()).isEqualTo(Chart.Scale.LOGARITHMIC);
    }

    @Test
    void charts_ofBareFindings_leaveOutWhatHasNoNumber() {
        AuditSection section = section(HandMadeFindings.BARE);
        assertThat(section.charts().stream().map(Chart::title))
                .containsExactly("Noise levels that could have made a state, p(t | u)");
        assertThat(section.details().maps()).isEmpty();
        String page = HandMadeReport.page(input, section);
        assertThat(page).contains("16 of 16");
        assertThat(page.replaceAll("(?s)<script>.*?</script>", "")).doesNotContain("NaN");
    }

    @Test
    void driftErrors_onTheWay_areMediansWithinTenthsAtTheirNoise() {
        HandMadeFindings made = HandMadeFindings.CONDITIONED_VELOCITY;
        Chart chart = section(made).charts().get(1);
        List<EnergyLevel> levels =
                made.levels().stream().filter(l -> l.place() == Place.TRAJECTORY).toList();
        NoiseSchedule schedule = input.model().predictor().schedule();
        assertThat(chart.series()).hasSize(3);
        for (int i = 0; i < levels.size(); i++) {
            Chart.Point point = chart.series().get(1).points().get(i);
            double t = levels.get(i).t();
            assertThat(point.x()).isEqualTo(schedule.sigma(t) / schedule.alpha(t));
            var band = levels.get(i).get(MarginalEnergyMetrics.TRAINED_DRIFT_ERROR);
            assertThat(new double[] {point.low(), point.y(), point.high()})
                    .containsExactly(band.low(), band.median(), band.high());
        }
    }

    /** The shares of the three parts add up to one at every level. */
    @Test
    void shares_ofParts_addUpToOne() {
        Chart chart = section(HandMadeFindings.CONDITIONED_VELOCITY).charts().get(6);
        assertThat(chart.kind()).isEqualTo(Chart.Kind.STACKED);
        for (int i = 0; i < chart.series().get(0).points().size(); i++) {
            int index = i;
            double sum =
                    chart.series().stream().mapToDouble(part -> part.points().get(index).y()).sum();
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void runs_table_countsWhatDiverged() {
        Table runs = section(HandMadeFindings.BLIND_EPSILON).details().tables().get(0);
        assertThat(runs.rows()).hasSize(2);
        assertThat(runs.rows().get(0)).startsWith("epsilon", "best blind", "0 of 3");
        assertThat(runs.rows().get(1)).startsWith("epsilon", "this model", "5 of 8");
        Table none = section(HandMadeFindings.BARE).details().tables().get(0);
        assertThat(none.rows().get(0)).contains("\u2013", "16 of 16");
    }

    @Test
    void gains_whosePowerIsNotKnown_areAbsentInTheTableAndNull() {
        HandMadeFindings made = HandMadeFindings.CONDITIONED_VELOCITY;
        AuditSection section = section(made);
        Table gains = section.details().tables().get(1);
        assertThat(gains.columns()).contains("p at the data");
        assertThat(gains.rows().get(1).get(2)).isEqualTo(Numbers.of(1));
        assertThat(gains.rows().get(2)).endsWith("\u2013", "\u2013");
        JsonObject json = section.json().getAsJsonArray("gains").get(2).getAsJsonObject();
        assertThat(json.get("growthAtData").isJsonNull()).isTrue();
        assertThat(json.get("growthAtNoise").isJsonNull()).isTrue();
    }

    @Test
    void codimension_whereThereIsNone_isAbsentInTableAndChart() {
        AuditSection section = section(HandMadeFindings.CONDITIONED_VELOCITY);
        List<Table> tables = section.details().tables();
        List<List<String>> rows = tables.get(tables.size() - 1).rows();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).get(2)).startsWith(Numbers.of(32));
        assertThat(rows.get(2).get(2)).isEqualTo("\u2013");
        Chart chart = section.charts().get(7);
        assertThat(chart.series().get(0).points()).hasSize(2);
    }

    @Test
    void meaning_ofABlindNetwork_neverSaysThatItWasTold() {
        assertThat(section(HandMadeFindings.BLIND_EPSILON).meaning())
                .anyMatch(sentence -> sentence.contains("since this model cannot be told"));
        assertThat(section(HandMadeFindings.BLIND_EPSILON).table().caption())
                .doesNotContain("told the time");
        assertThat(section(HandMadeFindings.CONDITIONED_VELOCITY).meaning())
                .noneMatch(sentence -> sentence.contains("cannot be told"));
    }

    @Test
    void limits_sayThePriorAndWhatIsNotWeighed() {
        assertThat(section(HandMadeFindings.BLIND_EPSILON).details().limits())
                .anyMatch(limit -> limit.contains("t from 0.00100 to 0.999"))
                .anyMatch(limit -> limit.contains("1024 reference points"))
                .anyMatch(limit -> limit.startsWith("Contraction"));
        // Held-out data have E[t | u] = 0.5 here.
        NoiseSchedule schedule = input.model().predictor().schedule();
        double floor = schedule.sigma(0.5) / schedule.alpha(0.5);
        assertThat(section(HandMadeFindings.BLIND_EPSILON).details().limits().get(0))
                .contains("below \u03c3/\u03b1 of about " + Numbers.of(floor) + " errors do not");
    }

    @Test
    void page_withWarningsAndALandscape_showsBothWithoutANetwork() {
        String html = HandMadeReport.page(input, section(HandMadeFindings.BLIND_EPSILON));
        assertThat(html)
                .contains("lie farther &lt;out&gt;.")
                .contains("<svg class=\"map\" role=\"img\"")
                .contains("Marked: reference at (0, 0); reference at (1.00, 0); held out at")
                .contains("<p class=\"verdict\">Unstable without the noise level: made by hand.");
    }
}
