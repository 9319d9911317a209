// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

/** What became of a sample. */
public enum Verdict {
    /** Within the radius of a training point. */
    MEMORISED,
    /** On the ridge (rho at most kappa, curved towards it), and not within that radius. */
    INTER_MODE,
    /** Not on the ridge. */
    OFF_RIDGE,
    /** Not memorised, and without a defined frame, so that nothing can be said. */
    UNDEFINED
}
