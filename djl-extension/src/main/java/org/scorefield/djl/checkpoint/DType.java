// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

/** Element types of checkpoint tensors, named as safetensors names them. All are little-endian. */
public enum DType {
    /** IEEE 754 binary64. */
    F64(8, Kind.FLOAT),
    /** IEEE 754 binary32. */
    F32(4, Kind.FLOAT),
    /** IEEE 754 binary16. */
    F16(2, Kind.FLOAT),
    /** The upper half of an IEEE 754 binary32. */
    BF16(2, Kind.FLOAT),
    /** Signed 64-bit integer. */
    I64(8, Kind.INTEGER),
    /** Signed 32-bit integer. */
    I32(4, Kind.INTEGER),
    /** Signed 16-bit integer. */
    I16(2, Kind.INTEGER),
    /** Signed 8-bit integer. */
    I8(1, Kind.INTEGER),
    /** Unsigned 8-bit integer. */
    U8(1, Kind.INTEGER),
    /** One byte, zero for false, anything else for true. */
    BOOL(1, Kind.BOOLEAN);

    private enum Kind {
        FLOAT,
        INTEGER,
        BOOLEAN
    }

    private final int bytes;
    private final Kind kind;

    DType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** {@return the size of one element in bytes} */
    public int bytes() {
        return bytes;
    }

    /** {@return whether this is one of the floating-point types} */
    public boolean isFloating() {
        return kind == Kind.FLOAT;
    }

    /**
     * Returns whether {@link Tensor#writeTo} can convert elements of this type to {@code target}:
     * every type to itself, to F32 and to F64; integers and booleans also to every signed integer
     * type that holds all their values.
     *
     * @param target the type asked for
     * @return whether the conversion exists
     */
    public boolean convertsTo(DType target) {
        if (target == this || target == F32 || target == F64) {
            return true;
        }
        if (kind == Kind.FLOAT || target.kind != Kind.INTEGER) {
            return false;
        }
        return kind == Kind.BOOLEAN || (target != U8 && target.bytes > bytes);
    }
}
