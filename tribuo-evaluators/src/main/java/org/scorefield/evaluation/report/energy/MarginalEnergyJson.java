// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.EnergySlice;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.PosteriorCurve;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.report.content.JsonNumbers;

/**
 * A marginal-energy evaluation as report.json holds it. A number that is not finite is null; a
 * metric that no state of a level has is absent.
 */
final class MarginalEnergyJson {
    private final List<EnergyLevel> levels;
    private final EnergyFindings findings;
    private final NoiseAxis noise;

    MarginalEnergyJson(List<EnergyLevel> levels, EnergyFindings findings, NoiseAxis noise) {
        this.levels = levels;
        this.findings = findings;
        this.noise = noise;
    }

    JsonObject of(String verdict, int dimension) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", verdict);
        json.addProperty("stability", word(findings.stability().verdict()));
        json.addProperty("prediction", findings.prediction());
        json.addProperty("blind", findings.blind());
        json.addProperty("dimension", dimension);
        JsonObject prior = new JsonObject();
        prior.addProperty("tMin", findings.tMin());
        prior.addProperty("tMax", findings.tMax());
        json.add("prior", prior);
        json.add("levels", array(levels, this::level));
        json.add("gains", array(findings.gains(), MarginalEnergyJson::gain));
        json.add("runs", array(findings.runs(), MarginalEnergyJson::run));
        json.add("posteriors", array(findings.posteriors(), MarginalEnergyJson::posterior));
        findings.slopes().ifPresent(slopes -> json.add("slopes", slopes(slopes)));
        findings.slice().ifPresent(slice -> json.add("slice", slice(slice)));
        JsonArray warnings = new JsonArray();
        findings.warnings().forEach(warnings::add);
        json.add("warnings", warnings);
        return json;
    }

    /** The name of a metric: POSTERIOR_TIME, posteriorTime. */
    static String name(MarginalEnergyMetrics metric) {
        StringBuilder name = new StringBuilder();
        for (String word : metric.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.length() == 0
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private JsonObject level(EnergyLevel level) {
        JsonObject json = new JsonObject();
        json.addProperty("place", word(level.place()));
        json.add("t", JsonNumbers.of(level.t()));
        json.add("noise", JsonNumbers.of(noise.at(level.t())));
        json.addProperty("count", level.count());
        JsonObject metrics = new JsonObject();
        for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
            Band band = level.get(metric);
            if (band.n() > 0) {
                metrics.add(name(metric), JsonNumbers.of(band));
            }
        }
        json.add("metrics", metrics);
        return json;
    }

    private static JsonObject gain(GainCurve curve) {
        JsonObject json = new JsonObject();
        json.addProperty("prediction", curve.prediction());
        json.add("t", JsonNumbers.of(curve.t()));
        json.add("nu", JsonNumbers.of(curve.nu()));
        json.add("mu", JsonNumbers.of(curve.mu()));
        json.add("largest", JsonNumbers.of(curve.largest()));
        json.add("growthAtData", JsonNumbers.of(curve.growthAtData()));
        json.add("growthAtNoise", JsonNumbers.of(curve.growthAtNoise()));
        return json;
    }

    private static JsonObject run(BlindRun run) {
        JsonObject json = new JsonObject();
        json.addProperty("prediction", run.prediction());
        json.addProperty("field", word(run.field()));
        json.addProperty("steps", run.steps());
        json.add("displacement", JsonNumbers.of(run.displacement()));
        json.add("nearest", JsonNumbers.of(run.nearest()));
        json.add("toldNearest", JsonNumbers.of(run.toldNearest()));
        json.addProperty("diverged", run.diverged());
        return json;
    }

    private static JsonObject posterior(PosteriorCurve curve) {
        JsonObject json = new JsonObject();
        json.addProperty("place", word(curve.place()));
        json.add("t", JsonNumbers.of(curve.time()));
        json.add("times", JsonNumbers.of(curve.t()));
        json.add("density", JsonNumbers.of(curve.density()));
        return json;
    }

    private static JsonObject slopes(SlopeCurve curve) {
        JsonObject json = new JsonObject();
        json.add("distance", array(curve.r(), JsonNumbers::of));
        json.add("slope", array(curve.slope(), JsonNumbers::of));
        json.add("codimension", array(curve.codimension(), JsonNumbers::of));
        return json;
    }

    private static JsonObject slice(EnergySlice slice) {
        JsonObject json = new JsonObject();
        json.add("x", JsonNumbers.of(slice.x()));
        json.add("y", JsonNumbers.of(slice.y()));
        json.add("energy", array(List.of(slice.energy()), JsonNumbers::of));
        json.add(
                "marks",
                array(
                        slice.marks(),
                        mark -> {
                            JsonObject one = new JsonObject();
                            one.addProperty("label", mark.label());
                            one.add("x", JsonNumbers.of(mark.x()));
                            one.add("y", JsonNumbers.of(mark.y()));
                            return one;
                        }));
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> JsonArray array(List<T> values, Function<T, ? extends JsonElement> json) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }
}
