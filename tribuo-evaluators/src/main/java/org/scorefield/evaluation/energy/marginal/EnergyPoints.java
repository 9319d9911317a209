// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.reference.density.Levels;
import org.scorefield.evaluation.reference.density.Moments;

/**
 * The marginal energy at n states: values, gradients, optimal targets, gaps.
 *
 * <p>s_i and D_i below are score and denoiser at the nodes t_i of the noise posterior, q_i its
 * weights. Results belong to the manager of the states. Immutable.
 */
public final class EnergyPoints {

    private final MarginalEnergy energy;
    private final NDArray u;
    private final PosteriorWeights weights;

    /** [n, m, D]. */
    private final NDArray scores;

    private final NDArray denoisers;

    EnergyPoints(MarginalEnergy energy, NDArray u, PosteriorWeights weights) {
        this.energy = energy;
        this.u = u;
        this.weights = weights;
        Levels levels =
                new ReferenceLikelihood(energy.reference(), energy.schedule())
                        .levels(weights.times());
        Moments moments = energy.reference().moments(u, levels);
        this.scores = moments.score();
        this.denoisers = moments.denoiser();
    }

    /**
     * {@return p(t | u) on its nodes, with the mass left out and its height at the prior's ends}
     */
    public PosteriorWeights posterior() {
        return weights;
    }

    /** {@return e(u) = -log p(u), [n], in nats} */
    public double[] energy() {
        return Arrays.stream(weights.logEvidence()).map(log -> -log).toArray();
    }

    /** {@return grad E(u) = -sum_i q_i s_i, [n, D], in one over the units of u} */
    public NDArray gradient() {
        return average(scores, t -> -1);
    }

    /**
     * The optimal autonomous target f*(u) = E[f*_t(u)], what a network that sees no t converges to:
     * sum_i q_i (c_i D_i - d_i sigma_i s_i).
     *
     * <p>Finite also where alpha = 0.
     *
     * @param prediction c and d
     * @return f*(u), [n, D]
     */
    public NDArray target(Prediction prediction) {
        NoiseSchedule schedule = energy.schedule();
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray data = average(denoisers, t -> prediction.c(schedule, t));
            data.attach(manager);
            NDArray noise = average(scores, t -> -prediction.d(schedule, t) * schedule.sigma(t));
            noise.attach(manager);
            NDArray target = data.add(noise);
            target.attach(u.getManager());
            return target;
        }
    }

    /**
     * The optimal target of a network that is told the time, f*_t(u) = c D(u, t) - d sigma s(u, t).
     *
     * @param prediction c and d
     * @param t time in [0, 1], 1 = noise
     * @return f*_t(u), [n, D]
     */
    public NDArray conditionalTarget(Prediction prediction, double t) {
        NoiseSchedule schedule = energy.schedule();
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray data = energy.reference().denoiser(u, alpha, sigma);
            data.attach(manager);
            NDArray score = energy.reference().score(u, alpha, sigma);
            score.attach(manager);
            NDArray target =
                    data.mul(prediction.c(schedule, t))
                            .add(score.mul(-sigma * prediction.d(schedule, t)));
            target.attach(u.getManager());
            return target;
        }
    }

    /**
     * The parts of {@link #target}.
     *
     * @param prediction c and d
     * @return natural gradient, transport correction and linear drift
     * @throws IllegalArgumentException if alpha = 0 at a node with weight
     */
    public EnergyParts parts(Prediction prediction) {
        NoiseSchedule schedule = energy.schedule();
        DoubleUnaryOperator lambda =
                t ->
                        schedule.sigma(t)
                                / positive(schedule.alpha(t), t)
                                * (prediction.d(schedule, t) * schedule.alpha(t)
                                        - prediction.c(schedule, t) * schedule.sigma(t));
        double[] lambdaBar = weights.mean(lambda);
        double[] cBar =
                weights.mean(t -> prediction.c(schedule, t) / positive(schedule.alpha(t), t));
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray gradient = gradient();
            gradient.attach(manager);
            NDArray factor = column(manager, lambdaBar);
            NDArray natural = gradient.mul(factor);
            // -sum_i q_i (lambda_i - lambdaBar) s_i: the part with grad E sums to 0.
            double[][] q = weights.weights();
            double[][] t = weights.times();
            for (int i = 0; i < q.length; i++) {
                for (int j = 0; j < q[i].length; j++) {
                    q[i][j] *= q[i][j] == 0 ? 0 : lambdaBar[i] - lambda.applyAsDouble(t[i][j]);
                }
            }
            NDArray transport = sum(scores, q);
            NDArray drift = column(manager, cBar).mul(u);
            natural.attach(u.getManager());
            drift.attach(u.getManager());
            return new EnergyParts(natural, transport, drift, lambdaBar, cBar);
        }
    }

    /** {@return the Jensen gap J1(u) = E[sigma | u] E[1 / sigma | u] - 1, [n], at least 0} */
    public double[] jensenGap() {
        double[] mean = weights.mean(energy.schedule()::sigma);
        double[] inverse = weights.mean(t -> 1 / energy.schedule().sigma(t));
        double[] gaps = new double[mean.length];
        Arrays.setAll(gaps, i -> mean[i] * inverse[i] - 1);
        return gaps;
    }

    /**
     * The signed Jensen gap at a time, J2(u, t) = sigma(t) E[1 / sigma | u] - 1.
     *
     * @param t time in [0, 1], 1 = noise
     * @return [n]
     */
    public double[] jensenGap(double t) {
        double sigma = energy.schedule().sigma(t);
        double[] inverse = weights.mean(s -> 1 / energy.schedule().sigma(s));
        return Arrays.stream(inverse).map(mean -> sigma * mean - 1).toArray();
    }

    /**
     * The error in the drift of the probability flow from running blind with the optimal field,
     * |nu(t)| |f*(u) - f*_t(u)|.
     *
     * @param prediction c and d
     * @param t time in [0, 1], 1 = noise
     * @return [n], in the units of u over time
     */
    public double[] driftPerturbation(Prediction prediction, double t) {
        try (NDArray blind = target(prediction)) {
            return driftPerturbation(blind, prediction, t);
        }
    }

    /**
     * The same for any field, such as a trained network's.
     *
     * @param field f(u), [n, D] FLOAT64. Not modified
     * @param prediction c and d
     * @param t time in [0, 1], 1 = noise
     * @return |nu(t)| |f(u) - f*_t(u)|, [n]
     */
    public double[] driftPerturbation(NDArray field, Prediction prediction, double t) {
        double gain = Math.abs(Gains.of(prediction, energy.schedule(), t).nu());
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray told = conditionalTarget(prediction, t);
            told.attach(manager);
            double[] distances = told.sub(field).square().sum(new int[] {1}).sqrt().toDoubleArray();
            return Arrays.stream(distances).map(distance -> gain * distance).toArray();
        }
    }

    /**
     * The Hessian of the energy times directions, Hess E v = E[Hess E_t v | u] - Cov(grad E_t | u)
     * v.
     *
     * <p>With H_i the Hessian of log p_t at the nodes: -sum_i q_i (H_i v + s_i (s_i . v)) + sbar
     * (sbar . v), sbar = sum_i q_i s_i. No matrix is formed. Costs a product of the reference a
     * node that carries weight and state. Source: specification autonomous-fields, section 1.
     *
     * @param v directions, {@code [n, D]} FLOAT64. Not modified
     * @return Hess E(u) v, {@code [n, D]}, in units of v over the square of those of u
     * @throws IllegalArgumentException if v has not the shape of u
     */
    public NDArray hessianProduct(NDArray v) {
        if (!v.getShape().equals(u.getShape())) {
            throw new IllegalArgumentException(
                    "v: expected the shape of the states, "
                            + u.getShape()
                            + ", found "
                            + v.getShape()
                            + "; give a direction for each state");
        }
        double[][] q = weights.weights();
        double[][] t = weights.times();
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDList rows = new NDList();
            for (int i = 0; i < q.length; i++) {
                rows.add(bent(i, v, q[i], t[i], manager));
            }
            NDArray bent = NDArrays.concat(rows);
            NDArray along = manager.create(0.0).add(scores).mul(v.expandDims(1)).sum(new int[] {2});
            NDArray products = along.mul(weights.weights(manager)).expandDims(1).matMul(scores);
            NDArray mean = gradient();
            mean.attach(manager);
            NDArray outer = mean.mul(mean.mul(v).sum(new int[] {1}, true));
            NDArray result = outer.sub(bent).sub(products.squeeze(1));
            result.attach(u.getManager());
            return result;
        }
    }

    /** sum_i q_i H_i v of one state, [1, D]. */
    private NDArray bent(int row, NDArray v, double[] q, double[] t, NDManager manager) {
        NDIndex at = new NDIndex(row + ":" + (row + 1));
        NDArray x = u.get(manager, at);
        NDArray direction = v.get(manager, at);
        NDArray sum = direction.zerosLike();
        for (int j = 0; j < q.length; j++) {
            if (q[j] > 0) {
                try (NDArray product =
                        energy.reference()
                                .hessianProduct(
                                        x,
                                        direction,
                                        energy.schedule().alpha(t[j]),
                                        energy.schedule().sigma(t[j]))) {
                    sum.addi(product.muli(q[j]));
                }
            }
        }
        return sum;
    }

    /**
     * How much the target that is told the time varies over p(t | u): sd(f*_t | u) = sqrt(E|f*_t -
     * f*|^2).
     *
     * @param prediction c and d
     * @return one number a state, [n], at least 0, in the units of the target
     */
    public double[] targetSpread(Prediction prediction) {
        NoiseSchedule schedule = energy.schedule();
        double[][] t = weights.times();
        double[][] c = new double[t.length][];
        double[][] d = new double[t.length][];
        for (int i = 0; i < t.length; i++) {
            c[i] = Arrays.stream(t[i]).map(s -> prediction.c(schedule, s)).toArray();
            d[i] =
                    Arrays.stream(t[i])
                            .map(s -> -schedule.sigma(s) * prediction.d(schedule, s))
                            .toArray();
        }
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray mean = target(prediction);
            mean.attach(manager);
            NDArray told = nodes(manager, c).mul(denoisers).addi(nodes(manager, d).mul(scores));
            NDArray squares = told.subi(mean.expandDims(1)).square().sum(new int[] {2});
            return weights.weights(manager).mul(squares).sum(new int[] {1}).sqrt().toDoubleArray();
        }
    }

    /** [n, m, 1]. */
    private static NDArray nodes(NDManager manager, double[][] values) {
        double[] flat = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(values.length, values[0].length, 1));
    }

    /** sum_i q_i g(t_i) a_i for arrays a [n, m, D]. */
    private NDArray average(NDArray values, DoubleUnaryOperator g) {
        double[][] q = weights.weights();
        double[][] t = weights.times();
        for (int i = 0; i < q.length; i++) {
            for (int j = 0; j < q[i].length; j++) {
                q[i][j] *= q[i][j] == 0 ? 0 : g.applyAsDouble(t[i][j]);
            }
        }
        return sum(values, q);
    }

    private NDArray sum(NDArray values, double[][] factors) {
        double[] flat = Arrays.stream(factors).flatMapToDouble(Arrays::stream).toArray();
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray rows = manager.create(flat, new Shape(factors.length, 1, factors[0].length));
            NDArray sums = rows.matMul(values).squeeze(1);
            sums.attach(u.getManager());
            return sums;
        }
    }

    private static NDArray column(NDManager manager, double[] values) {
        return manager.create(values, new Shape(values.length, 1));
    }

    private static double positive(double alpha, double t) {
        if (!(alpha > 0)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "prior: expected times with alpha > 0 for a decomposition, found alpha"
                                    + " = %s at t = %s; end the prior below t = 1",
                            alpha,
                            t));
        }
        return alpha;
    }
}
