// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;
import org.scorefield.examples.experiments.figure.LineFigure.Key;
import org.scorefield.examples.experiments.figure.LineFigure.Line;
import org.scorefield.examples.experiments.figure.LineFigure.Panel;
import org.scorefield.examples.experiments.figure.LineFigure.Point;

/**
 * The two figures: losses, errors and shares of every setting in a row of panels, and samples.
 *
 * @param options sizes
 * @param models of all settings
 */
record RidgeFigures(RidgeClaimOptions options, List<Trained> models) {

    private static final String NORMAL = "#06c";
    private static final String TANGENT = "#c60";
    private static final String DASHES = "4 3";

    RidgeFigures {
        models = List.copyOf(models);
    }

    /** Losses and shares against training time, errors against noise level. */
    String lines() {
        List<Panel> panels = new ArrayList<>();
        for (Trained.Setting setting : models.stream().map(Trained::setting).distinct().toList()) {
            List<Trained> own = models.stream().filter(m -> m.setting().equals(setting)).toList();
            List<Trained> finite = own.stream().filter(m -> Double.isFinite(m.s())).toList();
            panels.add(losses(setting.label(), finite));
            panels.add(errors(own));
            panels.add(shares(finite));
        }
        return new LineFigure(3, panels).svg();
    }

    /** The samples of every setting in a row, by training time. */
    String samples() {
        return new SamplesFigure(models).svg();
    }

    private static Axis time(List<Trained> models) {
        return Axis.logarithmic(models.stream().mapToDouble(Trained::s));
    }

    private static Panel losses(String title, List<Trained> models) {
        Line bias =
                against(
                        new Key("architectural bias", "#888", ""),
                        models,
                        m -> m.loss().architecturalBias());
        Line optimisation =
                against(
                        new Key("optimisation error", "#283", ""),
                        models,
                        m -> m.loss().optimisationError());
        return panel(title, time(models), "training time s", List.of(bias, optimisation));
    }

    private static Line against(Key key, List<Trained> models, ToDoubleFunction<Trained> value) {
        return new Line(
                key,
                models.stream()
                        .map(
                                m -> {
                                    double y = value.applyAsDouble(m);
                                    return new Point(m.s(), y, y, y);
                                })
                        .toList());
    }

    /** Of a model with little training and of one with much, with quantiles at 5 and 95 %. */
    private Panel errors(List<Trained> models) {
        Trained early = models.get(models.size() / 4);
        Trained late = models.get(models.size() * 2 / 3);
        List<Line> lines = new ArrayList<>();
        for (RidgeQuantity part :
                List.of(RidgeQuantity.NORMAL_ERROR, RidgeQuantity.TANGENT_ERROR)) {
            boolean normal = part == RidgeQuantity.NORMAL_ERROR;
            String name = (normal ? "normal" : "tangent") + ", s = ";
            String colour = normal ? NORMAL : TANGENT;
            lines.add(line(late, part, new Key(name + late.time(), colour, "")));
            lines.add(line(early, part, new Key(name + early.time(), colour, DASHES)));
        }
        return panel("error of the posterior mean", Axis.decades(-3, 1), "tau", lines);
    }

    private Line line(Trained model, RidgeQuantity part, Key key) {
        List<Point> points = new ArrayList<>();
        List<double[]> errors = model.errors(part);
        for (int i = errors.size() - 1; i >= 0; i--) {
            double[] quantiles = errors.get(i);
            double tau = options.horizon() * model.ledger().levels().get(i).t();
            if (quantiles[2] > 0) {
                double y = quantiles[2];
                boolean bars = key.dashes().isEmpty();
                points.add(new Point(tau, y, bars ? quantiles[0] : y, bars ? quantiles[4] : y));
            }
        }
        return new Line(key, points);
    }

    private static Panel shares(List<Trained> models) {
        List<Line> lines =
                List.of(
                        shares(new Key("inter-mode", "#06c", ""), models, Verdict.INTER_MODE),
                        shares(new Key("memorised", "#888", ""), models, Verdict.MEMORISED),
                        shares(new Key("off the ridge", "#c22", ""), models, Verdict.OFF_RIDGE));
        return new Panel("share of samples", time(models), "training time s", Axis.share(), lines);
    }

    private static Line shares(Key key, List<Trained> models, Verdict verdict) {
        return new Line(
                key,
                models.stream()
                        .map(
                                m -> {
                                    Proportion p = m.share(verdict);
                                    return new Point(m.s(), p.share(), p.low(), p.high());
                                })
                        .toList());
    }

    private static Panel panel(String title, Axis right, String name, List<Line> lines) {
        Axis up =
                Axis.logarithmic(
                        lines.stream()
                                .flatMap(line -> line.points().stream())
                                .mapToDouble(Point::y));
        return new Panel(title, right, name, up, lines);
    }
}
