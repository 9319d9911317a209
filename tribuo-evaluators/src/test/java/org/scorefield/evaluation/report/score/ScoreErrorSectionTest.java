// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.score.estimate.LevelError;

/** The section for levels made by hand, among them those that no audit of unknown data can give. */
class ScoreErrorSectionTest {
    private static final ReferenceData DATA = Blobs.of(64, 8, 1);

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
                    AuditOptions.DEFAULT.withImages(2));

    private AuditSection section(HandMadeLevels levels) {
        return new ScoreErrorSection(levels.errors(8), input).section();
    }

    @ParameterizedTest
    @EnumSource
    void json_ofAnyLevels_followsTheSchema(HandMadeLevels levels) throws Exception {
        HandMadeReport.assertFollowsSchema(HandMadeReport.json(input, section(levels)));
    }

    @Test
    void verdict_ofKnownScore_bracketsTheNats() {
        assertThat(section(HandMadeLevels.KNOWN).verdict())
                .contains("At 6 of 8 noise levels part of the score error can reach the samples")
                .contains("95 % confidence for all levels together")
                .containsPattern("at least .* nats .* about .* at most\\.");
    }

    @Test
    void verdict_ofUnknownScore_claimsNoUpperBound() {
        assertThat(section(HandMadeLevels.UNKNOWN).verdict())
                .contains("at least")
                .doesNotContain("at most");
    }

    @Test
    void verdict_whereNothingIsFound_saysWhatWouldBeMissed() {
        assertThat(section(HandMadeLevels.NOTHING).verdict())
                .startsWith("No error that reaches the samples was detected at 8 noise levels")
                .contains("would be missed");
    }

    @Test
    void verdict_ofAnEstimatorWithoutBounds_certifiesNothing() {
        AuditSection section = section(HandMadeLevels.WITHOUT_BOUNDS);
        assertThat(section.verdict()).endsWith("nothing is certified.");
        assertThat(section.table().text()).doesNotContain("NaN");
        assertThat(section.details().tables().get(1).text()).doesNotContain("NaN");
    }

    @Test
    void gradientChart_ofBounds_hasTheIntervalsOfTheEstimates() {
        List<LevelError> errors = HandMadeLevels.UNKNOWN.errors(8);
        Chart.Series estimate = section(HandMadeLevels.UNKNOWN).charts().get(1).series().get(0);
        for (int i = 0; i < errors.size(); i++) {
            Chart.Point point = estimate.points().get(i);
            assertThat(point.low()).isEqualTo(errors.get(i).gradient().interval().low());
            assertThat(point.high()).isEqualTo(errors.get(i).gradient().interval().high());
        }
    }

    /** Gradient part found, the undecided part and the solenoidal part make up the whole error. */
    @Test
    void errors_ofKnownScore_stackToTheWholeError() {
        List<LevelError> errors = HandMadeLevels.KNOWN.errors(8);
        Chart chart = section(HandMadeLevels.KNOWN).charts().get(0);
        assertThat(chart.kind()).isEqualTo(Chart.Kind.STACKED);
        for (int i = 0; i < errors.size(); i++) {
            int index = i;
            double sum =
                    chart.series().stream().mapToDouble(part -> part.points().get(index).y()).sum();
            double whole = errors.get(i).known().orElseThrow().squaredError().value();
            assertThat(sum).isCloseTo(whole, within(1e-9));
        }
    }

    @Test
    void classes_table_marksWhatWasChosen() {
        Table classes = section(HandMadeLevels.UNKNOWN).details().tables().get(1);
        List<String> names = new ArrayList<>();
        classes.rows().forEach(row -> names.add(row.get(0)));
        assertThat(names).containsExactly("quadratic", "separable degree 4 (pixel)", "union");
        assertThat(classes.rows().get(2).get(2)).endsWith("*");
        assertThat(classes.rows().get(0).get(2)).doesNotContain("*");
    }

    @Test
    void galleries_ofImages_showDirectionsWithShares() {
        Gallery gallery = section(HandMadeLevels.UNKNOWN).details().galleries().get(0);
        assertThat(gallery.columns()).hasSize(8);
        assertThat(gallery.rows()).hasSize(2);
        assertThat(gallery.rows().get(1).pictures())
                .allSatisfy(picture -> assertThat(picture.orElseThrow().label()).isEqualTo("20 %"));
    }

    @Test
    void limits_ofLevelsWithNotes_repeatEachOnce() {
        List<String> limits = section(HandMadeLevels.UNKNOWN).details().limits();
        assertThat(limits).contains("radial: left out, needs more samples");
        assertThat(limits).doesNotHaveDuplicates();
    }

    @Test
    void page_ofKnownScore_drawsThreePartsAndLabelsThem() {
        String html = HandMadeReport.page(input, section(HandMadeLevels.KNOWN));
        assertThat(html)
                .contains("Stacked bars over noise level")
                .contains("gradient or solenoidal, solenoidal")
                .contains("tabindex=\"0\" role=\"region\"");
    }
}
