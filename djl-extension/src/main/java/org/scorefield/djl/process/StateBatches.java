// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Carries many states batch by batch. */
final class StateBatches {

    private StateBatches() {}

    /** Carries one batch, which it may close, from its start to its end. */
    interface Carrier {
        NDArray carry(NDArray batch, long firstSample);
    }

    static NDArray run(NDArray start, SamplingOptions options, Carrier carrier) {
        if (start.getShape().dimension() < 2 || start.size() == 0) {
            throw new IllegalArgumentException(
                    "start: expected [n, *shape] with at least one state, found "
                            + start.getShape()
                            + "; put the batch first");
        }
        if (!finite(start)) {
            throw new IllegalArgumentException(
                    "start: expected finite numbers, found others; correct the states");
        }
        NDManager owner = start.getManager();
        long count = start.getShape().get(0);
        try (NDManager results = owner.newSubManager()) {
            NDList parts = new NDList();
            for (long begin = 0; begin < count; begin += options.batchSize()) {
                long stop = Math.min(count, begin + options.batchSize());
                try (NDManager manager = owner.newSubManager();
                        NDArray slice = start.get(new NDIndex("{}:{}", begin, stop))) {
                    NDArray batch = slice.duplicate();
                    batch.attach(manager);
                    NDArray end = carrier.carry(batch, options.firstSample() + begin);
                    end.attach(results);
                    parts.add(end);
                }
            }
            NDArray all = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
            all.attach(owner);
            return all;
        }
    }

    /** 0 x is NaN exactly where x is not finite, and no sum of zeros overflows. */
    static boolean finite(NDArray x) {
        try (NDArray zeros = x.mul(0);
                NDArray sum = zeros.sum()) {
            return sum.toType(DataType.FLOAT64, false).getDouble() == 0;
        }
    }

    /** The same values, owned by the scope, so that what is computed from them is too. */
    static NDArray inside(NDArray array, NDManager scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    /** Numbers, one a sample, in the type of x and ready to broadcast over it. */
    static NDArray column(double[] values, NDArray x) {
        long[] dims = new long[x.getShape().dimension()];
        Arrays.fill(dims, 1);
        dims[0] = values.length;
        return x.getManager().create(values, new Shape(dims)).toType(x.getDataType(), false);
    }
}
