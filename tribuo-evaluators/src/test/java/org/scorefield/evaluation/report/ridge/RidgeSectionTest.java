// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.AuditSubject;
import org.scorefield.evaluation.report.HandMadeReport;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Geometry;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Process;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Way;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;

/** The section of a real evaluation: a linear denoiser of small images. */
class RidgeSectionTest {
    private static final ReferenceData DATA = Blobs.of(64, 4, 1);

    /** Columns of a terminal that the table must fit. */
    private static final int TERMINAL = 100;

    private static AuditSection chosen;
    private static AuditSection whole;

    @BeforeAll
    static void evaluate() {
        chosen = new RidgeAudit().run(input(ReferenceRole.SAMPLE), ProgressListener.NONE);
        whole = new RidgeAudit().run(input(ReferenceRole.WHOLE), ProgressListener.NONE);
    }

    private static AuditInput input(ReferenceRole role) {
        RidgeEvaluatorOptions options =
                new RidgeEvaluatorOptions(
                        4,
                        new Way(Process.PROBABILITY_FLOW, 6, 12, 6),
                        new Geometry(
                                role == ReferenceRole.WHOLE
                                        ? OptionalInt.of(2)
                                        : OptionalInt.empty(),
                                4,
                                OptionalDouble.empty(),
                                2),
                        40,
                        0,
                        64);
        return new AuditInput(
                new AuditSubject(
                        "by hand",
                        "cd".repeat(32),
                        Map.of("architecture", "none"),
                        new long[] {1, 4, 4},
                        new double[] {0, 1},
                        List.of()),
                FieldModel.of("by hand", Wiener.of(DATA), Map.of()),
                DATA,
                AuditOptions.DEFAULT.withLevels(4).withReferenceRole(role).withRidge(options));
    }

    @Test
    void json_followsTheSchema() throws Exception {
        HandMadeReport.assertFollowsSchema(
                HandMadeReport.json(input(ReferenceRole.SAMPLE), chosen));
        HandMadeReport.assertFollowsSchema(HandMadeReport.json(input(ReferenceRole.WHOLE), whole));
    }

    @Test
    void json_holdsSharesThatAddUp() {
        JsonObject json = JsonParser.parseString(chosen.json().toString()).getAsJsonObject();
        int sum = 0;
        for (String verdict : List.of("memorised", "interMode", "offRidge", "undefined")) {
            JsonObject part = json.getAsJsonObject("shares").getAsJsonObject(verdict);
            sum += part.get("count").getAsInt();
            assertThat(part.get("low").getAsDouble())
                    .isLessThanOrEqualTo(part.get("share").getAsDouble());
        }
        assertThat(sum).isEqualTo(6);
        JsonArray levels = json.getAsJsonArray("levels");
        assertThat(levels).hasSize(8);
        JsonObject quantities = levels.get(0).getAsJsonObject().getAsJsonObject("quantities");
        assertThat(quantities.has(RidgeJson.name(RidgeQuantity.NORMAL_ERROR))).isTrue();
        assertThat(json.getAsJsonArray("votes")).hasSize(4);
    }

    @Test
    void json_ofTheWhole_hasNoControl() {
        assertThat(whole.json().has("control")).isFalse();
        assertThat(whole.json().getAsJsonArray("votes")).isEmpty();
        assertThat(whole.json().get("read").getAsDouble()).isZero();
        assertThat(whole.meaning().get(0)).contains("d was given");
    }

    @Test
    void table_fitsATerminal() {
        for (AuditSection section : List.of(chosen, whole)) {
            String text = section.table().text();
            assertThat(text.lines())
                    .allMatch(line -> line.length() <= TERMINAL, "at most 100 columns");
            assertThat(text).doesNotContain("NaN").isASCII();
        }
    }

    @Test
    void tables_tellOfVerdictsPhasesAndVotes() {
        List<Table> tables = chosen.details().tables();
        assertThat(tables).hasSize(3);
        assertThat(tables.get(0).rows()).hasSize(4);
        assertThat(tables.get(1).rows()).hasSize(2);
        assertThat(tables.get(2).rows()).hasSize(4);
        assertThat(whole.details().tables()).hasSize(2);
        for (Table table : tables) {
            assertThat(table.text()).doesNotContain("NaN");
        }
    }

    @Test
    void charts_shadeThePhasesOverTheLevels() {
        Chart distance = chosen.charts().get(0);
        assertThat(distance.spans()).isNotEmpty();
        double least = distance.series().get(0).points().get(0).x();
        for (Chart.Span span : distance.spans()) {
            assertThat(span.from()).isGreaterThanOrEqualTo(least);
            assertThat(List.of("reach", "align", "slide", "single points")).contains(span.label());
        }
        assertThat(chosen.charts().stream().map(Chart::title))
                .contains(
                        "Share on the ridge",
                        "Error across the ridge (normal) and along it (tangent)");
    }

    @Test
    void gallery_hasASampleAboveItsNearestImage() {
        List<Gallery> galleries = chosen.details().galleries();
        assertThat(galleries).hasSize(1);
        List<Gallery.Row> rows = galleries.get(0).rows();
        assertThat(rows.size() % 2).isZero();
        assertThat(rows.get(1).name()).isEqualTo("nearest data");
        assertThat(rows.get(0).pictures().get(0)).isPresent();
        assertThat(rows.get(0).pictures().get(0).get().uri()).startsWith("data:image/png");
    }

    @Test
    void meaning_countsTheHeldOutData_ratherThanPromiseShares() {
        JsonObject json = JsonParser.parseString(chosen.json().toString()).getAsJsonObject();
        double read = json.get("read").getAsDouble();
        int on = -1;
        for (JsonElement one : json.getAsJsonArray("levels")) {
            JsonObject level = one.getAsJsonObject();
            boolean heldOut = level.get("place").getAsString().equals("held_out");
            if (heldOut && level.get("noise").getAsDouble() == read) {
                on = level.getAsJsonObject("onRidge").get("count").getAsInt();
            }
        }
        int near =
                json.getAsJsonObject("control")
                        .getAsJsonObject("memorised")
                        .get("count")
                        .getAsInt();
        String text = String.join(" ", chosen.meaning());
        assertThat(text)
                .contains("where " + on + " of 6 of them are on it")
                .contains("within which " + near + " of 6 held-out data lie by chance");
        assertThat(chosen.details().warnings())
                .anyMatch(warning -> warning.contains("6 held-out data, fewer than the 20"));
    }

    @Test
    void limits_sayWhoseMemory() {
        assertThat(chosen.details().limits().get(0)).contains("If they were held out of training");
        assertThat(whole.details().limits().get(0)).startsWith("The true distribution");
    }
}
