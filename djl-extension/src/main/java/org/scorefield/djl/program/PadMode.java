// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/** What stands outside a padded tensor. */
public enum PadMode {
    /** Zeros. */
    ZERO("constant"),
    /** The tensor mirrored at its border, the border itself not repeated. */
    REFLECT("reflect"),
    /** The border's value. */
    REPLICATE("replicate"),
    /** The tensor again, from its other side. */
    CIRCULAR("circular");

    private final String torch;

    PadMode(String torch) {
        this.torch = torch;
    }

    String torch() {
        return torch;
    }
}
