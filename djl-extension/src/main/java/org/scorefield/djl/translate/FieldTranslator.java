// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.util.Optional;
import org.scorefield.djl.field.Conditioning;
import org.scorefield.djl.field.Quantity;

/** x to a quantity: of a blind network, or at one time. */
final class FieldTranslator implements NoBatchifyTranslator<NDArray, NDArray> {

    private final QuantityTranslator translator;
    private final Conditioning conditioning;

    FieldTranslator(ModelMeaning meaning, Quantity quantity, Optional<Double> t) {
        this.translator = new QuantityTranslator(meaning, quantity);
        this.conditioning =
                t.isPresent()
                        ? new Conditioning(
                                meaning.parameterization(), quantity, new double[] {t.get()})
                        : meaning.at(quantity, Optional.empty());
        quantity.of(meaning.parameterization(), conditioning.times()[0]);
    }

    @Override
    public NDList processInput(TranslatorContext ctx, NDArray x) {
        return translator.start(ctx, conditioning, x);
    }

    @Override
    public NDArray processOutput(TranslatorContext ctx, NDList list) {
        return QuantityTranslator.finish(ctx, list);
    }
}
