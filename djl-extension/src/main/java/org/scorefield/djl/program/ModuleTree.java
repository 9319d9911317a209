// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nested modules with a tensor for each key of a state dict: {@code a.0.weight} is attribute weight
 * of module 0 of module a.
 */
final class ModuleTree {

    private final String type;
    private final List<String> tensors = new ArrayList<>();
    private final Map<String, ModuleTree> children = new LinkedHashMap<>();

    private ModuleTree(String type) {
        this.type = type;
    }

    /**
     * The modules of these keys.
     *
     * @throws IllegalArgumentException if one key is the beginning of another
     */
    static ModuleTree of(Iterable<String> keys) {
        ModuleTree root = new ModuleTree("Program");
        int modules = 0;
        for (String key : keys) {
            String[] parts = key.split("\\.", -1);
            ModuleTree module = root;
            for (int i = 0; i < parts.length - 1; i++) {
                ModuleTree child = module.children.get(parts[i]);
                if (child == null) {
                    child = new ModuleTree("Module" + modules++);
                    module.children.put(parts[i], child);
                }
                module = child;
            }
            module.tensors.add(parts[parts.length - 1]);
        }
        root.checkNames("");
        return root;
    }

    private void checkNames(String prefix) {
        for (String name : tensors) {
            if (children.containsKey(name)) {
                throw Shapes.refuse(
                        "parameter",
                        "no key that is the beginning of another",
                        "\"" + prefix + name + "\"",
                        "rename the key in the state dict");
            }
        }
        children.forEach((name, child) -> child.checkNames(prefix + name + "."));
    }

    /** The class's name within the archive. */
    String type() {
        return type;
    }

    List<String> tensors() {
        return tensors;
    }

    Map<String, ModuleTree> children() {
        return children;
    }

    /** The classes of this module and those below, methods given for this one. */
    String classes(String methods) {
        StringBuilder text = new StringBuilder();
        text.append("class ").append(type).append("(Module):\n  __parameters__ = [");
        tensors.forEach(name -> text.append('"').append(name).append("\", "));
        text.append("]\n  __buffers__ = []\n");
        tensors.forEach(name -> text.append(attribute(name, "Tensor")));
        text.append("  training : bool\n");
        children.forEach((name, m) -> text.append(attribute(name, "__torch__." + m.type)));
        text.append(methods);
        children.values().forEach(child -> text.append(child.classes("")));
        return text.toString();
    }

    private static String attribute(String name, String type) {
        return Names.identifier(name)
                ? "  " + name + " : " + type + "\n"
                : "  __annotations__[\"" + name + "\"] = " + type + "\n";
    }
}
