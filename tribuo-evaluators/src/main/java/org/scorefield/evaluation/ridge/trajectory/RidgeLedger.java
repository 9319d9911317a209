// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Everything recorded of some samples on their way from noise to data.
 *
 * @param options how it was recorded
 * @param levels noise levels in the order of the way, from noise to data, [entries]
 * @param entries [entries][samples]
 */
public record RidgeLedger(
        RidgeOptions options, List<NoiseLevel> levels, List<List<RidgeEntry>> entries) {

    /**
     * Checks that there is something, and copies.
     *
     * @param options how it was recorded
     * @param levels noise levels in the order of the way, from noise to data, [entries]
     * @param entries [entries][samples]
     */
    public RidgeLedger {
        levels = List.copyOf(levels);
        entries = entries.stream().map(List::copyOf).toList();
        if (levels.isEmpty() || entries.size() != levels.size() || entries.get(0).isEmpty()) {
            throw new IllegalArgumentException(
                    String.format(
                            "entries: expected some samples at each of %d levels, at least one,"
                                    + " found %d levels of entries; run a sampler before the"
                                    + " recorder, on a path with alpha and sigma above 0",
                            levels.size(), entries.size()));
        }
        if (entries.stream().flatMap(List::stream).noneMatch(RidgeEntry::defined)) {
            throw new EvaluationException(
                    String.format(
                            "frames: expected a tangent frame of d = %d at some state, found none"
                                    + " for %d samples at %d noise levels; choose another d with"
                                    + " DirectionChoice",
                            options.directions(), entries.get(0).size(), levels.size()));
        }
    }

    /** {@return number of samples} */
    public int samples() {
        return entries.get(0).size();
    }

    /**
     * The quantiles of a quantity over samples, level by level, [entries].
     *
     * @param quantity the quantity
     * @return a band a level
     */
    public List<Band> bands(RidgeQuantity quantity) {
        return entries.stream()
                .map(row -> Band.of(row.stream().mapToDouble(e -> e.get(quantity)).toArray()))
                .toList();
    }

    /** {@return how many samples have no defined frame, level by level, [entries]} */
    public List<Integer> undefined() {
        return entries.stream()
                .map(row -> (int) row.stream().filter(e -> !e.defined()).count())
                .toList();
    }

    /** {@return the phases of each sample, [samples]} */
    public List<Phases> phases() {
        List<Phases> phases = new ArrayList<>();
        for (int i = 0; i < samples(); i++) {
            int sample = i;
            RidgeEntry[] column =
                    entries.stream().map(row -> row.get(sample)).toArray(RidgeEntry[]::new);
            phases.add(Phases.of(column, options.watch().kappa()));
        }
        return phases;
    }

    /** {@return what became of each sample, by its last entry, [samples]} */
    public List<Verdict> verdicts() {
        return entries.get(entries.size() - 1).stream().map(this::verdict).toList();
    }

    private Verdict verdict(RidgeEntry end) {
        if (end.get(RidgeQuantity.NEAREST) <= options.radius()) {
            return Verdict.MEMORISED;
        }
        if (!end.defined()) {
            return Verdict.UNDEFINED;
        }
        return end.onRidge(options.watch().kappa()) ? Verdict.INTER_MODE : Verdict.OFF_RIDGE;
    }

    /** {@return the share of each verdict with its interval, all verdicts present} */
    public Map<Verdict, Proportion> shares() {
        List<Verdict> all = verdicts();
        Map<Verdict, Proportion> shares = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            int count = (int) all.stream().filter(v -> v == verdict).count();
            shares.put(verdict, new Proportion(count, all.size()));
        }
        return shares;
    }
}
