// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

/** How the value of a potential is taken from data. */
public enum Estimator {
    /** Fitted on one half of the data, certified on the other: a lower confidence bound. */
    CROSS_FITTED,
    /** Fitted and read off on the same rows, without ridge: biased up, no bound. */
    PLUG_IN,
    /** Fitted and read off on the same rows, with ridge: less biased up, no bound. */
    RIDGE
}
