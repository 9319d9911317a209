// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes what wrappers put before the names of a network: {@code module.} of DataParallel and
 * AveragedModel where all names have it, and {@code _orig_mod.} of torch.compile wherever it is.
 */
final class Prefixes {

    private static final String PARALLEL = "module.";
    private static final String COMPILED = "_orig_mod.";

    /** A longer chain of wrappers is nobody's; each costs a pass over the names. */
    private static final int MOST_WRAPPERS = 4;

    private static final String COUNTER = "n_averaged";

    private Prefixes() {}

    /** Returns the tensors under bare names, and says in the notes what was removed. */
    static <T> Map<String, T> strip(Map<String, T> tensors, List<String> notes) {
        Map<String, T> compiled = stripCompiled(tensors, notes);
        Map<String, T> bare = compiled;
        for (int i = 0; i < MOST_WRAPPERS && allParallel(bare); i++) {
            bare = under(PARALLEL, bare);
        }
        if (bare != compiled) {
            notes.add("Removed the prefix \"module.\" from the names.");
        }
        return bare;
    }

    private static <T> Map<String, T> stripCompiled(Map<String, T> tensors, List<String> notes) {
        var bare = new LinkedHashMap<String, T>();
        boolean any = false;
        for (var entry : tensors.entrySet()) {
            String name = entry.getKey();
            String clean = "." + name;
            for (int i = 0; i < MOST_WRAPPERS; i++) {
                clean = clean.replace("." + COMPILED, ".");
            }
            clean = clean.substring(1);
            any |= !clean.equals(name);
            bare.put(clean, entry.getValue());
        }
        if (!any || bare.size() < tensors.size() || bare.containsKey("")) {
            return tensors;
        }
        notes.add("Removed \"_orig_mod.\" from the names.");
        return bare;
    }

    private static boolean allParallel(Map<String, ?> tensors) {
        boolean any = false;
        for (String name : tensors.keySet()) {
            boolean prefixed = name.startsWith(PARALLEL) && name.length() > PARALLEL.length();
            if (!prefixed && !name.equals(COUNTER)) {
                return false;
            }
            any |= prefixed;
        }
        return any;
    }

    /** Returns the tensors whose names start with the prefix, without it. */
    static <T> Map<String, T> under(String prefix, Map<String, T> tensors) {
        var bare = new LinkedHashMap<String, T>();
        tensors.forEach(
                (name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        bare.put(name.substring(prefix.length()), tensor);
                    }
                });
        return bare;
    }
}
