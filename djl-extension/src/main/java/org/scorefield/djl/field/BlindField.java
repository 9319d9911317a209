// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput;

/**
 * The field of a network that takes no time.
 *
 * <p>Only quantities that follow from state and output without the noise level are fields of a
 * blind network: always {@link Quantity#OUTPUT}; for a denoiser or a network of the residual at
 * alpha = 1, also {@link Quantity#DENOISER} and {@link Quantity#NOISE}, for which denoised(u) - u =
 * -noise(u) = sigma^2 grad log p_sigma(u) (K. Miyasawa, "An empirical Bayes estimator of the mean
 * of a normal population", 1961).
 */
public final class BlindField implements VectorField {

    /** Times at which a quantity must be the same combination of state and output. */
    private static final double[] LEVELS = {0.125, 0.25, 0.5, 0.75, 0.875};

    private static final double ROUNDING = 1e-9;

    private final DiffusionModel model;
    private final Conditioning conditioning;

    /**
     * The field of a blind model.
     *
     * @param model a model whose network takes no time; the caller closes it after the field's last
     *     use
     * @param quantity what the field is
     * @throws IllegalArgumentException if the network takes a time, or the quantity depends on the
     *     noise level
     */
    public BlindField(DiffusionModel model, Quantity quantity) {
        requireBlind(model.parameterization(), quantity);
        this.model = model;
        this.conditioning = model.conditioning(quantity, LEVELS[0]);
    }

    /** What the field is. */
    public Quantity quantity() {
        return conditioning.quantity();
    }

    @Override
    public NDArray evaluate(NDArray u) {
        return conditioning.evaluate(model.network(), u);
    }

    @Override
    public NDArray jvp(NDArray u, NDArray v) {
        return conditioning.jvp(model.network(), u, v);
    }

    @Override
    public NDArray vjp(NDArray u, NDArray w) {
        return conditioning.vjp(model.network(), u, w);
    }

    @Override
    public Linearization linearize(NDArray u, NDArray v) {
        return conditioning.linearize(model.network(), u, v);
    }

    private static void requireBlind(Parameterization parameterization, Quantity quantity) {
        if (parameterization.time().kind() != TimeInput.Kind.NONE) {
            throw new IllegalArgumentException(
                    "model: expected a network that takes no time, found time input "
                            + parameterization.time().kind().label()
                            + "; use FrozenField at one t");
        }
        Combination first = quantity.of(parameterization, LEVELS[0]);
        double scale = parameterization.inputScale().at(parameterization.schedule(), LEVELS[0]);
        for (double t : LEVELS) {
            Combination other = quantity.of(parameterization, t);
            double otherScale = parameterization.inputScale().at(parameterization.schedule(), t);
            if (differ(first.ofState(), other.ofState())
                    || differ(first.ofOutput(), other.ofOutput())
                    || differ(scale, otherScale)) {
                throw new IllegalArgumentException(
                        "quantity: expected one that follows from a "
                                + parameterization.prediction().name()
                                + " prediction without the noise level, found "
                                + quantity.label()
                                + "; use output, or FrozenField at one t");
            }
        }
    }

    private static boolean differ(double a, double b) {
        return Math.abs(a - b) > ROUNDING * Math.max(1, Math.abs(a));
    }
}
