// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;

/** Medians over latents against the noise level, with quartiles as bars. */
final class LatentFigure {

    private static final Axis TAU = Axis.decades(-3, 1);
    private static final List<String> COLOURS = List.of("#c0392b", "#1f6fb4");
    private static final LineFigure.Key NOISE =
            new LineFigure.Key("sigma sqrt(D - d)", "#888", "2 3");
    private static final LineFigure.Key NORMAL = new LineFigure.Key("normal error", "#7b3fa0", "");
    private static final LineFigure.Key TANGENT =
            new LineFigure.Key("tangent error", "#b8860b", "5 3");

    private LatentFigure() {}

    static LineFigure of(LatentResult result) {
        return new LineFigure(
                3,
                List.of(
                        panel("residual |E E^T g|", result, RidgeQuantity.RESIDUAL),
                        distances(result),
                        panel("nearest training latent", result, RidgeQuantity.NEAREST),
                        errors(result),
                        shares("curved towards the ridge", result, LatentReport::curved),
                        shares(
                                "on the ridge",
                                result,
                                (ledger, level) -> Reading.onRidge(ledger, level).share())));
    }

    private static LineFigure.Panel panel(
            String title, LatentResult result, RidgeQuantity quantity) {
        return panel(title, lines(result, quantity));
    }

    private static LineFigure.Panel distances(LatentResult result) {
        List<LineFigure.Line> lines = new ArrayList<>(lines(result, RidgeQuantity.NEWTON_DISTANCE));
        RidgeLedger ledger = result.ways().get(0).ledger();
        int normal = result.dimension() - ledger.options().directions();
        lines.add(
                line(
                        NOISE,
                        ledger,
                        level -> ledger.levels().get(level).sigma() * Math.sqrt(normal)));
        return panel("distance from the ridge (Newton)", lines);
    }

    private static LineFigure.Panel errors(LatentResult result) {
        RidgeLedger ledger = result.ways().get(0).ledger();
        List<LineFigure.Line> lines =
                List.of(
                        band(NORMAL, ledger, RidgeQuantity.NORMAL_ERROR),
                        band(TANGENT, ledger, RidgeQuantity.TANGENT_ERROR));
        return panel("error of the learned score", lines);
    }

    private static LineFigure.Panel panel(String title, List<LineFigure.Line> lines) {
        return new LineFigure.Panel(
                title,
                TAU,
                "tau",
                Axis.logarithmic(
                        lines.stream()
                                .flatMap(line -> line.points().stream())
                                .mapToDouble(LineFigure.Point::y)),
                lines);
    }

    private interface Share {
        double of(RidgeLedger ledger, int level);
    }

    private static LineFigure.Panel shares(String title, LatentResult result, Share share) {
        List<LineFigure.Line> lines = new ArrayList<>();
        for (int i = 0; i < result.ways().size(); i++) {
            RidgeLedger ledger = result.ways().get(i).ledger();
            lines.add(line(key(result, i), ledger, level -> share.of(ledger, level)));
        }
        return new LineFigure.Panel(title, TAU, "tau", Axis.share(), lines);
    }

    private static List<LineFigure.Line> lines(LatentResult result, RidgeQuantity quantity) {
        return IntStream.range(0, result.ways().size())
                .mapToObj(i -> band(key(result, i), result.ways().get(i).ledger(), quantity))
                .toList();
    }

    private static LineFigure.Key key(LatentResult result, int way) {
        return new LineFigure.Key(
                result.ways().get(way).name(), COLOURS.get(way), way == 0 ? "" : "5 3");
    }

    private static LineFigure.Line line(
            LineFigure.Key key, RidgeLedger ledger, IntToDoubleFunction value) {
        return new LineFigure.Line(
                key,
                levels(ledger)
                        .mapToObj(
                                level -> {
                                    double y = value.applyAsDouble(level);
                                    double x = LatentReport.tau(ledger, level);
                                    return new LineFigure.Point(x, y, y, y);
                                })
                        .toList());
    }

    private static LineFigure.Line band(
            LineFigure.Key key, RidgeLedger ledger, RidgeQuantity quantity) {
        return new LineFigure.Line(
                key,
                levels(ledger)
                        .mapToObj(
                                level -> {
                                    double[] q = ledger.bands(quantity).get(level).quantiles();
                                    double x = LatentReport.tau(ledger, level);
                                    return new LineFigure.Point(x, q[2], q[1], q[3]);
                                })
                        .toList());
    }

    /** From little noise to much. */
    private static IntStream levels(RidgeLedger ledger) {
        int last = ledger.levels().size() - 1;
        return IntStream.rangeClosed(0, last).map(i -> last - i);
    }
}
