// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.report.content.Numbers;

/** A ridge in one column. */
final class RidgeNumbers {
    /** Places of 5, 50 and 95 % among the quantiles of a report. */
    private static final int LOW = 0;

    private static final int MEDIAN = 2;
    private static final int HIGH = 4;

    private RidgeNumbers() {}

    static MainNumbers of(Found evaluation) {
        Map<String, String> overall = new LinkedHashMap<>();
        overall.put("process", evaluation.text("process"));
        overall.put("directions of the ridge d", evaluation.text("directions"));
        overall.put("read at \u03c3/\u03b1", evaluation.cell("read"));
        overall.put("samples memorised", evaluation.share("shares", "memorised"));
        overall.put("samples on the ridge", evaluation.share("shares", "interMode"));
        overall.put("samples off the ridge", evaluation.share("shares", "offRidge"));
        overall.put("held-out data off the ridge", evaluation.share("control", "offRidge"));
        overall.put("radius of memory", evaluation.cell("radius", "value"));
        Map<String, String> levels = new LinkedHashMap<>();
        for (Found level : evaluation.list("levels")) {
            if (level.text("place").equals("samples")) {
                double noise = level.number("noise");
                levels.put(
                        MainNumbers.at("distance to the ridge \u03c1", noise),
                        quantiles(level.list("quantities", "rho", "quantiles")));
                levels.put(
                        MainNumbers.at("error across the ridge", noise),
                        median(level.list("quantities", "normalError", "quantiles")));
                levels.put(
                        MainNumbers.at("error along the ridge", noise),
                        median(level.list("quantities", "tangentError", "quantiles")));
            }
        }
        Found off = evaluation.at("shares", "offRidge");
        String result =
                off.present()
                        ? Math.round(off.number("count"))
                                + " of "
                                + Math.round(off.number("of"))
                                + " off the ridge"
                        : "no shares";
        return new MainNumbers(result, overall, levels);
    }

    private static String median(List<Found> quantiles) {
        return quantiles.size() > MEDIAN ? quantiles.get(MEDIAN).cell() : Numbers.NONE;
    }

    private static String quantiles(List<Found> quantiles) {
        return quantiles.size() <= HIGH
                ? Numbers.NONE
                : quantiles.get(MEDIAN).cell()
                        + " ("
                        + Numbers.brief(quantiles.get(LOW).number())
                        + " to "
                        + Numbers.brief(quantiles.get(HIGH).number())
                        + ")";
    }
}
