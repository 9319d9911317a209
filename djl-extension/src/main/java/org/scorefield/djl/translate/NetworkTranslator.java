// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;

/** The network as it is, with the card's constants where they are left out. */
record NetworkTranslator(ModelMeaning meaning) implements NoBatchifyTranslator<NDList, NDList> {

    @Override
    public NDList processInput(TranslatorContext ctx, NDList input) {
        int all = meaning.leading() + meaning.signature().constants().size();
        if (input.size() == all) {
            return input;
        }
        if (input.size() != meaning.leading()) {
            throw new IllegalArgumentException(
                    "input: expected "
                            + (meaning.blind() ? "[state]" : "[state, own time]")
                            + ", found "
                            + input.size()
                            + " arrays; constants come from the card");
        }
        NDArray x = input.get(0);
        NDList list = new NDList(input);
        list.addAll(
                meaning.signature()
                        .constantArrays(
                                x.getShape().get(0), meaning.dataType(), ctx.getNDManager()));
        return list;
    }

    @Override
    public NDList processOutput(TranslatorContext ctx, NDList list) {
        return list;
    }
}
