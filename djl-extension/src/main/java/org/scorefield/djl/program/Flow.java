// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import org.jspecify.annotations.Nullable;

/**
 * The tangents of one value: a tensor [directions * batch, *shape], and what is still to be done to
 * it. Factors and normalisations are kept pending so that a chain such as group norm, SiLU costs
 * one pass over the tangents.
 *
 * @param name expression of the tensor
 * @param owner whether the tensor is the program's own and known by no other name, so that its last
 *     reader may overwrite it
 * @param factor what the tangents are still to be multiplied by, after the normalisation; without
 *     directions axis
 * @param normalized the normalisation whose derivative is still to be applied
 */
record Flow(
        String name,
        Owner owner,
        @Nullable Factor factor,
        Normalization.@Nullable Moments normalized) {

    enum Owner {
        FLOW,
        SHARED
    }

    /** A primal tensor that broadcasts against the value, with a batch axis or without. */
    record Factor(String name, boolean batched) {}

    /** Newly made tangents. */
    static Flow fresh(String expression) {
        return new Flow(expression, Owner.FLOW, null, null);
    }

    /** Tangents that others may still read. */
    static Flow shared(String expression) {
        return new Flow(expression, Owner.SHARED, null, null);
    }

    /** The same under another name. */
    Flow(String name, Flow other) {
        this(name, other.owner, other.factor, other.normalized);
    }

    /** The same, not to be overwritten. */
    Flow asShared() {
        return new Flow(name, Owner.SHARED, factor, normalized);
    }

    boolean overwritable() {
        return owner == Owner.FLOW;
    }

    /** These tangents times a primal tensor, not yet multiplied. */
    Flow times(Code code, Factor more) {
        if (factor == null) {
            return new Flow(name, owner, more, normalized);
        }
        String product = code.let("torch.mul(%s, %s)".formatted(factor.name, more.name));
        Factor both = new Factor(product, factor.batched || more.batched);
        return new Flow(name, owner, both, normalized);
    }

    /** The tangents with nothing pending. */
    Flow settled(Code code) {
        if (normalized != null) {
            return normalized.apply(code, this);
        }
        if (factor == null) {
            return this;
        }
        String product = owner == Owner.FLOW ? "torch.mul_(%s, %s)" : "torch.mul(%s, %s)";
        if (!factor.batched) {
            return fresh(code.let(product.formatted(name, factor.name)));
        }
        String all = code.let(product.formatted(unfold(code, name), factor.name));
        return fresh(owner == Owner.FLOW ? name : fold(code, all));
    }

    /** [directions * batch, ...] to [directions, batch, ...], a view. */
    static String unfold(Code code, String name) {
        return code.let(
                "torch.unflatten(%s, 0, [%s, %s])".formatted(name, Code.DIRECTIONS, Code.BATCH));
    }

    /** [directions, batch, ...] to [directions * batch, ...]. */
    static String fold(Code code, String name) {
        return code.let("torch.flatten(%s, 0, 1)".formatted(name));
    }
}
