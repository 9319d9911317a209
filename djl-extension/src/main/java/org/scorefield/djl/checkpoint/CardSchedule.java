// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** The keys schedule, prediction and time of a card, checked. */
record CardSchedule(
        Optional<CardFields> schedule,
        Optional<String> prediction,
        Optional<double[]> coefficients,
        Optional<Time> time) {

    private static final List<String> PREDICTIONS =
            List.of("epsilon", "sample", "v_prediction", "velocity", "flow", "score", "noise");
    private static final List<String> TIMES =
            List.of("none", "index", "continuous", "sigma", "log_sigma");

    /** The key time, with its defaults. */
    record Time(Optional<String> input, String direction, double scale) {}

    static CardSchedule of(CardFields card) throws CheckpointException {
        Optional<CardFields> schedule = card.object("schedule");
        if (schedule.isPresent() && schedule.get().string("_class_name").isEmpty()) {
            throw schedule.get()
                    .fail(
                            "_class_name",
                            "the name of a scheduler",
                            "none",
                            "add it, such as \"DDPMScheduler\" or \"RectifiedFlow\"");
        }
        Optional<CardFields> time = card.object("time");
        Optional<Time> read = time.isPresent() ? Optional.of(time(time.get())) : Optional.empty();
        if (card.object().get("prediction") instanceof JsonObject) {
            double[] coefficients = coefficients(card.object("prediction").orElseThrow());
            return new CardSchedule(schedule, Optional.empty(), Optional.of(coefficients), read);
        }
        return new CardSchedule(
                schedule, card.oneOf("prediction", PREDICTIONS), Optional.empty(), read);
    }

    private static Time time(CardFields fields) throws CheckpointException {
        fields.allow(List.of("input", "direction", "scale"));
        return new Time(
                fields.oneOf("input", TIMES),
                fields.oneOf("direction", List.of("noise", "data")).orElse("noise"),
                fields.number("scale").orElse(1.0));
    }

    private static double[] coefficients(CardFields fields) throws CheckpointException {
        fields.allow(List.of("c", "d"));
        double c = fields.number("c").orElse(0.0);
        double d = fields.number("d").orElse(0.0);
        if (c == 0 && d == 0) {
            throw fields.fail(
                    "c", "c and d not both 0", "0 and 0", "the output predicts c x0 + d eps");
        }
        return new double[] {c, d};
    }
}
