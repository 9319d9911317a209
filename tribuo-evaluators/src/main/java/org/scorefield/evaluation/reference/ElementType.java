// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.nio.ByteBuffer;

/** The type of stored numbers. */
enum ElementType {
    U8(1, Kind.INTEGER),
    I8(1, Kind.INTEGER),
    U16(2, Kind.INTEGER),
    I16(2, Kind.INTEGER),
    U32(4, Kind.INTEGER),
    I32(4, Kind.INTEGER),
    U64(8, Kind.INTEGER),
    I64(8, Kind.INTEGER),
    BOOL(1, Kind.BOOL),
    F16(2, Kind.FLOAT),
    F32(4, Kind.FLOAT),
    F64(8, Kind.FLOAT);

    /** What the numbers can mean. */
    enum Kind {
        INTEGER,
        BOOL,
        FLOAT
    }

    private final int bytes;
    private final Kind kind;

    ElementType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    int bytes() {
        return bytes;
    }

    Kind kind() {
        return kind;
    }

    /** The next number; the buffer's order is that of the file. */
    float next(ByteBuffer from) {
        return switch (this) {
            case U8 -> from.get() & 0xff;
            case I8 -> from.get();
            case U16 -> from.getShort() & 0xffff;
            case I16 -> from.getShort();
            case U32 -> from.getInt() & 0xffffffffL;
            case I32 -> from.getInt();
            case U64 -> unsigned(from.getLong());
            case I64 -> from.getLong();
            case BOOL -> from.get() == 0 ? 0 : 1;
            case F16 -> half(from.getShort());
            case F32 -> from.getFloat();
            case F64 -> (float) from.getDouble();
        };
    }

    private static float unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2f;
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
