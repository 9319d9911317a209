// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

/**
 * How many singular pairs are searched, and how well.
 *
 * @param count leading pairs, at least 1
 * @param oversampling further vectors that are carried along, at least 0
 * @param tolerance residual |J^T u - s v| / s at which the search ends, positive
 * @param rounds most forward and transposed sweeps, at least 1
 */
public record SingularOptions(int count, int oversampling, double tolerance, int rounds) {

    /**
     * Refuses values outside their ranges.
     *
     * @param count leading pairs, at least 1
     * @param oversampling further vectors that are carried along, at least 0
     * @param tolerance residual |J^T u - s v| / s at which the search ends, positive
     * @param rounds most forward and transposed sweeps, at least 1
     */
    public SingularOptions {
        if (count < 1 || oversampling < 0 || !(tolerance > 0) || rounds < 1) {
            throw new IllegalArgumentException(
                    "search: expected count >= 1, oversampling >= 0, tolerance > 0 and rounds >= 1,"
                            + " found "
                            + count
                            + ", "
                            + oversampling
                            + ", "
                            + tolerance
                            + " and "
                            + rounds
                            + "; correct the values");
        }
    }

    /**
     * Leading pairs with four further vectors, to 1e-4 in at most 20 rounds.
     *
     * @param count leading pairs, at least 1
     * @return the options
     */
    public static SingularOptions leading(int count) {
        return new SingularOptions(count, 4, 1e-4, 20);
    }

    /**
     * All pairs of small states, by one sweep.
     *
     * @param dimension D, the numbers in one state
     * @return the options
     */
    public static SingularOptions full(int dimension) {
        return new SingularOptions(dimension, 0, 1e-4, 1);
    }

    /**
     * These options with another tolerance.
     *
     * @param residual residual |J^T u - s v| / s at which the search ends, positive
     * @return these options with another tolerance
     */
    public SingularOptions withTolerance(double residual) {
        return new SingularOptions(count, oversampling, residual, rounds);
    }

    /**
     * These options with another number of further vectors.
     *
     * @param vectors further vectors that are carried along, at least 0
     * @return these options with another number of further vectors
     */
    public SingularOptions withOversampling(int vectors) {
        return new SingularOptions(count, vectors, tolerance, rounds);
    }

    /**
     * These options with another bound on the rounds.
     *
     * @param most most forward and transposed sweeps, at least 1
     * @return these options with another bound on the rounds
     */
    public SingularOptions withRounds(int most) {
        return new SingularOptions(count, oversampling, tolerance, most);
    }
}
