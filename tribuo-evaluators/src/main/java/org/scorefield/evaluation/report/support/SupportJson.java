// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.report.content.JsonNumbers;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.Trajectory;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.shift.SupportShift;

/**
 * A support evaluation as report.json holds it. A number that is not finite is null; angles are in
 * radians.
 */
final class SupportJson {
    private final SupportFindings findings;

    SupportJson(SupportFindings findings) {
        this.findings = findings;
    }

    JsonObject of(int dimension) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", findings.verdict().sentence());
        json.addProperty("support", word(findings.verdict().kind()));
        json.addProperty("dimension", dimension);
        json.add("trajectory", trajectory(findings.trajectory()));
        json.add("intrinsicDimension", intrinsic(findings.dimension()));
        json.add("exponents", array(findings.exponents(), JsonNumbers::of));
        json.add("gap", JsonNumbers.of(findings.gap()));
        json.add("scoreAlignment", array(findings.scoreAlignment(), JsonNumbers::of));
        json.add("alignments", array(findings.alignments(), SupportJson::alignment));
        json.add("condition", array(findings.condition(), SupportJson::step));
        json.add("shifts", array(findings.shifts(), SupportJson::shift));
        json.add("warnings", array(findings.warnings(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject trajectory(Trajectory trajectory) {
        JsonObject json = new JsonObject();
        json.addProperty("process", trajectory.process());
        json.addProperty("steps", trajectory.steps());
        json.add("start", level(trajectory.start()));
        json.add("end", level(trajectory.end()));
        json.addProperty("samples", trajectory.samples());
        json.addProperty("complete", trajectory.complete());
        return json;
    }

    private static JsonObject level(NoiseLevel level) {
        JsonObject json = new JsonObject();
        json.addProperty("t", level.t());
        json.addProperty("alpha", level.alpha());
        json.addProperty("sigma", level.sigma());
        return json;
    }

    private static JsonObject intrinsic(IntrinsicDimension dimension) {
        JsonObject json = new JsonObject();
        json.addProperty("chosen", dimension.chosen());
        json.addProperty("reason", dimension.reason());
        json.add("disagreement", JsonNumbers.of(dimension.disagreement()));
        json.add(
                "estimates",
                array(
                        dimension.estimates(),
                        estimate -> {
                            JsonObject one = new JsonObject();
                            one.addProperty("method", word(estimate.method()));
                            one.add("value", JsonNumbers.of(estimate.value()));
                            one.add("low", JsonNumbers.of(estimate.low()));
                            one.add("high", JsonNumbers.of(estimate.high()));
                            one.addProperty("note", estimate.note());
                            return one;
                        }));
        return json;
    }

    private static JsonObject alignment(FrameAlignment alignment) {
        JsonObject json = new JsonObject();
        json.addProperty("frame", alignment.frame());
        json.add("lyapunov", array(alignment.lyapunov(), JsonNumbers::of));
        json.add("jacobian", array(alignment.jacobian(), JsonNumbers::of));
        json.add("largest", JsonNumbers.of(alignment.largest()));
        json.addProperty("undefined", alignment.undefined());
        return json;
    }

    private static JsonObject step(ConditionStep step) {
        JsonObject json = new JsonObject();
        json.add("level", level(step.level()));
        json.add("compression", JsonNumbers.of(step.compression()));
        json.add("leak", JsonNumbers.of(step.leak()));
        json.add("bound", JsonNumbers.of(step.bound()));
        json.add("slope", JsonNumbers.of(step.slope()));
        return json;
    }

    private static JsonObject shift(SupportShift shift) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", word(shift.kind()));
        json.addProperty("source", word(shift.source()));
        json.addProperty("frame", shift.frame());
        json.add("size", JsonNumbers.of(shift.size()));
        json.add("trend", JsonNumbers.of(shift.trend()));
        json.add("ends", array(shift.ends(), SupportJson::end));
        json.add("density", JsonNumbers.of(shift.density()));
        return json;
    }

    private static JsonObject end(SupportShift.End end) {
        JsonObject json = new JsonObject();
        json.add("level", level(end.level()));
        json.add("normal", JsonNumbers.of(end.normal()));
        json.add("tangent", JsonNumbers.of(end.tangent()));
        json.add("ratio", JsonNumbers.of(end.ratio()));
        json.add("median", JsonNumbers.of(end.median()));
        json.addProperty("samples", end.samples());
        json.add(
                "medianInterval", JsonNumbers.of(new double[] {end.medianLow(), end.medianHigh()}));
        return json;
    }

    /** The name of a constant: ON_SUPPORT, on-support. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> JsonArray array(List<T> values, Function<T, ? extends JsonElement> json) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }
}
