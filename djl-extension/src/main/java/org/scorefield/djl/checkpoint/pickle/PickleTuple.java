// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.util.List;

/**
 * A Python tuple. Equality is that of the object: tuples can be deep.
 *
 * @see PickleList
 */
public final class PickleTuple {

    private final List<Object> items;

    /** Makes a tuple of these items; copied. */
    public PickleTuple(List<Object> items) {
        this.items = List.copyOf(items);
    }

    /** Returns the items. */
    public List<Object> items() {
        return items;
    }

    /** Returns the number of items. */
    public int size() {
        return items.size();
    }

    /** Returns an item, counted from 0. */
    public Object get(int index) {
        return items.get(index);
    }
}
