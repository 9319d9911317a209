// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.potential.Fitter;
import org.scorefield.evaluation.potential.Gram;
import org.scorefield.evaluation.potential.LinearTestFunctions;
import org.scorefield.evaluation.potential.Target;
import org.scorefield.evaluation.potential.TestFunctions;
import org.scorefield.evaluation.score.estimate.Estimator;

/**
 * Fits classes of potentials to the rows of one half: each by itself, and all together by
 * backfitting, each to what the others leave over.
 *
 * <p>Classes that are not linear in their coefficients are costly to fit: they come last, and are
 * fitted after the cycles of the others. Source: Hastie, Tibshirani, Generalized Additive Models
 * (1990), section 4.4; spec score-error section 3.
 */
final class Backfitting implements AutoCloseable {
    private static final int CYCLES = 4;
    private static final double SETTLED = 0.01;

    private final List<TestFunctions> classes;
    private final NDManager manager;
    private final List<Fitter> fitters = new ArrayList<>();

    /**
     * Takes what depends on the points alone.
     *
     * @param classes at least one
     * @param x points, [n, D]; must stay open
     * @param estimator PLUG_IN fits linear classes without ridge
     */
    Backfitting(List<TestFunctions> classes, NDArray x, Estimator estimator) {
        this.classes = classes;
        this.manager = x.getManager().newSubManager();
        for (TestFunctions functions : classes) {
            fitters.add(
                    estimator == Estimator.PLUG_IN
                                    && functions instanceof LinearTestFunctions linear
                            ? withoutRidge(linear, x)
                            : functions.fitter(x));
        }
    }

    private static Fitter withoutRidge(LinearTestFunctions functions, NDArray x) {
        Gram gram = functions.gram(x);
        return target -> gram.solve(functions.moments(target), 0);
    }

    /** Coefficients of the first class by itself. */
    double[] first(Target target) {
        return fitters.get(0).fit(target);
    }

    /** Coefficients of each class by itself. */
    List<double[]> alone(Target target) {
        List<double[]> thetas = new ArrayList<>();
        for (Fitter fitter : fitters) {
            thetas.add(fitter.fit(target));
        }
        return thetas;
    }

    /**
     * Coefficients of the classes in a sum. Cycles end when one moves grad psi by less than {@value
     * #SETTLED} of its squared norm.
     *
     * @param first the first class by itself at this target, to begin with
     */
    List<double[]> union(Target target, double[] first) {
        @Nullable NDArray[] gradients = new NDArray[classes.size()];
        List<double[]> thetas = new ArrayList<>();
        classes.forEach(functions -> thetas.add(new double[functions.features()]));
        try (NDManager held = manager.newSubManager()) {
            NDArray total = held.zeros(target.x().getShape(), DataType.FLOAT64);
            boolean settled = false;
            for (int cycle = 0; cycle < CYCLES && !settled; cycle++) {
                NDArray before = total.duplicate();
                for (int j = 0; j < classes.size(); j++) {
                    if (linear(j)) {
                        double[] theta = cycle + j == 0 ? first : null;
                        refit(j, theta, target, new Fields(held, gradients, total), thetas);
                    }
                }
                settled = relative(before.subi(total), total) < SETTLED;
                before.close();
            }
            for (int j = 0; j < classes.size(); j++) {
                if (!linear(j)) {
                    refit(j, null, target, new Fields(held, gradients, total), thetas);
                }
            }
        }
        return thetas;
    }

    private boolean linear(int j) {
        return classes.get(j) instanceof LinearTestFunctions;
    }

    private static double relative(NDArray change, NDArray total) {
        try (NDArray one = change.square();
                NDArray other = total.square()) {
            double squares = other.sum().getDouble();
            return squares > 0 ? one.sum().getDouble() / squares : 0;
        }
    }

    /** Gradients of the classes so far and their sum. */
    private record Fields(NDManager held, @Nullable NDArray[] gradients, NDArray total) {}

    private void refit(
            int j, double @Nullable [] given, Target target, Fields fields, List<double[]> thetas) {
        NDArray own = fields.gradients()[j];
        if (own != null) {
            fields.total().subi(own);
            own.close();
        }
        double[] theta = given == null ? fit(j, target, fields.total()) : given;
        NDArray gradient = gradient(j, theta, target, fields.held());
        fields.total().addi(gradient);
        fields.gradients()[j] = gradient;
        thetas.set(j, theta);
    }

    private double[] fit(int j, Target target, NDArray others) {
        try (NDManager step = manager.newSubManager()) {
            Target rest = target.minus(others);
            rest.v().attach(step);
            return fitters.get(j).fit(rest);
        }
    }

    private NDArray gradient(int j, double[] theta, Target target, NDManager held) {
        NDArray gradient = classes.get(j).potential(theta).gradient(target.x());
        gradient.attach(held);
        return gradient;
    }

    @Override
    public void close() {
        manager.close();
    }
}
