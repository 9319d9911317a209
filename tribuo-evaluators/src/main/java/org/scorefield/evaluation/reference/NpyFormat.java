// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headers of NumPy's .npy, versions 1 to 3. Source: NumPy Enhancement Proposal 1. */
final class NpyFormat {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LONGEST = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])(\\w+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

    private NpyFormat() {}

    /**
     * Reads the header, leaving the stream at the first number.
     *
     * @param name of the file or entry, for messages
     */
    static ArrayHeader read(DataInputStream in, String name)
            throws IOException, ReferenceException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new ReferenceException(
                    name + ": expected an .npy header, found other bytes; save with numpy.save");
        }
        int major = in.readUnsignedByte();
        int minor = in.readUnsignedByte();
        if (major < 1 || major > 3) {
            throw new ReferenceException(
                    name
                            + ": expected .npy version 1 to 3, found "
                            + major
                            + "."
                            + minor
                            + "; save again with a current NumPy");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        long length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length |= (long) in.readUnsignedByte() << (8 * i);
        }
        if (length > LONGEST) {
            throw new ReferenceException(
                    name
                            + ": expected a header of at most "
                            + LONGEST
                            + " bytes, found "
                            + length
                            + "; save a plain array of numbers");
        }
        byte[] text = new byte[(int) length];
        in.readFully(text);
        long start = MAGIC.length + 2 + lengthBytes + length;
        return parse(new String(text, StandardCharsets.UTF_8), start, name);
    }

    private static ArrayHeader parse(String header, long start, String name)
            throws ReferenceException {
        Matcher descr = find(DESCR, header, name);
        Matcher fortran = find(FORTRAN, header, name);
        Matcher shape = find(SHAPE, header, name);
        ByteOrder order =
                descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try {
            long[] sizes =
                    Pattern.compile(",")
                            .splitAsStream(shape.group(1))
                            .map(size -> size.replace("L", "").strip())
                            .filter(size -> !size.isEmpty())
                            .mapToLong(Long::parseLong)
                            .toArray();
            return new ArrayHeader(
                    type(descr.group(2), name),
                    order,
                    fortran.group(1).equals("True")
                            ? ArrayHeader.Layout.FIRST_FASTEST
                            : ArrayHeader.Layout.LAST_FASTEST,
                    sizes,
                    start);
        } catch (NumberFormatException e) {
            throw unreadable(header, name);
        }
    }

    private static Matcher find(Pattern pattern, String header, String name)
            throws ReferenceException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw unreadable(header, name);
        }
        return matcher;
    }

    private static ReferenceException unreadable(String header, String name) {
        String shown = header.strip();
        return new ReferenceException(
                name
                        + ": expected an array of plain numbers, found header "
                        + shown.substring(0, Math.min(120, shown.length()))
                        + "; save one array of integers or floats");
    }

    private static ElementType type(String code, String name) throws ReferenceException {
        return switch (code) {
            case "u1" -> ElementType.U8;
            case "i1" -> ElementType.I8;
            case "u2" -> ElementType.U16;
            case "i2" -> ElementType.I16;
            case "u4" -> ElementType.U32;
            case "i4" -> ElementType.I32;
            case "u8" -> ElementType.U64;
            case "i8" -> ElementType.I64;
            case "b1" -> ElementType.BOOL;
            case "f2" -> ElementType.F16;
            case "f4" -> ElementType.F32;
            case "f8" -> ElementType.F64;
            default ->
                    throw new ReferenceException(
                            name
                                    + ": expected integers, booleans or floats of up to 64 bits,"
                                    + " found NumPy type "
                                    + code
                                    + "; save with astype('float32')");
        };
    }
}
