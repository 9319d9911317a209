// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

/** A quantity of a diffusion model at one time, as an autonomous field: f(u) = q(u, t). */
public final class FrozenField implements ConditionedField {

    private final DiffusionModel model;
    private final Conditioning conditioning;

    /**
     * Freezes a model.
     *
     * @param model the model, which the caller closes after the field's last use
     * @param quantity what the field is
     * @param t time in [0, 1], 1 = noise
     * @throws IllegalArgumentException if the quantity does not exist at t
     */
    public FrozenField(DiffusionModel model, Quantity quantity, double t) {
        this.model = model;
        this.conditioning = model.conditioning(quantity, t);
        quantity.of(model.parameterization(), t);
    }

    /** {@return the time, in [0, 1], 1 = noise} */
    public double t() {
        return conditioning.times()[0];
    }

    @Override
    public DiffusionModel model() {
        return model;
    }

    @Override
    public Conditioning conditioning() {
        return conditioning;
    }
}
