// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.ObjLongConsumer;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;

/** Many states batch by batch. */
final class Batches {

    private Batches() {}

    /** Hands on each batch, which lives during the call, with the number of its first sample. */
    static void each(NDArray start, SamplingOptions options, ObjLongConsumer<NDArray> task) {
        long count = start.getShape().get(0);
        for (long begin = 0; begin < count; begin += options.batchSize()) {
            long stop = Math.min(count, begin + options.batchSize());
            try (NDManager scope = start.getManager().newSubManager(start.getDevice());
                    NDArray slice = start.get(new NDIndex("{}:{}", begin, stop))) {
                NDArray batch = slice.duplicate();
                batch.attach(scope);
                task.accept(batch, options.firstSample() + begin);
            }
        }
    }

    /** D; refuses states without a batch axis, or empty or not finite. */
    static int dimension(NDArray start) {
        if (start.getShape().dimension() < 2 || start.size() == 0) {
            throw new IllegalArgumentException(
                    "start: expected [n, *shape] with at least one state, found "
                            + start.getShape()
                            + "; put the batch first");
        }
        try (NDArray zeros = start.mul(0);
                NDArray sum = zeros.sum()) {
            if (Frames.numbers(sum)[0] != 0) {
                throw new IllegalArgumentException(
                        "start: expected finite numbers, found others; correct the states");
            }
        }
        return Math.toIntExact(start.size() / start.getShape().get(0));
    }

    /** Refuses a number of vectors outside of 1 to D. */
    static void vectors(int k, int dimension) {
        if (k < 1 || k > dimension) {
            throw new IllegalArgumentException(
                    "k: expected 1 to "
                            + dimension
                            + " tangent vectors, the dimension of a state, found "
                            + k
                            + "; ask for fewer");
        }
    }

    /** Notes of a process with what they mean here. */
    static java.util.List<String> notes(StepMaps maps) {
        return java.util.List.copyOf(maps.field().notes());
    }
}
