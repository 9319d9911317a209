// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;

/** Headers of the idx format of MNIST: two zeros, a type, the number of axes, big-endian sizes. */
final class IdxFormat {
    private IdxFormat() {}

    static boolean matches(byte[] head) {
        return head.length >= 4 && head[0] == 0 && head[1] == 0 && head[2] >= 8 && head[2] <= 14;
    }

    /** Reads the header, leaving the stream at the first number. */
    static ArrayHeader read(DataInputStream in, String name)
            throws IOException, ReferenceException {
        in.readUnsignedShort();
        int code = in.readUnsignedByte();
        ElementType type =
                switch (code) {
                    case 0x08 -> ElementType.U8;
                    case 0x09 -> ElementType.I8;
                    case 0x0b -> ElementType.I16;
                    case 0x0c -> ElementType.I32;
                    case 0x0d -> ElementType.F32;
                    case 0x0e -> ElementType.F64;
                    default ->
                            throw new ReferenceException(
                                    name
                                            + ": expected an idx type 8, 9, 11, 12, 13 or 14,"
                                            + " found "
                                            + code
                                            + "; give an idx file of images");
                };
        int axes = in.readUnsignedByte();
        long[] shape = new long[axes];
        for (int i = 0; i < axes; i++) {
            shape[i] = in.readInt() & 0xffffffffL;
        }
        return new ArrayHeader(
                type, ByteOrder.BIG_ENDIAN, ArrayHeader.Layout.LAST_FASTEST, shape, 4 + 4L * axes);
    }
}
