// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.djl.process.StepRule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.variation.Dequantization;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.djl.variation.FlowSolver;
import org.scorefield.djl.variation.LikelihoodEstimate;
import org.scorefield.evaluation.reference.ReferenceProvenance;

/**
 * Log-likelihoods of data, and how they were computed.
 *
 * @param estimate of the data x0, in the model's units
 * @param setting how
 */
record LikelihoodResult(LikelihoodEstimate estimate, Setting setting) {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    /**
     * How likelihoods were computed.
     *
     * @param data where the data come from
     * @param schedule of the checkpoint
     * @param tMin time of the data
     * @param solver of the flow
     * @param divergence exact or by probes
     * @param pixels of images; empty for continuous data
     * @param seed of every random number
     */
    record Setting(
            ReferenceProvenance data,
            NoiseSchedule schedule,
            double tMin,
            FlowSolver solver,
            Divergence divergence,
            Optional<Dequantization> pixels,
            long seed) {

        /** Time of the noise. */
        double tMax() {
            return solver.times().get(solver.times().size() - 1);
        }
    }

    /** Joins batches of states alpha x0, and turns their densities into those of x0. */
    static LikelihoodResult of(List<LikelihoodEstimate> parts, Setting setting) {
        long dimension = parts.get(0).dimension();
        double shift = dimension * Math.log(setting.schedule.alpha(setting.tMin));
        double[] nats =
                parts.stream()
                        .flatMapToDouble(p -> Arrays.stream(p.nats()))
                        .map(v -> v + shift)
                        .toArray();
        double[] errors =
                parts.stream().flatMapToDouble(p -> Arrays.stream(p.standardErrors())).toArray();
        return new LikelihoodResult(
                new LikelihoodEstimate(nats, errors, dimension, parts.get(0).notes()), setting);
    }

    /** Bits per dimension, of stored pixels where there are pixels. */
    private double bits(double nats) {
        return setting.pixels
                .map(p -> p.bitsPerDimension(nats, estimate.dimension()))
                .orElse(-nats / (estimate.dimension() * Math.log(2)));
    }

    /** What the probes alone add to the error of the mean. */
    private double probeError() {
        double[] errors = estimate.standardErrors();
        return Math.sqrt(Arrays.stream(errors).map(e -> e * e).sum()) / errors.length;
    }

    private double toBits(double natsError) {
        return natsError / (estimate.dimension() * Math.log(2));
    }

    private boolean exact() {
        return setting.divergence instanceof Divergence.Exact;
    }

    /** What the number is, and what it is not. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        double alpha = setting.schedule.alpha(setting.tMin);
        double sigma = setting.schedule.sigma(setting.tMin);
        notes.add(
                format(
                        "The density is that of x / alpha where the probability flow, from starts"
                                + " in N(0, %s^2 I) at t %s, is at t-min %s (sigma / alpha %s): of"
                                + " this ODE's samples, not of a stochastic sampler's, and with"
                                + " this noise left in them.",
                        text(setting.schedule.sigma(setting.tMax()), 4),
                        text(setting.tMax(), 4),
                        text(setting.tMin, 4),
                        text(sigma / alpha, 3)));
        setting.pixels.ifPresent(
                p ->
                        notes.add(
                                format(
                                        "Pixels are 256 values, each spread evenly over its"
                                                + " interval of %s: the bits are an upper bound"
                                                + " on those of the stored images.",
                                        text(p.width(), 4))));
        if (setting.pixels.isPresent() && sigma / alpha > setting.pixels.get().width() / 2) {
            notes.add(
                    "The noise at t-min is more than half a pixel's interval: the bits are those of"
                            + " samples that still have this noise.");
        }
        if (!exact()) {
            notes.add(
                    "The divergence is estimated: each sample's number is unbiased for the flow's,"
                            + " up to the error of the steps.");
        }
        notes.addAll(estimate.notes());
        return notes;
    }

    /** The lines of the console. */
    List<String> text(String checkpoint) {
        double[] nats = estimate.nats();
        List<String> lines = new ArrayList<>();
        lines.add(line("checkpoint", checkpoint));
        lines.add(
                line(
                        "data",
                        format(
                                "%s, %,d samples of %,d numbers, %s",
                                setting.data.source(),
                                nats.length,
                                estimate.dimension(),
                                setting.data.mapping())));
        lines.add(line("solver", solver() + ", divergence " + divergence()));
        lines.add(line("nats", mean(estimate.mean(), estimate.meanStandardError())));
        lines.add(
                line(
                        setting.pixels.isPresent() ? "bits/pixel" : "bits/dim",
                        mean(bits(estimate.mean()), toBits(estimate.meanStandardError()))
                                + (setting.pixels.isPresent()
                                        ? ", per number of the stored images"
                                        : ", continuous, in the data's own unit")));
        lines.add(
                line(
                        "errors",
                        "standard error over samples"
                                + (exact()
                                        ? "; none of the divergence, it is exact"
                                        : Double.isNaN(probeError())
                                                ? "; one probe a sample, its part is not known"
                                                : format(
                                                        "; %s nats of it from the probes",
                                                        text(probeError(), 2)))));
        lines.add(
                line(
                        "range",
                        format(
                                "%s to %s nats",
                                text(Arrays.stream(nats).min().orElseThrow(), 6),
                                text(Arrays.stream(nats).max().orElseThrow(), 6))));
        notes().forEach(note -> lines.add(line("note", note)));
        return lines;
    }

    private static String line(String label, String text) {
        return format("%-12s%s", label, text);
    }

    private static String mean(double mean, double error) {
        return Double.isNaN(error)
                ? text(mean, 6) + " (one sample, no standard error)"
                : text(mean, 6) + " +- " + text(error, 2);
    }

    private String solver() {
        return setting.solver.rule() instanceof StepRule.Adaptive adaptive
                ? format(
                        "%s, tolerance %s",
                        setting.solver.tableau().name(), text(adaptive.relative(), 3))
                : format(
                        "%s, %d steps",
                        setting.solver.tableau().name(), setting.solver.times().size() - 1);
    }

    private String divergence() {
        return setting.divergence instanceof Divergence.Hutchinson random
                ? "by " + random.probes() + (random.probes() == 1 ? " probe" : " probes")
                : "exact";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** A number with so many digits that count, plain where that is short. */
    private static String text(double value, int digits) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        return Math.abs(value) >= 1e-4 || value == 0 ? rounded.toPlainString() : rounded.toString();
    }

    /** The same as JSON, with each sample's number. */
    String json(String checkpoint) {
        double[] nats = estimate.nats();
        double[] errors = estimate.standardErrors();
        JsonObject json = new JsonObject();
        json.addProperty("checkpoint", checkpoint);
        JsonObject data = new JsonObject();
        data.addProperty("source", setting.data.source());
        data.addProperty("sha256", setting.data.sha256());
        data.addProperty("mapping", setting.data.mapping());
        data.addProperty("count", nats.length);
        data.addProperty("dimension", estimate.dimension());
        json.add("data", data);
        json.add("nats", numbers(estimate.mean(), estimate.meanStandardError(), probeError()));
        json.add(
                "bitsPerDimension",
                numbers(
                        bits(estimate.mean()),
                        toBits(estimate.meanStandardError()),
                        toBits(probeError())));
        json.addProperty("dequantized", setting.pixels.isPresent());
        json.addProperty("tMin", setting.tMin);
        json.addProperty("tMax", setting.tMax());
        json.addProperty("alpha", setting.schedule.alpha(setting.tMin));
        json.addProperty("sigma", setting.schedule.sigma(setting.tMin));
        json.addProperty("solver", solver());
        json.addProperty("divergence", divergence());
        json.addProperty("seed", setting.seed);
        JsonArray samples = new JsonArray();
        for (int i = 0; i < nats.length; i++) {
            JsonObject one = new JsonObject();
            one.add("nats", number(nats[i]));
            one.add("standardError", number(errors[i]));
            one.add("bitsPerDimension", number(bits(nats[i])));
            samples.add(one);
        }
        json.add("samples", samples);
        JsonArray notes = new JsonArray();
        notes().forEach(notes::add);
        json.add("notes", notes);
        return GSON.toJson(json);
    }

    private static JsonObject numbers(double mean, double error, double probes) {
        JsonObject json = new JsonObject();
        json.add("mean", number(mean));
        json.add("standardError", number(error));
        json.add("probeError", number(probes));
        return json;
    }

    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
