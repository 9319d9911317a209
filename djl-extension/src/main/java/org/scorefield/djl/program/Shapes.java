// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;

/** Arithmetic of shapes, and the refusals that go with it. */
final class Shapes {

    private Shapes() {}

    /** The error of every shape rule: name, rule, what was found, what to do. */
    static IllegalArgumentException refuse(
            String name, String expected, Object found, String remedy) {
        return new IllegalArgumentException(
                name + ": expected " + expected + ", found " + found + "; " + remedy);
    }

    /** An axis counted from 0, given from 0 or from -1 backwards. */
    static int axis(String name, int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw refuse(
                    name,
                    "an axis in [" + -rank + ", " + rank + ")",
                    axis,
                    "axes count the dimensions of one sample, without the batch");
        }
        return axis < 0 ? axis + rank : axis;
    }

    static void rank(String name, Value x, int rank, String layout) {
        if (x.rank() != rank) {
            throw refuse(name, "a sample of shape " + layout, x, "reshape it first");
        }
    }

    static void equal(String name, String what, long expected, long found) {
        if (expected != found) {
            throw refuse(name, what + " of " + expected, found, "check the declared shapes");
        }
    }

    static void shape(String name, Value x, long... expected) {
        if (!Arrays.equals(x.type().shape(), expected)) {
            throw refuse(name, Arrays.toString(expected), x, "check the declared shapes");
        }
    }

    static void unbatched(String name, Value weight) {
        if (weight.batched()) {
            throw refuse(
                    name,
                    "a weight computed from parameters alone",
                    weight,
                    "use matmul for weights that depend on the sample");
        }
    }

    static void positive(String name, long... shape) {
        for (long d : shape) {
            if (d < 1) {
                throw refuse(
                        name,
                        "dimensions of at least 1",
                        Arrays.toString(shape),
                        "only the batch is dynamic, every other dimension is fixed");
            }
        }
    }

    static long elements(long... shape) {
        long n = 1;
        for (long d : shape) {
            n = Math.multiplyExact(n, d);
        }
        return n;
    }

    /** The common shape of two, aligned at the last axis, where each dimension is equal or 1. */
    static long[] broadcast(String name, Value a, Value b) {
        long[] p = a.type().shape();
        long[] q = b.type().shape();
        int rank = Math.max(p.length, q.length);
        long[] shape = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long m = i <= p.length ? p[p.length - i] : 1;
            long n = i <= q.length ? q[q.length - i] : 1;
            if (m != n && m != 1 && n != 1) {
                throw refuse(
                        name,
                        "shapes that are equal or 1 in every dimension counted from the last",
                        a + " and " + b,
                        "reshape or expand one of them");
            }
            shape[rank - i] = m == 1 ? n : m;
        }
        return shape;
    }

    /** A shape without some axes. */
    static long[] without(long[] shape, int[] axes) {
        boolean[] gone = new boolean[shape.length];
        for (int a : axes) {
            gone[a] = true;
        }
        long[] rest = new long[shape.length - (int) Arrays.stream(axes).distinct().count()];
        int n = 0;
        for (int i = 0; i < shape.length; i++) {
            if (!gone[i]) {
                rest[n++] = shape[i];
            }
        }
        return rest;
    }
}
