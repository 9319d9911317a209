// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.InputScale;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.TimeInput;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * The model that has learned a known distribution exactly: what a checkpoint is compared with, and
 * a model to try evaluators on.
 *
 * <p>Its Jacobian products come from {@link ReferenceDistribution#hessianProduct}, or from {@link
 * ReferenceDistribution#covarianceProduct} for the denoiser, which keeps its digits at small noise.
 *
 * @param reference the distribution
 * @param schedule alpha and sigma
 * @param prediction what {@link #output} predicts
 */
public record ReferencePredictor(
        ReferenceDistribution reference, NoiseSchedule schedule, Prediction prediction)
        implements NoisePredictor {

    @Override
    public int dimension() {
        return reference.dimension();
    }

    @Override
    public NDArray epsilon(NDArray x, double t) {
        double sigma = schedule.sigma(t);
        try (NDArray score = reference.score(x, schedule.alpha(t), sigma)) {
            return score.mul(-sigma);
        }
    }

    @Override
    public NDArray output(NDArray x, double[] t) {
        double[] ofDenoiser = new double[t.length];
        double[] ofScore = new double[t.length];
        double[][] alpha = new double[t.length][1];
        double[][] sigma = new double[t.length][1];
        for (int i = 0; i < t.length; i++) {
            alpha[i][0] = schedule.alpha(t[i]);
            sigma[i][0] = schedule.sigma(t[i]);
            ofDenoiser[i] = prediction.c(schedule, t[i]);
            ofScore[i] = -sigma[i][0] * prediction.d(schedule, t[i]);
        }
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager(x.getDevice())) {
            NDArray inside = x.duplicate();
            inside.attach(scope);
            Moments moments = reference.moments(inside, new Levels(alpha, sigma));
            NDArray output =
                    moments.denoiser()
                            .squeeze(1)
                            .mul(scope.create(ofDenoiser).expandDims(1))
                            .add(
                                    moments.score()
                                            .squeeze(1)
                                            .mul(scope.create(ofScore).expandDims(1)));
            output.attach(owner);
            return output;
        }
    }

    @Override
    public TimedField field(Quantity quantity) {
        return t -> new Exact(this, quantity, t);
    }

    /** On the CPU. */
    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    /** a u + b f(u) with f the denoiser, or the score where the quantity needs no alpha. */
    private record Exact(ReferencePredictor model, Quantity quantity, double t)
            implements VectorField {

        private Combination fromDenoiser() {
            return combination(Predictions.SAMPLE);
        }

        private Combination combination(Prediction from) {
            Parameterization told =
                    new Parameterization(
                            model.schedule, from, TimeInput.CONTINUOUS, InputScale.UNIT);
            return quantity == Quantity.OUTPUT
                    ? told.to(model.prediction, t)
                    : quantity.of(told, t);
        }

        @Override
        public NDArray evaluate(NDArray u) {
            Combination from = fromDenoiser();
            double alpha = model.schedule.alpha(t);
            double sigma = model.schedule.sigma(t);
            try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
                NDArray denoised = model.reference.denoiser(u, alpha, sigma);
                NDArray state = u.duplicate();
                denoised.attach(scope);
                state.attach(scope);
                NDArray sum = sum(state, denoised, from);
                sum.attach(u.getManager());
                return sum;
            }
        }

        /** The denoiser's Jacobian is (alpha / sigma^2) Cov[x0 | x] = (C / sigma^2) / alpha. */
        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            double alpha = model.schedule.alpha(t);
            double sigma = model.schedule.sigma(t);
            if (alpha == 0) {
                return v.mul(fromDenoiser().ofState());
            }
            try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
                NDArray product = model.reference.covarianceProduct(u, v, alpha, sigma);
                NDArray direction = v.duplicate();
                product.attach(scope);
                direction.attach(scope);
                product = product.div(alpha);
                NDArray sum = sum(direction, product, fromDenoiser());
                sum.attach(u.getManager());
                return sum;
            }
        }

        /** The Jacobian is symmetric. */
        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            return jvp(u, w);
        }

        @Override
        public Linearization linearize(NDArray u, NDArray v) {
            return new Linearization(evaluate(u), jvp(u, v));
        }

        private static NDArray sum(NDArray state, NDArray value, Combination by) {
            return state.mul(by.ofState()).add(value.mul(by.ofOutput()));
        }
    }
}
