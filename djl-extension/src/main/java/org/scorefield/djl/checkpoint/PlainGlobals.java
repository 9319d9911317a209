// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.checkpoint.pickle.Allowance;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleHost;
import org.scorefield.djl.checkpoint.pickle.PickleHost.Callee;
import org.scorefield.djl.checkpoint.pickle.PickleObject;
import org.scorefield.djl.checkpoint.pickle.PickleTuple;

/** The globals that make plain values: OrderedDict, argparse.Namespace, NumPy scalars. */
final class PlainGlobals {

    private PlainGlobals() {}

    static Map<String, Object> of(Allowance allowance) {
        Callee scalar = arguments -> scalar(arguments, allowance);
        Callee orderedDict = PlainGlobals::orderedDict;
        Callee namespace = arguments -> new PickleObject("argparse.Namespace");
        Callee dtype = PlainGlobals::dtype;
        Callee encode = arguments -> encode(arguments, allowance);
        return Map.of(
                "collections.OrderedDict", orderedDict,
                "argparse.Namespace", namespace,
                "numpy.core.multiarray.scalar", scalar,
                "numpy._core.multiarray.scalar", scalar,
                "numpy.dtype", dtype,
                "_codecs.encode", encode);
    }

    private static Object orderedDict(PickleTuple arguments) throws PickleException {
        var dict = new PickleDict();
        if (arguments.size() == 0) {
            return dict;
        }
        throw new PickleException(
                "expected an OrderedDict without arguments, found %d; re-save with torch.save from Python 3"
                        .formatted(arguments.size()));
    }

    /** _codecs.encode(text, 'latin1'): how protocol 2 writes bytes. */
    private static Object encode(PickleTuple arguments, Allowance allowance)
            throws PickleException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof String text
                && arguments.get(1) instanceof String encoding
                && List.of("latin1", "latin-1").contains(encoding)) {
            allowance.charge(text.length() + 16L);
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw new PickleException(
                "expected _codecs.encode of a text to latin1, found other arguments; re-save the state dict alone");
    }

    private static Object dtype(PickleTuple arguments) throws PickleException {
        if (arguments.size() >= 1 && arguments.get(0) instanceof String code) {
            return new NumpyType(code);
        }
        throw new PickleException(
                "expected a type code in numpy.dtype, found other arguments; re-save the state dict alone");
    }

    /** numpy.core.multiarray.scalar(dtype, bytes). */
    private static Object scalar(PickleTuple arguments, Allowance allowance)
            throws PickleException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof NumpyType type
                && arguments.get(1) instanceof byte[] bytes) {
            allowance.charge(2L * bytes.length + 40);
            return type.value(bytes);
        }
        throw new PickleException(
                "expected the type and bytes of a NumPy scalar, found other arguments; re-save the state dict alone");
    }

    /** A NumPy type, of which only numbers and booleans have values here. */
    private static final class NumpyType implements PickleHost.Buildable {
        private final String code;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        NumpyType(String code) {
            this.code = code;
        }

        /** Takes (version, order, subtype, names, fields, size, alignment, flags). */
        @Override
        public void build(Object state) {
            if (state instanceof PickleTuple tuple
                    && tuple.size() > 1
                    && ">".equals(tuple.get(1))) {
                order = ByteOrder.BIG_ENDIAN;
            }
        }

        Object value(byte[] bytes) throws PickleException {
            if (code.startsWith("U") || code.startsWith("S")) {
                return text(bytes);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
            String sized = code + ":" + bytes.length;
            return switch (sized) {
                case "f8:8" -> buffer.getDouble();
                case "f4:4" -> (double) buffer.getFloat();
                case "f2:2" -> (double) Elements.halfToFloat(buffer.getShort());
                case "i8:8" -> buffer.getLong();
                case "i4:4" -> (long) buffer.getInt();
                case "i2:2" -> (long) buffer.getShort();
                case "i1:1" -> (long) buffer.get();
                case "u8:8" -> unsigned(buffer.getLong());
                case "u4:4" -> Integer.toUnsignedLong(buffer.getInt());
                case "u2:2" -> (long) Short.toUnsignedInt(buffer.getShort());
                case "u1:1" -> (long) Byte.toUnsignedInt(buffer.get());
                case "b1:1" -> buffer.get() != 0;
                default ->
                        throw new PickleException(
                                "expected a NumPy number, found a scalar of type %s and %d bytes; re-save the state dict alone"
                                        .formatted(Refusals.quoted(code), bytes.length));
            };
        }

        /** Text of fixed length, filled up with zeros. */
        private String text(byte[] bytes) {
            Charset charset =
                    code.startsWith("S")
                            ? StandardCharsets.ISO_8859_1
                            : Charset.forName(
                                    order == ByteOrder.LITTLE_ENDIAN ? "UTF-32LE" : "UTF-32BE");
            return new String(bytes, charset).replace("\0", "");
        }

        private static Object unsigned(long value) {
            return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
        }
    }
}
