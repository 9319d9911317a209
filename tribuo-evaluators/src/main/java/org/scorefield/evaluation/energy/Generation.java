// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;

/** Carries states from noise to data by a field, and counts those that leave the finite numbers. */
final class Generation {
    /** States with a larger coordinate have left the finite numbers. */
    private static final double LARGEST = 1e30;

    /** Noise taken off by a descent: exp(-6) of the start is left where the field is u - x. */
    private static final double DESCENT = 6;

    private static final int PROBES = 200;

    /** A field at a time, which it may ignore. */
    @FunctionalInterface
    interface Field {
        /** f(u), [n, D], owned by the manager of u. */
        NDArray at(NDArray u, double t);
    }

    /** Sees the states after each step. */
    @FunctionalInterface
    interface Watch {
        Watch NOTHING = (step, t, u, alive) -> {};

        /**
         * @param step steps done
         * @param t their time, NaN for a descent
         * @param u states, valid during the call only
         * @param alive which of them count
         */
        void see(int step, double t, NDArray u, boolean[] alive);
    }

    /**
     * Where states end.
     *
     * @param x the states, [n, D], zeros where they diverged; owned by the manager of the start
     * @param alive which did not diverge
     */
    record Ends(NDArray x, boolean[] alive) {
        int diverged() {
            int count = 0;
            for (boolean lives : alive) {
                count += lives ? 0 : 1;
            }
            return count;
        }
    }

    private Generation() {}

    /**
     * The probability flow of a field, du/dt = mu u + nu f(u), by steps that are exact where the
     * data and the noise that u and f stand for do not change:
     *
     * <pre>
     *   x0 = (d u - sigma f) / (alpha d - sigma c)    eps = (alpha f - c u) / (alpha d - sigma c)
     *   u_s = alpha_s x0 + sigma_s eps
     * </pre>
     *
     * <p>with alpha, sigma, c, d at the step's beginning. For a field that is told the time this is
     * DDIM whatever the prediction.
     */
    static Ends flow(NDArray start, Path path, Field field, Watch watch) {
        return run(
                start,
                path.grid().steps(),
                watch,
                (u, i) -> {
                    double t = path.grid().times().get(i);
                    double s = path.grid().times().get(i + 1);
                    double[] factors = path.factors(t, s);
                    return u.mul(factors[0]).add(field.at(u, t).mul(factors[1]));
                },
                i -> path.grid().times().get(i));
    }

    /**
     * Gradient descent u - eta f(u) of equilibrium matching, with eta = 6 / (steps max k), and no
     * more than the inverse of the largest k / sigma, at which the last noise goes in one step.
     */
    static Ends descent(NDArray start, Path path, Field field, Watch watch) {
        double rate = path.rate();
        return run(
                start,
                path.grid().steps(),
                watch,
                (u, i) -> u.sub(field.at(u, path.grid().to()).mul(rate)),
                i -> Double.NaN);
    }

    /**
     * What a field is driven along.
     *
     * @param schedule alpha and sigma
     * @param prediction what the field predicts
     * @param grid from noise to data
     */
    record Path(NoiseSchedule schedule, Prediction prediction, TimeGrid grid) {

        double[] factors(double t, double s) {
            double alpha = schedule.alpha(t);
            double sigma = schedule.sigma(t);
            double c = prediction.c(schedule, t);
            double d = prediction.d(schedule, t);
            double determinant = alpha * d - sigma * c;
            return new double[] {
                (schedule.alpha(s) * d - schedule.sigma(s) * c) / determinant,
                (schedule.sigma(s) * alpha - schedule.alpha(s) * sigma) / determinant
            };
        }

        double rate() {
            double largest = 0;
            double steepest = 0;
            double sign = 1;
            for (int i = 0; i <= PROBES; i++) {
                double t = grid.to() + (grid.from() - grid.to()) * i / PROBES;
                double k = prediction.d(schedule, t);
                sign = Math.signum(k);
                largest = Math.max(largest, Math.abs(k));
                steepest = Math.max(steepest, Math.abs(k) / schedule.sigma(t));
            }
            return sign * Math.min(DESCENT / (grid.steps() * largest), 1 / steepest);
        }
    }

    private interface Rule {
        NDArray next(NDArray u, int step);
    }

    private interface Times {
        double of(int step);
    }

    private static Ends run(NDArray start, int steps, Watch watch, Rule rule, Times times) {
        NDManager owner = start.getManager();
        boolean[] alive = new boolean[(int) start.getShape().get(0)];
        Arrays.fill(alive, true);
        NDArray u = start.duplicate();
        for (int i = 0; i < steps; i++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted at step " + i + " of " + steps);
            }
            try (NDManager manager = owner.newSubManager(start.getDevice())) {
                u.attach(manager);
                NDArray next = rule.next(u, i);
                double[] largest = next.abs().max(new int[] {1}).toDoubleArray();
                for (int row = 0; row < alive.length; row++) {
                    alive[row] &= largest[row] <= LARGEST;
                    if (!alive[row]) {
                        next.set(new NDIndex(row), 0);
                    }
                }
                next.attach(owner);
                u = next;
            }
            watch.see(i + 1, times.of(i + 1), u, alive.clone());
        }
        return new Ends(u, alive);
    }
}
