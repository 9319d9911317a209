// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scorefield.evaluation.report.content.Numbers;

/** A marginal energy in one column. */
final class MarginalEnergyNumbers {
    private MarginalEnergyNumbers() {}

    static MainNumbers of(Found evaluation) {
        String prediction = evaluation.text("prediction");
        Found gain = evaluation.first("gains", one -> one.text("prediction").equals(prediction));
        Found best =
                evaluation.first(
                        "runs",
                        one ->
                                one.text("prediction").equals(prediction)
                                        && one.text("field").equals("optimal"));
        Found own = evaluation.first("runs", one -> one.text("field").equals("trained"));
        boolean blind = evaluation.text("blind").equals("true");
        Map<String, String> overall = new LinkedHashMap<>();
        overall.put("parameterisation", prediction);
        overall.put("told the time", blind ? "no" : "yes");
        overall.put("largest gain |\u03bd|", gain.cell("largest"));
        overall.put("best blind field ends from the data", best.band("nearest"));
        overall.put("this model, blind, ends from the data", own.band("nearest"));
        overall.put(
                "this model, told the time, ends from the data",
                blind ? "not possible" : own.band("toldNearest"));
        overall.put(
                "blind generations that diverged",
                own.present() ? own.text("diverged") : Numbers.NONE);
        Map<String, String> levels = new LinkedHashMap<>();
        for (Found level : evaluation.list("levels")) {
            if (level.text("place").equals("noised")) {
                double noise = level.number("noise");
                levels.put(
                        MainNumbers.at("drift error of the best blind field", noise),
                        level.band("metrics", "optimalDriftError"));
                levels.put(
                        MainNumbers.at("drift error of this model, blind", noise),
                        level.band("metrics", "trainedDriftError"));
            }
        }
        return new MainNumbers(evaluation.text("stability"), overall, levels);
    }
}
