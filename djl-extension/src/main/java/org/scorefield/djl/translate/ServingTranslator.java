// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import org.scorefield.djl.field.Quantity;

/** Encoded [x, t] to an encoded quantity, as DJL Serving passes them. */
record ServingTranslator(ModelMeaning meaning, Quantity quantity)
        implements NoBatchifyTranslator<Input, Output> {

    @Override
    public NDList processInput(TranslatorContext ctx, Input input) {
        String name = input.getProperty(DiffusionTranslatorFactory.QUANTITY, quantity.label());
        QuantityTranslator translator = new QuantityTranslator(meaning, Quantity.named(name));
        return translator.processInput(ctx, input.getDataAsNDList(ctx.getNDManager()));
    }

    @Override
    public Output processOutput(TranslatorContext ctx, NDList list) {
        Output output = new Output();
        output.addProperty("Content-Type", "tensor/ndlist");
        output.add(new NDList(QuantityTranslator.finish(ctx, list)).encode());
        return output;
    }
}
