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

    /**
     * Makes a tuple of these items; copied.
     *
     * @param items the items, in order
     */
    public PickleTuple(List<Object> items) {
        this.items = List.copyOf(items);
    }

    /** {@return the items} */
    public List<Object> items() {
        return items;
    }

    /** {@return the number of items} */
    public int size() {
        return items.size();
    }

    /**
     * Returns an item, counted from 0.
     *
     * @param index from 0 to size() - 1
     * @return the item
     */
    public Object get(int index) {
        return items.get(index);
    }
}
