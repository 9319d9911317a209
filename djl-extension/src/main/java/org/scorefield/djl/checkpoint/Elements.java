// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;

/** Conversion of single elements in little-endian buffers. Indices count elements from 0. */
final class Elements {

    private Elements() {}

    static double asDouble(ByteBuffer bytes, int index, DType dtype) {
        return switch (dtype) {
            case F64 -> bytes.getDouble(index * 8);
            case I64 -> bytes.getLong(index * 8);
            case I32 -> bytes.getInt(index * 4);
            default -> asFloat(bytes, index, dtype);
        };
    }

    static float asFloat(ByteBuffer bytes, int index, DType dtype) {
        return switch (dtype) {
            case F64 -> (float) bytes.getDouble(index * 8);
            case F32 -> bytes.getFloat(index * 4);
            case F16 -> halfToFloat(bytes.getShort(index * 2));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(index * 2) << 16);
            default -> (float) asLong(bytes, index, dtype);
        };
    }

    private static long asLong(ByteBuffer bytes, int index, DType dtype) {
        return switch (dtype) {
            case I64 -> bytes.getLong(index * 8);
            case I32 -> bytes.getInt(index * 4);
            case I16 -> bytes.getShort(index * 2);
            case I8 -> bytes.get(index);
            case U8 -> bytes.get(index) & 0xff;
            case BOOL -> bytes.get(index) == 0 ? 0 : 1;
            default ->
                    throw new IllegalArgumentException("dtype: expected integers, found " + dtype);
        };
    }

    /** Appends {@code count} elements of {@code raw} to {@code out} in the target type. */
    static void convert(ByteBuffer raw, DType dtype, ByteBuffer out, DType target, int count) {
        for (int i = 0; i < count; i++) {
            switch (target) {
                case F64 -> out.putDouble(asDouble(raw, i, dtype));
                case F32 -> out.putFloat(asFloat(raw, i, dtype));
                case I64 -> out.putLong(asLong(raw, i, dtype));
                case I32 -> out.putInt((int) asLong(raw, i, dtype));
                case I16 -> out.putShort((short) asLong(raw, i, dtype));
                case I8, U8 -> out.put((byte) asLong(raw, i, dtype));
                default ->
                        throw new IllegalArgumentException("target: cannot convert to " + target);
            }
        }
    }

    /** Returns the value of an IEEE 754 binary16; exact. NaN payloads are kept. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            // Subnormal: fraction * 2^-24, exact in binary32.
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }
}
