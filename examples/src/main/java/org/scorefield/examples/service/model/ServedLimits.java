// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

/**
 * How many models and predictors there may be.
 *
 * @param models loaded at the same time, at least 1; the one that was not used for longest goes
 * @param predictors at work at the same time, at least 1
 */
public record ServedLimits(int models, int predictors) {

    /** Four models, two predictors. */
    public static final ServedLimits DEFAULT = new ServedLimits(4, 2);

    /**
     * Checks the values.
     *
     * @param models loaded at the same time, at least 1; the one that was not used for longest goes
     * @param predictors at work at the same time, at least 1
     */
    public ServedLimits {
        if (models < 1 || predictors < 1) {
            throw new IllegalArgumentException(
                    "models and predictors: expected at least 1, found "
                            + models
                            + " and "
                            + predictors
                            + "; give larger numbers");
        }
    }
}
