// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Norms and inner products of rows. */
public final class Lengths {

    private Lengths() {}

    /**
     * |v_i| of rows [n, D].
     *
     * @param v rows, {@code [n, D]} FLOAT64; not modified
     * @return their lengths, [n]
     */
    public static double[] of(NDArray v) {
        try (NDManager inner = v.getManager().newSubManager(v.getDevice())) {
            NDArray squares = v.square();
            squares.attach(inner);
            return squares.sum(new int[] {1}).sqrt().toDoubleArray();
        }
    }

    /**
     * a_i . b_i of rows [n, D].
     *
     * @param a rows, {@code [n, D]} FLOAT64; not modified
     * @param b as many rows; not modified
     * @return the inner products, [n]
     */
    public static double[] products(NDArray a, NDArray b) {
        try (NDManager inner = a.getManager().newSubManager(a.getDevice())) {
            NDArray products = a.mul(b);
            products.attach(inner);
            return products.sum(new int[] {1}).toDoubleArray();
        }
    }
}
