// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import java.util.SplittableRandom;
import org.scorefield.evaluation.reference.ReferenceData;

/** Small grey images, each with one soft blob at a random place: data far from Gaussian. */
public final class Blobs {
    private Blobs() {}

    /** Images of shape [1, size, size] in [0, 1]. */
    public static ReferenceData of(int count, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * size * size];
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble(size);
            double y = random.nextDouble(size);
            for (int k = 0; k < size * size; k++) {
                double square = Math.pow(k % size - x, 2) + Math.pow(k / size - y, 2);
                values[i * size * size + k] = (float) Math.exp(-square / size);
            }
        }
        return ReferenceData.of(values, new long[] {1, size, size}, "blobs, seed " + seed);
    }
}
