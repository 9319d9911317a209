// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * Reference data in a random order, with noise that depends on seed, level, datum and repeat only:
 * the same whatever the batches.
 */
final class NoisedData {
    private static final int MOST_FOR_AXES = 2048;

    private final ReferenceData reference;
    private final int[] order;
    private final int used;
    private final int repeats;
    private final long seed;

    NoisedData(ReferenceData reference, int samples, long seed) {
        this.reference = reference;
        this.seed = seed;
        this.order = permutation(reference.count(), seed);
        this.used = Math.min(samples, reference.count());
        this.repeats = Math.round((float) samples / used);
    }

    /** Data that are noised. */
    int used() {
        return used;
    }

    /** Noises of each datum. */
    int repeats() {
        return repeats;
    }

    /**
     * Mean and principal axes: from data that are not noised where these are enough, so that the
     * choice of axes owes nothing to the data that certify; otherwise from all. 2048 data at most
     * are looked at.
     */
    PrincipalAxes principalAxes(int count) {
        int spare = order.length - used;
        int enough = Math.max(256, 8 * Math.min(count, reference.dimension()));
        int[] positions = spare >= enough ? Arrays.copyOfRange(order, used, order.length) : order;
        int dimension = reference.dimension();
        int n = Math.min(positions.length, MOST_FOR_AXES);
        DMatrixRMaj data = new DMatrixRMaj(n, dimension);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < dimension; k++) {
                data.data[i * dimension + k] = reference.value(positions[i], k);
            }
        }
        return PrincipalAxes.of(data, count);
    }

    /**
     * Whole data, noised at one level.
     *
     * @param from position of the first datum
     * @param to end of the positions
     */
    Noised at(NoiseLevel level, int from, int to) {
        int dimension = reference.dimension();
        int rows = (to - from) * repeats;
        double[] x = new double[rows * dimension];
        double[] noise = new double[x.length];
        int at = 0;
        for (int position = from; position < to; position++) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                SplittableRandom random = new SplittableRandom(key(level, position, repeat));
                for (int k = 0; k < dimension; k++, at++) {
                    noise[at] = random.nextGaussian();
                    x[at] =
                            level.alpha() * reference.value(order[position], k)
                                    + level.sigma() * noise[at];
                }
            }
        }
        return new Noised(x, noise, rows);
    }

    /** Place in the reference data of the datum at a position. */
    int datum(int position) {
        return order[position];
    }

    /** [rows, D] noised data and their noise; holds its arrays. */
    record Noised(double[] x, double[] noise, int rows) {}

    private long key(NoiseLevel level, int position, int repeat) {
        long key = mix(seed ^ 0x9e3779b97f4a7c15L);
        key = mix(key ^ Double.doubleToLongBits(level.t()));
        key = mix(key + position);
        return mix(key ^ ((long) repeat << 32));
    }

    /** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    private static int[] permutation(int count, long seed) {
        int[] order = new int[count];
        SplittableRandom random = new SplittableRandom(mix(seed + 1));
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
