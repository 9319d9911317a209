// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.report.content.Numbers;

/** A score error in one column. */
final class ScoreErrorNumbers {
    private ScoreErrorNumbers() {}

    static MainNumbers of(Found evaluation) {
        List<Found> levels = evaluation.list("levels");
        Map<String, String> overall = new LinkedHashMap<>();
        Found budget = evaluation.at("klBudget");
        overall.put("certified along the path, nats", budget.cell("gradientCertified", "nats"));
        overall.put(
                "gradient part along the path, nats",
                budget.at("gradientEstimate").estimate("nats", "standardError"));
        if (budget.at("gradientUpper").present()) {
            overall.put(
                    "at most along the path, nats",
                    budget.at("gradientUpper").estimate("nats", "standardError"));
        }
        overall.put(
                "denoising loss along the path, nats",
                budget.at("denoisingLoss").estimate("nats", "standardError"));
        Map<String, String> each = new LinkedHashMap<>();
        int certified = 0;
        boolean bounded = false;
        for (Found level : levels) {
            double bound = level.number("gradientError", "simultaneousBound");
            bounded |= !Double.isNaN(bound);
            certified += bound > 0 ? 1 : 0;
            double noise = level.number("sigma") / level.number("alpha");
            each.put(
                    MainNumbers.at("denoising loss", noise),
                    level.at("denoisingLoss").estimate("value", "standardError"));
            each.put(
                    MainNumbers.at("gradient part", noise),
                    level.at("gradientError").estimate("value", "standardError"));
            each.put(MainNumbers.at("at least, all levels", noise), Numbers.orNone(bound));
        }
        String result =
                !bounded
                        ? "no bound"
                        : certified == 0
                                ? "none found"
                                : "found at " + certified + " of " + levels.size() + " levels";
        return new MainNumbers(result, overall, each);
    }
}
