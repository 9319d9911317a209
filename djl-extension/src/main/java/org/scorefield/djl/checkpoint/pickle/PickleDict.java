// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Python dict or OrderedDict, in its order of writing; a later value of a key replaces an earlier
 * one. It can contain itself. Keys that are not texts are kept apart, as text.
 */
public final class PickleDict implements PickleHost.Buildable {

    private static final int LONGEST_TUPLE = 4;
    private static final int LONGEST_TEXT = 32;

    // Only strings are hashed: they stay fast even when all their hashes are made to collide.
    private final Map<String, Object> items = new LinkedHashMap<>();
    private final Map<String, Object> others = new LinkedHashMap<>();

    /** Puts a value. */
    void put(Object key, Object value) throws PickleException {
        if (key instanceof String text) {
            items.put(text, value);
        } else {
            others.put(text(key), value);
        }
    }

    private static String text(Object key) throws PickleException {
        if (key instanceof PickleTuple tuple && tuple.size() <= LONGEST_TUPLE) {
            var text = new StringBuilder("(");
            for (Object part : tuple.items()) {
                text.append(text.length() == 1 ? "" : ", ").append(scalar(part));
            }
            return text.append(')').toString();
        }
        return scalar(key);
    }

    private static String scalar(Object key) throws PickleException {
        if (key instanceof Long
                || key instanceof Double
                || key instanceof Boolean
                || key == None.NONE
                || (key instanceof String text && text.length() <= LONGEST_TEXT)) {
            return key.toString();
        }
        throw new PickleException(
                "expected dictionary keys that are texts or numbers, found %s; re-save the state dict alone"
                        .formatted(PickleMachine.typeName(key)));
    }

    /** {@return the values under keys that are texts, as a view} */
    public Map<String, Object> items() {
        return Collections.unmodifiableMap(items);
    }

    /** {@return the values under all other keys, by the text of the key, as a view} */
    public Map<String, Object> others() {
        return Collections.unmodifiableMap(others);
    }

    /** Drops attributes, such as the _metadata of a state dict. */
    @Override
    public void build(Object state) {}
}
