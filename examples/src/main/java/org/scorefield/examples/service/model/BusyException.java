// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

/** As many requests are at work as may. */
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException(int predictors) {
        super(
                "predictors: expected one free, found all "
                        + predictors
                        + " at work; ask again in a moment");
    }
}
