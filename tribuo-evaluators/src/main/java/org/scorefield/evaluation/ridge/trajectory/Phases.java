// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

/**
 * When a sample reached the ridge and when it began to slide along it, as numbers of entries in the
 * ledger. These time stamps are operational: they depend on kappa and on the grid.
 *
 * <p>Reach: the first entry from which on rho is at most kappa and l_(d+1) &lt; 0 up to the end.
 * Slide: the first entry from reach on after which the normal part of the way, less the ridge's own
 * motion, stays below the tangent part. Between the two the sample aligns.
 *
 * @param reach entry of the ledger, or {@link #NEVER}
 * @param slide entry of the ledger, at least {@code reach}, or {@link #NEVER}
 */
public record Phases(int reach, int slide) {

    /** It did not happen. */
    public static final int NEVER = -1;

    /**
     * The phases of a sample.
     *
     * @param sample one sample's column of the ledger, [entries]
     * @param kappa largest rho on the ridge, positive
     * @return the phases
     */
    public static Phases of(RidgeEntry[] sample, double kappa) {
        int reach = sample.length;
        while (reach > 0 && sample[reach - 1].onRidge(kappa)) {
            reach--;
        }
        if (reach == sample.length) {
            return new Phases(NEVER, NEVER);
        }
        int slide = sample.length;
        while (slide > reach && slides(sample[slide - 1])) {
            slide--;
        }
        return new Phases(reach, slide == sample.length ? NEVER : slide);
    }

    private static boolean slides(RidgeEntry entry) {
        return entry.get(RidgeQuantity.NORMAL_MOVE) < entry.get(RidgeQuantity.TANGENT_MOVE);
    }
}
