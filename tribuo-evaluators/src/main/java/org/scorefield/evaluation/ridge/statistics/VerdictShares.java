// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * How many of some samples have each verdict.
 *
 * @param counts of each verdict that there is
 */
public record VerdictShares(Map<Verdict, Integer> counts) {

    /**
     * Copies.
     *
     * @param counts of each verdict that there is
     */
    public VerdictShares {
        EnumMap<Verdict, Integer> copy = new EnumMap<>(Verdict.class);
        copy.putAll(counts);
        counts = copy;
    }

    static VerdictShares of(List<Verdict> verdicts) {
        EnumMap<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        verdicts.forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
        return new VerdictShares(counts);
    }

    /** {@return the number of samples of each verdict that there is} A copy. */
    @Override
    public Map<Verdict, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** {@return number of samples} */
    public int samples() {
        return counts.values().stream().mapToInt(count -> count).sum();
    }

    /** {@return whether there are no samples} */
    public boolean isEmpty() {
        return samples() == 0;
    }

    /**
     * The share of a verdict with its interval.
     *
     * @param verdict the verdict
     * @return the share
     * @throws IllegalArgumentException where there are no samples
     */
    public Proportion get(Verdict verdict) {
        return new Proportion(counts.getOrDefault(verdict, 0), samples());
    }
}
