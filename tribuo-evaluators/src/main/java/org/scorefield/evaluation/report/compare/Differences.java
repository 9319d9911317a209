// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.scorefield.evaluation.report.content.Numbers;

/** Finds where audits did not measure in the same way. */
final class Differences {
    private static final int HASH = 12;

    /** Options that change no number, or are shown otherwise. */
    private static final Set<String> HARMLESS = Set.of("evaluators", "images", "batchSize", "seed");

    /** Options of one evaluator only; those of none of these are of every evaluator. */
    private static final Map<String, String> OWNER =
            Map.ofEntries(
                    Map.entry("samples", "score-error"),
                    Map.entry("confidence", "score-error"),
                    Map.entry("testFunctions", "score-error"),
                    Map.entry("fitSamples", "score-error"),
                    Map.entry("estimator", "score-error"),
                    Map.entry("marginalEnergy", "marginal-energy"),
                    Map.entry("support", "support"),
                    Map.entry("ridge", "ridge"));

    private final List<AuditReport> reports;
    private final List<Difference> found = new ArrayList<>();

    private Differences(List<AuditReport> reports) {
        this.reports = reports;
    }

    /**
     * The differences between some reports.
     *
     * @param reports at least two
     * @param evaluators names of those that are compared; options of others do not matter
     */
    static List<Difference> of(List<AuditReport> reports, List<String> evaluators) {
        Differences differences = new Differences(reports);
        differences.data();
        differences.options(evaluators);
        differences.add(Difference.Kind.SEED, "seed", path("options", "seed"), report -> true);
        differences.run();
        return List.copyOf(differences.found);
    }

    private void data() {
        for (String key : List.of("sha256", "count", "shape", "mapping")) {
            add(Difference.Kind.DATA, "data " + key, path("reference", key), report -> true);
        }
        add(Difference.Kind.DATA, "data range", path("checkpoint", "range"), report -> true);
    }

    private void options(List<String> evaluators) {
        Set<String> keys = new LinkedHashSet<>();
        reports.forEach(report -> keys.addAll(report.json().getAsJsonObject("options").keySet()));
        keys.removeAll(HARMLESS);
        for (String key : keys) {
            String owner = OWNER.get(key);
            if (owner != null && !evaluators.contains(owner)) {
                continue;
            }
            Predicate<AuditReport> matters =
                    report -> owner == null || report.evaluators().contains(owner);
            Set<String> inner = new LinkedHashSet<>();
            for (AuditReport report : reports) {
                JsonElement value = report.found().at("options", key).json();
                if (value.isJsonObject()) {
                    inner.addAll(value.getAsJsonObject().keySet());
                }
            }
            inner.removeAll(HARMLESS);
            if (inner.isEmpty()) {
                add(Difference.Kind.OPTIONS, words(key), path("options", key), matters);
            }
            for (String part : inner) {
                add(
                        Difference.Kind.OPTIONS,
                        words(key) + ": " + words(part),
                        path("options", key, part),
                        matters);
            }
        }
    }

    private void run() {
        for (String key : List.of("engine", "device", "data type")) {
            add(Difference.Kind.RUN, key, path("checkpoint", "facts", key), report -> true);
        }
        add(Difference.Kind.RUN, "scorefield", path("provenance", "scorefield"), report -> true);
    }

    private void add(
            Difference.Kind kind, String name, String[] path, Predicate<AuditReport> matters) {
        List<String> values =
                reports.stream()
                        .map(
                                report ->
                                        matters.test(report)
                                                ? text(report.found().at(path))
                                                : Numbers.NONE)
                        .toList();
        long different =
                reports.stream()
                        .filter(matters)
                        .map(report -> report.found().at(path).json())
                        .distinct()
                        .count();
        if (different > 1) {
            found.add(new Difference(kind, name, values));
        }
    }

    private static String[] path(String... keys) {
        return keys;
    }

    private static String text(Found value) {
        if (!value.present()) {
            return "not given";
        }
        String text =
                value.json().isJsonPrimitive()
                        ? value.json().getAsString()
                        : value.json().toString().replace("\"", "").replace(",", ", ");
        return text.matches("[0-9a-f]{64}") ? text.substring(0, HASH) : text;
    }

    /** A key in words: fitSamples, fit samples. */
    private static String words(String key) {
        return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
