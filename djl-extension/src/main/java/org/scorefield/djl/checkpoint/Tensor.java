// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A tensor of a checkpoint: type, shape, and elements that are read from the mapped file when asked
 * for. Immutable and safe for use by several threads.
 *
 * <p>A checkpoint file must not be shortened while tensors read from it are in use: the virtual
 * machine answers access beyond the end of a mapped file with an {@link InternalError}.
 */
public sealed interface Tensor permits StridedTensor {

    /** {@return the element type in the file} */
    DType dtype();

    /** {@return the shape, outermost axis first; empty for a scalar} A copy. */
    long[] shape();

    /** {@return the number of elements, the product of the shape; 1 for a scalar} */
    long elements();

    /**
     * Writes all elements, row-major, little-endian and without gaps, in chunks of bounded size.
     * Floating-point narrowing rounds to the nearest value as a Java cast does; F16 and BF16 widen
     * exactly; booleans become 0 and 1.
     *
     * @param out receives {@code elements() * target.bytes()} bytes; not closed
     * @param target the element type to write; see {@link DType#convertsTo}
     * @throws IllegalArgumentException if the element type does not convert to {@code target}
     * @throws IOException if {@code out} fails
     */
    void writeTo(WritableByteChannel out, DType target) throws IOException;

    /**
     * {@return all elements, row-major, as doubles} Exact for every type but I64 beyond 2^53.
     *
     * @throws IllegalStateException if there are more elements than an array holds
     */
    double[] toDoubles();

    /**
     * {@return all elements, row-major, as floats, rounded to nearest}
     *
     * @throws IllegalStateException if there are more elements than an array holds
     */
    float[] toFloats();
}
