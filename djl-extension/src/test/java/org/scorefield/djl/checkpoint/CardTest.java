// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput;

class CardTest {

    private static final String FULL =
            """
            {"architecture": "UNet2DModel", "options": {"in_channels": 1}, "stateDict": "model[0]",
             "schedule": {"_class_name": "DDPMScheduler", "beta_schedule": "linear",
                          "beta_start": 1e-4, "beta_end": 0.02, "num_train_timesteps": 1000},
             "prediction": "sample",
             "time": {"input": "continuous", "direction": "data", "scale": 2},
             "data": {"shape": [1, 28, 28], "range": [-0.5, 0.5]}, "inputs": {"label": 10}}
            """;

    private static Card card(String json) throws CheckpointException {
        return Card.parse(json, "x.json");
    }

    @Test
    void parse_fullCard_givesEveryPart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("card.json"), FULL);
        for (Card card : new Card[] {card(FULL), Card.read(file), Card.of(card(FULL).json())}) {
            assertThat(card.architecture()).contains("UNet2DModel");
            assertThat(card.options().get("in_channels").getAsInt()).isEqualTo(1);
            assertThat(card.stateDict()).contains("model[0]");
            assertThat(card.dataShape()).containsExactly(1, 28, 28);
            assertThat(card.dataRange()).containsExactly(-0.5, 0.5);
            assertThat(card.inputs()).containsOnlyKeys("label").containsValue(10.0);
            Parameterization read = card.parameterization();
            assertThat(read.prediction().name()).isEqualTo("sample");
            assertThat(read.time().kind()).isEqualTo(TimeInput.Kind.CONTINUOUS);
            assertThat(read.time().direction()).isEqualTo(TimeInput.Direction.DATA);
            // Twice the time that grows towards data.
            assertThat(read.time().of(read.schedule(), 0.25)).isEqualTo(1.5);
            assertThat(card).isEqualTo(card(FULL)).hasSameHashCodeAs(card(FULL));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stateDict': 'a', 'stateDict': 'b'}",
                "{'options': {'stateDict': [{}], 'stateDict': 1}}",
                "{'options': {'a': [{'stateDict': 1, 'b': {}, 'stateDict': 1}]}}"
            })
    void parse_aKeyTwice_isRefused(String json) {
        assertThatThrownBy(() -> card(json.replace('\'', '"')))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "x.json: JSON: expected each key of an object once, found \"stateDict\" again;"
                                + " remove one of them");
    }

    @Test
    void parse_aKeyInTwoObjects_isTaken() throws CheckpointException {
        assertThat(card("{\"options\": {\"a\": [{\"a\": 1}, {\"a\": 1}]}}").options().has("a"))
                .isTrue();
    }

    @Test
    void parse_emptyCard_hasDefaultsAndSaysWhatIsMissing() throws CheckpointException {
        Card card = card("{}");
        assertThat(card.architecture()).isEmpty();
        assertThat(card.options().size()).isZero();
        assertThat(card.dataRange()).containsExactly(-1, 1);
        assertThat(card.hasSchedule()).isFalse();
        assertThat(card.hasDataShape()).isFalse();
        assertThatThrownBy(card::parameterization)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "x.json: card.schedule: expected a schedule, found none; add");
        assertThatThrownBy(card::dataShape)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("x.json: card.data.shape: expected the shape of one sample");
    }

    @Test
    void parameterization_timeWithoutInput_keepsWhatTheScheduleSays() throws CheckpointException {
        String flow =
                "{\"schedule\": {\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}, \"time\": ";
        var fed = new TimeInput(TimeInput.Kind.SIGMA, TimeInput.Direction.NOISE, 1000);
        assertThat(card(flow + "{}}").parameterization().time()).isEqualTo(fed);
        assertThat(card(flow + "{\"direction\": \"noise\"}}").parameterization().time())
                .isEqualTo(fed);
        assertThat(card(flow + "{\"scale\": 2}}").parameterization().time().scale()).isEqualTo(2);
        assertThat(card(flow + "{\"input\": \"sigma\"}}").parameterization().time().scale())
                .isEqualTo(1);
    }

    @Test
    void parameterization_coefficients_arePredicted() throws CheckpointException {
        Card card =
                card(
                        "{\"schedule\": {\"_class_name\": \"RectifiedFlow\"},"
                                + " \"prediction\": {\"c\": 2, \"d\": -1}}");
        Parameterization read = card.parameterization();
        assertThat(read.prediction().c(read.schedule(), 0.5)).isEqualTo(2);
        assertThat(read.prediction().d(read.schedule(), 0.5)).isEqualTo(-1);
    }

    @Test
    void over_otherCard_replacesKeyByKey() throws CheckpointException {
        Card merged =
                card("{\"prediction\": \"epsilon\", \"data\": {\"shape\": [3]}}").over(card(FULL));
        assertThat(merged.parameterization().prediction().name()).isEqualTo("epsilon");
        assertThat(merged.dataShape()).containsExactly(3);
        assertThat(merged.dataRange()).containsExactly(-1, 1);
        assertThat(merged.architecture()).contains("UNet2DModel");
    }

    @Test
    void json_changedByTheCaller_changesNothing() throws CheckpointException {
        Card card = card(FULL);
        card.json().remove("data");
        card.options().remove("in_channels");
        card.dataShape()[0] = 9;
        card.dataRange()[0] = 9;
        assertThat(card).isEqualTo(card(FULL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"architectur\": \"x\"} | card.architectur: expected one of | did you mean \"architecture\"?",
                "{\"sched\": {}} | card.sched: expected one of | did you mean \"schedule\"?",
                "{\"architecture\": 3} | card.architecture: expected a text, found 3 | quotes",
                "{\"architecture\": \" \"} | card.architecture: expected a text | quotes",
                "{\"options\": []} | card.options: expected an object, found [] | braces",
                "{\"prediction\": \"eps\"} | card.prediction: expected one of | found \"eps\"",
                "{\"prediction\": \"v-prediction\"} | found \"v-prediction\" | did you mean \"v_prediction\"?",
                "{\"prediction\": {\"c\": 0}} | card.prediction.c: expected c and d not both 0 | c x0 + d eps",
                "{\"prediction\": {\"e\": 0}} | card.prediction.e: expected one of [c, d] | found",
                "{\"time\": {\"input\": \"indx\"}} | card.time.input: expected one of | did you mean \"index\"?",
                "{\"time\": {\"direction\": \"up\"}} | card.time.direction: expected one of [noise, data] | \"up\"",
                "{\"time\": {\"scale\": \"1\"}} | card.time.scale: expected a finite number | quotes",
                "{\"time\": {\"scale\": 1e999}} | card.time.scale: expected a finite number | 1e999",
                "{\"data\": {\"shape\": 3}} | card.data.shape: expected a list of numbers | brackets",
                "{\"data\": {\"shape\": [1.5]}} | card.data.shape[0]: expected a whole number from 1 | 1.5",
                "{\"data\": {\"shape\": []}} | card.data.shape: expected 1 to 8 axes | 0 axes",
                "{\"data\": {\"range\": [-1e308, 1e308]}} | card.data.range: expected [low, high] |"
                        + " [-1.0E308, 1.0E308]",
                "{\"data\": {\"range\": [1, 0]}} | card.data.range: expected [low, high] | [1.0, 0.0]",
                "{\"schedule\": {}} | card.schedule._class_name: expected the name | DDPMScheduler",
                "{\"inputs\": {\"label\": \"a\"}} | card.inputs.label: expected a finite number | \"a\"",
                "[1] | JSON: expected an object, found [1] | brace",
                "{} {} | JSON: expected valid JSON, found \"malformed JSON at line 1 column 5 | mend",
                "{\"a\" | JSON: expected valid JSON | mend",
                "{'a': 1} | JSON: expected valid JSON | mend"
            })
    void parse_wrongCard_isRefusedWithTheReason(String json, String reason, String advice) {
        assertThatThrownBy(() -> card(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("x.json: ")
                .hasMessageContaining(reason)
                .hasMessageContaining(advice);
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThatThrownBy(() -> card("{\"options\": " + "[".repeat(100_000)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected valid JSON");
    }

    @Test
    void parameterization_unknownScheduler_isRefused() throws CheckpointException {
        Card card = card("{\"schedule\": {\"_class_name\": \"NoSuchScheduler\"}}");
        assertThatThrownBy(card::parameterization)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("x.json: card.schedule: ")
                .hasMessageContaining("NoSuchScheduler");
    }
}
