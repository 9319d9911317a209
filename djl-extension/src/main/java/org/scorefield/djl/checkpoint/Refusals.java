// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

/** Sentences for what is refused. */
final class Refusals {

    private static final int LONGEST = 120;

    private Refusals() {}

    /** Returns why a global of a pickle is refused, by its full name, and what to do. */
    static String ofGlobal(String name) {
        String advice;
        if (name.contains("Complex") || name.contains("complex")) {
            advice = "complex tensors are not read: save them with torch.view_as_real";
        } else if (name.contains("sparse")) {
            advice = "sparse tensors are not read: save them with .to_dense()";
        } else if (name.contains("qtensor") || name.contains("QInt") || name.contains("QUInt")) {
            advice = "quantized tensors are not read: save them with .dequantize()";
        } else if (name.startsWith("torch.float8")
                || name.startsWith("torch.uint")
                || name.contains("_rebuild_meta_tensor")) {
            advice = "tensors of this type are not read: save them as float32";
        } else {
            advice =
                    "re-save the weights alone with torch.save(model.state_dict(), PATH), or export the"
                            + " network with torch.jit.script(model).save(PATH)";
        }
        return "expected tensors and plain values, found the Python global %s, which is never executed; %s"
                .formatted(printable(name), advice);
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
