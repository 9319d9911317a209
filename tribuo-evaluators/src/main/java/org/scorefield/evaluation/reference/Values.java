// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import org.jspecify.annotations.Nullable;

/** What must hold of reference values, whatever file they come from. */
final class Values {
    private Values() {}

    /**
     * What is wrong with samples, or null.
     *
     * @param values [count, dimension] row after row; not modified
     */
    static @Nullable String problem(float[] values, int dimension) {
        boolean constant = true;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return "expected finite numbers, found "
                        + values[i]
                        + " in sample "
                        + i / dimension
                        + ", coordinate "
                        + i % dimension
                        + "; remove or repair that sample";
            }
            constant &= values[i] == values[0];
        }
        return constant
                ? "expected data that vary, found "
                        + values[0]
                        + " everywhere in "
                        + values.length / dimension
                        + " sample(s); give real samples of the data that the checkpoint was trained"
                        + " for"
                : null;
    }
}
