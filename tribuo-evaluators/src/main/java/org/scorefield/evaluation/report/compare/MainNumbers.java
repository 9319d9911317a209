// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scorefield.evaluation.report.content.Numbers;

/**
 * What of one evaluation goes into a column: names of numbers, and the numbers as text.
 *
 * @param result the verdict in a word or two; empty where the evaluator is not known here
 * @param overall numbers of the whole evaluation
 * @param levels numbers of one noise level each, whose name says which
 */
record MainNumbers(String result, Map<String, String> overall, Map<String, String> levels) {

    /** Copies. */
    MainNumbers {
        overall = Collections.unmodifiableMap(new LinkedHashMap<>(overall));
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    }

    /** The main numbers of an evaluation; none where the evaluator is not known here. */
    static MainNumbers of(String evaluator, Found evaluation) {
        return switch (evaluator) {
            case "score-error" -> ScoreErrorNumbers.of(evaluation);
            case "marginal-energy" -> MarginalEnergyNumbers.of(evaluation);
            case "ridge" -> RidgeNumbers.of(evaluation);
            case "support" -> SupportNumbers.of(evaluation);
            default -> new MainNumbers("", Map.of(), Map.of());
        };
    }

    /** What an evaluator is called in a heading. */
    static String title(String evaluator) {
        return switch (evaluator) {
            case "score-error" -> "Score error";
            case "marginal-energy" -> "Marginal energy";
            case "ridge" -> "Ridge";
            case "support" -> "Support";
            default -> evaluator;
        };
    }

    /** The name of a number at a noise level. */
    static String at(String name, double noise) {
        return name + ", \u03c3/\u03b1 = " + Numbers.of(noise);
    }
}
