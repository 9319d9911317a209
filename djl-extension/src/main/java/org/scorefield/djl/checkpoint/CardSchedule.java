// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.djl.schedule.DiffusersSchedulers;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.TimeInput;

/** The keys schedule, prediction and time of a card, checked. */
record CardSchedule(
        Optional<CardFields> schedule,
        Optional<String> prediction,
        Optional<double[]> coefficients,
        Optional<Time> time) {

    private static final List<String> TIMES =
            Stream.of(TimeInput.Kind.values()).map(TimeInput.Kind::label).toList();

    /** The key time; without an input, what it leaves out is what the schedule says. */
    record Time(Optional<String> input, Optional<String> direction, Optional<Double> scale) {

        TimeInput over(TimeInput base) {
            return new TimeInput(
                    input.map(name -> TimeInput.Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                            .orElse(base.kind()),
                    direction
                            .map(name -> TimeInput.Direction.valueOf(name.toUpperCase(Locale.ROOT)))
                            .orElse(
                                    input.isPresent()
                                            ? TimeInput.Direction.NOISE
                                            : base.direction()),
                    scale.orElse(input.isPresent() ? 1.0 : base.scale()));
        }
    }

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
                schedule, card.oneOf("prediction", Predictions.names()), Optional.empty(), read);
    }

    private static Time time(CardFields fields) throws CheckpointException {
        fields.allow(List.of("input", "direction", "scale"));
        return new Time(
                fields.oneOf("input", TIMES),
                fields.oneOf("direction", List.of("noise", "data")),
                fields.number("scale"));
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

    /**
     * Returns the schedule's parameterization with what the card overrides.
     *
     * @throws CheckpointException if there is no schedule, or one that is not understood
     */
    Parameterization parameterization(String source) throws CheckpointException {
        if (schedule.isEmpty()) {
            throw new CheckpointException(
                    source
                            + ": card.schedule: expected a schedule, found none; add \"schedule\":"
                            + " {\"_class_name\": ...} as in scheduler_config.json to the card");
        }
        try {
            Parameterization read = DiffusersSchedulers.read(schedule.get().object());
            if (coefficients.isPresent()) {
                double[] c = coefficients.get();
                read = read.withPrediction(Predictions.of(c[0], c[1]));
            } else if (prediction.isPresent()) {
                read = read.withPrediction(Predictions.named(prediction.get()));
            }
            return time.isPresent() ? read.withTime(time.get().over(read.time())) : read;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(source + ": card.schedule: " + e.getMessage(), e);
        }
    }
}
