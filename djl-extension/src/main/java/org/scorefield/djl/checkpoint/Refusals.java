// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.List;

/** Sentences for what is refused. */
final class Refusals {

    private static final int LONGEST = 120;

    private Refusals() {}

    /** Returns why a global of a pickle is refused, by its full name, and what to do. */
    static String ofGlobal(String name) {
        String remedy = remedyForTensors(name);
        if (!remedy.isEmpty()) {
            return "expected dense tensors of the types %s, found %s; %s"
                    .formatted(List.of(DType.values()), printable(name), remedy);
        }
        return "expected tensors and plain values, found the Python global %s, which is never executed; re-save the weights alone with torch.save(model.state_dict(), PATH), or export the network with torch.jit.script(model).save(PATH)"
                .formatted(printable(name));
    }

    /** Returns what to do about a kind of tensor that is not read; empty for other globals. */
    private static String remedyForTensors(String name) {
        if (!name.startsWith("torch.")) {
            return "";
        }
        if (name.contains("Complex") || name.startsWith("torch.complex")) {
            return "save complex tensors with torch.view_as_real";
        }
        if (name.contains("_sparse_") || name.startsWith("torch.sparse")) {
            return "save sparse tensors with .to_dense()";
        }
        if (name.contains("qtensor") || name.contains("QInt") || name.contains("QUInt")) {
            return "save quantized tensors with .dequantize()";
        }
        boolean other = name.startsWith("torch.float8") || name.startsWith("torch.uint");
        return other ? "save tensors of other types as float32" : "";
    }

    /** Returns a name from a file in quotes, shortened, with nothing unprintable. */
    static String quoted(String name) {
        return '"' + printable(name) + '"';
    }

    /** Returns a text from a file, shortened, with nothing unprintable. */
    static String printable(String text) {
        var printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            printable.append(
                    Character.isISOControl(c)
                                    || Character.isSurrogate(c)
                                    || Character.getType(c) == Character.FORMAT
                            ? '?'
                            : c);
        }
        return text.length() > LONGEST ? printable.append("...").toString() : printable.toString();
    }
}
