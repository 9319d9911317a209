// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.util.Optional;
import org.scorefield.djl.field.Conditioning;
import org.scorefield.djl.field.Quantity;

/** [x, t] to a quantity; t may be left out for the output of a blind network. */
record QuantityTranslator(ModelMeaning meaning, Quantity quantity)
        implements NoBatchifyTranslator<NDList, NDList> {

    private static final String PENDING = "scorefield.pending";

    /** What the output of the call under way is combined with. */
    private record Pending(Conditioning conditioning, NDArray x) {}

    @Override
    public NDList processInput(TranslatorContext ctx, NDList input) {
        if (input.isEmpty() || input.size() > 2) {
            throw new IllegalArgumentException(
                    "input: expected [x, t], found "
                            + input.size()
                            + " arrays; give x and t alone");
        }
        NDArray x = input.get(0);
        Optional<NDArray> t = input.size() == 2 ? Optional.of(input.get(1)) : Optional.empty();
        return start(ctx, meaning.at(quantity, t), x);
    }

    @Override
    public NDList processOutput(TranslatorContext ctx, NDList list) {
        return new NDList(finish(ctx, list));
    }

    /** The module's arguments, and the call under way in the context. */
    NDList start(TranslatorContext ctx, Conditioning conditioning, NDArray x) {
        ctx.setAttachment(PENDING, new Pending(conditioning, x));
        return meaning.arguments(conditioning, x, ctx.getNDManager());
    }

    /** The quantity, owned by the manager of x. */
    static NDArray finish(TranslatorContext ctx, NDList list) {
        Pending pending = (Pending) ctx.getAttachment(PENDING);
        return pending.conditioning().fromOutput(pending.x(), list.get(0));
    }
}
