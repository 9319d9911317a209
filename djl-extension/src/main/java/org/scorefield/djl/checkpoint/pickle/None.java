// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

/** Python's None. */
public enum None {
    /** The one value. */
    NONE;

    @Override
    public String toString() {
        return "None";
    }
}
