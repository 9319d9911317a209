// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

/**
 * Samples as stored, before their numbers are given a meaning.
 *
 * @param values [kept, D] in the order of the checkpoint's sample
 * @param kind what the numbers can mean
 * @param available samples in the source
 * @param note what was rearranged, in words
 */
record Stored(float[] values, ElementType.Kind kind, long available, String note) {

    /** How many of the available samples are kept: the limit, and half a gibibyte of floats. */
    static int kept(long available, ReferenceOptions options) {
        long fit = Math.max(1, (1L << 27) / options.dimension());
        return (int) Math.min(available, Math.min(options.limit(), fit));
    }

    /** Place in the source of a kept sample: evenly spread. */
    static long index(int slot, int kept, long available) {
        return slot * available / kept;
    }
}
