// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Set;

/** Which names TorchScript allows where. */
final class Names {

    /** What an argument may not be called: keywords, and the words the writer itself uses. */
    static final Set<String> RESERVED =
            Set.of(
                    "and",
                    "as",
                    "assert",
                    "break",
                    "class",
                    "continue",
                    "def",
                    "del",
                    "elif",
                    "else",
                    "except",
                    "finally",
                    "for",
                    "from",
                    "global",
                    "if",
                    "import",
                    "in",
                    "is",
                    "lambda",
                    "nonlocal",
                    "not",
                    "or",
                    "pass",
                    "raise",
                    "return",
                    "try",
                    "while",
                    "with",
                    "yield",
                    "self",
                    "torch",
                    "ops",
                    "annotate",
                    "directions",
                    "batch",
                    "folded",
                    "layout",
                    "tangents");

    private static final Set<String> METHODS = Set.of("forward", "jvp", "training");

    private Names() {}

    /** Whether a name can be written as a bare attribute. */
    static boolean identifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !RESERVED.contains(name);
    }

    /** Refuses a state dict key that cannot be a chain of attributes. */
    static void checkParameter(String key) {
        for (String part : key.split("\\.", -1)) {
            if (part.isEmpty() || !part.chars().allMatch(c -> c > 32 && c < 127)) {
                throw refuse(key, "printable parts between the points");
            }
            if (part.contains("\"") || part.contains("\\")) {
                throw refuse(key, "no quotes and no backslashes");
            }
        }
        if (METHODS.contains(key.split("\\.", -1)[0])) {
            throw refuse(key, "a first part that is no method of the program");
        }
    }

    private static IllegalArgumentException refuse(String key, String rule) {
        return Shapes.refuse(
                "parameter", rule, "\"" + key + "\"", "rename the key in the state dict");
    }
}
