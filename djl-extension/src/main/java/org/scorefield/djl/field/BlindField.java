// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.engine.Linearization;

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
        this.model = model;
        this.conditioning = Conditioning.blind(model.parameterization(), quantity);
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
}
