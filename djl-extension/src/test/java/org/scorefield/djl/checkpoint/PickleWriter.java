// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, also such as no pickler would. */
final class PickleWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        raw(0x80, 2);
    }

    PickleWriter raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter op(char opcode) {
        return raw(opcode);
    }

    PickleWriter global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op('X').int32(bytes.length).raw(bytes);
    }

    PickleWriter number(long value) {
        return raw(0x8a, 8).int64(value);
    }

    PickleWriter int32(int value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    PickleWriter int64(long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    PickleWriter longs(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** A tensor of a storage, as torch.save writes one. */
    PickleWriter tensor(String storageType, String key, long elements, StridedTensor.View view) {
        return storage(storageType, key, elements)
                .view(view.offset(), view.shape(), view.strides());
    }

    /** The start of a call that makes a tensor: the function and its storage. */
    PickleWriter storage(String storageType, String key, long elements) {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(').text("storage").global("torch", storageType).text(key).text("cpu");
        return number(elements).op('t').op('Q');
    }

    /** The rest of a call that makes a tensor. */
    PickleWriter view(long offset, long[] shape, long[] strides) {
        number(offset).longs(shape).longs(strides);
        return raw(0x89).global("collections", "OrderedDict").raw(')', 'R').op('t').op('R');
    }

    /** A flat tensor that is all of its storage. */
    PickleWriter tensor(String storageType, String key, long elements) {
        return tensor(
                storageType,
                key,
                elements,
                new StridedTensor.View(0, new long[] {elements}, new long[] {1}));
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }
}
