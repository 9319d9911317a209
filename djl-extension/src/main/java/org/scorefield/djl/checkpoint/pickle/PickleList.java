// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Python list, or a set in its order of writing. It can contain itself. */
public final class PickleList {

    private final List<Object> items = new ArrayList<>(0);

    void add(Object item) {
        items.add(item);
    }

    /** {@return the items, as a view} */
    public List<Object> items() {
        return Collections.unmodifiableList(items);
    }
}
