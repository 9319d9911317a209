// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * A model after some time of training, and what became of its samples.
 *
 * @param setting data and law of the time
 * @param s training time
 * @param loss its loss by its causes
 * @param ledger of its samples
 * @param samples [n][2]; copied
 */
record Trained(Setting setting, double s, LossParts loss, RidgeLedger ledger, double[][] samples) {

    Trained {
        samples = Arrays.stream(samples).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * What a model is trained on.
     *
     * @param modes the data
     * @param law of the time
     */
    record Setting(Modes modes, TrainingTimes.Law law) {

        /** What a report calls it. */
        String label() {
            return modes.label() + ", " + law.label();
        }
    }

    /** The share of its samples with a verdict. */
    Proportion share(Verdict verdict) {
        return Objects.requireNonNull(ledger.shares().get(verdict));
    }

    /** s as a report writes it. */
    String time() {
        if (s == Double.POSITIVE_INFINITY) {
            return "infinity";
        }
        return s < 1e4 ? String.format(Locale.ROOT, "%.0f", s) : "1e" + Math.round(Math.log10(s));
    }

    /**
     * The error of the posterior mean of alpha x0, sigma^2 |e|, in the units of x.
     *
     * @param quantity NORMAL_ERROR or TANGENT_ERROR
     * @return its quantiles over samples, level by level, [entries][5]
     */
    List<double[]> errors(RidgeQuantity quantity) {
        List<Band> bands = ledger.bands(quantity);
        double[][] errors = new double[bands.size()][];
        for (int i = 0; i < errors.length; i++) {
            NoiseLevel level = ledger.levels().get(i);
            double h = level.sigma() * level.sigma();
            errors[i] = Arrays.stream(bands.get(i).quantiles()).map(e -> h * e).toArray();
        }
        return List.of(errors);
    }

    /** The median of an error at the entry nearest in ratio to a given tau. */
    double median(RidgeQuantity quantity, double tau, double horizon) {
        int best = 0;
        for (int i = 1; i < ledger.levels().size(); i++) {
            best = distance(i, tau, horizon) < distance(best, tau, horizon) ? i : best;
        }
        return errors(quantity).get(best)[2];
    }

    private double distance(int entry, double tau, double horizon) {
        return Math.abs(Math.log(ledger.levels().get(entry).t() * horizon / tau));
    }
}
