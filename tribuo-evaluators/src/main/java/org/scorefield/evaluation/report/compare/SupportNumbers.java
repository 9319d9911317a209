// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.report.content.Numbers;

/** A support in one column. */
final class SupportNumbers {
    private SupportNumbers() {}

    static MainNumbers of(Found evaluation) {
        Map<String, String> overall = new LinkedHashMap<>();
        overall.put("generation", evaluation.text("trajectory", "process"));
        overall.put("dimension of the support d", evaluation.text("intrinsicDimension", "chosen"));
        overall.put("disagreement about d", evaluation.cell("intrinsicDimension", "disagreement"));
        overall.put("gap of exponents after d", evaluation.band("gap"));
        for (Found alignment : evaluation.list("alignments")) {
            overall.put(
                    "largest angle to " + alignment.text("frame") + ", degrees (median)",
                    degrees(alignment.list("largest")));
        }
        for (Found shift : evaluation.list("shifts")) {
            String error =
                    shift.text("source").equals("own")
                            ? "own error"
                            : "random " + shift.text("kind") + " error";
            Found end = shift.last("ends");
            if (shift.text("source").equals("own")) {
                overall.put("size of own error", shift.cell("size"));
                overall.put("normal shift by own error", end.cell("normal"));
                overall.put("tangent shift by own error", end.cell("tangent"));
            }
            overall.put("normal over tangent shift, " + error, end.cell("ratio"));
        }
        return new MainNumbers(evaluation.text("support"), overall, Map.of());
    }

    private static String degrees(List<Found> radians) {
        double[] sorted =
                radians.stream()
                        .mapToDouble(Found::number)
                        .filter(Double::isFinite)
                        .map(Math::toDegrees)
                        .sorted()
                        .toArray();
        int n = sorted.length;
        return n == 0 ? Numbers.NONE : Numbers.of((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
    }
}
