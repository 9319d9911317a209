// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.util.Arrays;

/**
 * Where the numbers of a stored sample go in the sample that the checkpoint takes.
 *
 * @param target for each number of a stored sample in C order, its place
 * @param note what was rearranged, in words; empty where nothing was
 */
record SampleLayout(int[] target, String note) {

    /**
     * The rearrangement from a stored shape to the expected one: equal up to axes of size 1, or
     * channels last, or flat.
     *
     * @throws ReferenceException where the shapes cannot be matched
     */
    static SampleLayout of(long[] stored, long[] expected, String name) throws ReferenceException {
        int size = (int) product(expected);
        int[] target = new int[size];
        Arrays.setAll(target, i -> i);
        if (Arrays.equals(squeeze(stored), squeeze(expected))) {
            return new SampleLayout(target, "");
        }
        if (expected.length == 3
                && stored.length == 3
                && stored[2] == expected[0]
                && stored[0] == expected[1]
                && stored[1] == expected[2]) {
            int channels = (int) expected[0];
            int pixels = size / channels;
            Arrays.setAll(target, i -> i % channels * pixels + i / channels);
            return new SampleLayout(target, ", channels moved first");
        }
        if (stored.length == 1 && stored[0] == size) {
            return new SampleLayout(target, ", flat rows read in C order");
        }
        throw new ReferenceException(
                name
                        + ": expected samples of shape "
                        + Arrays.toString(expected)
                        + ", found "
                        + Arrays.toString(stored)
                        + "; give data of the checkpoint's own size (nothing is resized), or correct"
                        + " the card's data shape");
    }

    private static long product(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static long[] squeeze(long[] shape) {
        return Arrays.stream(shape).filter(n -> n != 1).toArray();
    }
}
