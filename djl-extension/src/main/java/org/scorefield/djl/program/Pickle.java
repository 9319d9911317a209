// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the few opcodes of pickle protocol 2 that TorchScript's reader needs. */
final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        op(0x80).op(2);
    }

    private Pickle op(int code) {
        out.write(code);
        return this;
    }

    private Pickle text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    Pickle global(String module, String name) {
        return op('c').text(module + "\n" + name + "\n");
    }

    Pickle string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op('X');
        out.writeBytes(little(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return this;
    }

    Pickle integer(long value) {
        if (value == (int) value) {
            op('J');
            out.writeBytes(little(4).putInt((int) value).array());
        } else {
            op(0x8a).op(8);
            out.writeBytes(little(8).putLong(value).array());
        }
        return this;
    }

    Pickle falsehood() {
        return op(0x89);
    }

    Pickle mark() {
        return op('(');
    }

    /** A tuple of everything since the last mark. */
    Pickle tuple() {
        return op('t');
    }

    Pickle integers(long[] values) {
        mark();
        for (long value : values) {
            integer(value);
        }
        return tuple();
    }

    /** A new object of a class, and the start of its attributes. */
    Pickle object(String module, String name) {
        return global(module, name).op(')').op(0x81).op('}').mark();
    }

    /** The end of an object's attributes: names and values in turn. */
    Pickle endObject() {
        return op('u').op('b');
    }

    /** The strides, in elements, of a tensor stored row by row. */
    static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long elements = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = elements;
            elements *= shape[i];
        }
        return strides;
    }

    /** A tensor whose elements are all of the archive's entry of this number. */
    Pickle tensor(String storage, int entry, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().string("storage").global("torch", storage);
        string(Integer.toString(entry))
                .string("cpu")
                .integer(Shapes.elements(shape))
                .tuple()
                .op('Q');
        integer(0).integers(shape).integers(strides).falsehood();
        return global("collections", "OrderedDict").op(')').op('R').tuple().op('R');
    }

    byte[] toBytes() {
        op('.');
        return out.toByteArray();
    }
}
