// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

/**
 * Whether samples stay on the support, in one sentence with its numbers.
 *
 * @param kind the short form
 * @param sentence for people, in ASCII
 */
public record SupportVerdict(Kind kind, String sentence) {

    /** The short form. */
    public enum Kind {
        /** The checkpoint's own error moves samples along the support only. */
        ON_SUPPORT,
        /** The checkpoint's own error moves samples off the support. */
        OFF_SUPPORT,
        /** The numbers do not say. */
        UNDECIDED
    }
}
