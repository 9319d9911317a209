// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * Reference data in a random order, with noise that depends on seed, level, datum and repeat only:
 * the same whatever the batches.
 */
final class NoisedData {
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

    /** Positions of the data that are not noised. */
    int[] spare() {
        return IntStream.range(used, order.length).toArray();
    }

    /** Positions from, from + 1, ... below to of one half: even ones are the first half. */
    static int[] half(int half, int from, int to) {
        return IntStream.range(from, to).filter(position -> position % 2 == half).toArray();
    }

    /** [positions, D] the data themselves, without noise. */
    double[] clean(int[] positions) {
        int dimension = reference.dimension();
        double[] x = new double[positions.length * dimension];
        Arrays.setAll(x, i -> reference.value(order[positions[i / dimension]], i % dimension));
        return x;
    }

    /**
     * Whole data, noised at one level.
     *
     * @param positions of the data, in order
     */
    Noised at(NoiseLevel level, int[] positions) {
        int dimension = reference.dimension();
        int rows = positions.length * repeats;
        double[] x = new double[rows * dimension];
        double[] noise = new double[x.length];
        int at = 0;
        for (int position : positions) {
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
