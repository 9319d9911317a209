// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads safetensors: the length of the header as a 64-bit integer, the header in JSON, and the
 * elements, which tensors cover without overlap or gap.
 *
 * <p>Source: the format section of the safetensors project's README.
 */
final class SafetensorsReader {

    private static final long LARGEST_HEADER = 16L << 20;

    private SafetensorsReader() {}

    /** Returns whether the file starts like safetensors: a plausible length and a brace. */
    static boolean recognises(MappedFile file) {
        if (file.length() < Long.BYTES + 2) {
            return false;
        }
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, start);
        return start.getLong(0) >>> 40 == 0 && start.get(Long.BYTES) == '{';
    }

    /** Reads the file; the state dict's place is a prefix of names. */
    static Weights read(MappedFile file, Optional<String> place) throws CheckpointException {
        long length = headerLength(file);
        SafetensorsHeader header = SafetensorsHeader.read(file, length);
        long base = Long.BYTES + length;
        checkOffsets(file, header.entries(), file.length() - base);
        var tensors = new LinkedHashMap<String, Tensor>();
        header.entries()
                .forEach(
                        (name, e) ->
                                tensors.put(
                                        name,
                                        StridedTensor.contiguous(
                                                file, base + e.begin(), e.dtype(), e.shape())));
        var all =
                new Weights(
                        Container.SAFETENSORS,
                        tensors,
                        header.metadata(),
                        Sha256.of(file),
                        List.of());
        return place.isPresent() ? all.under(place.get(), file.path()) : all;
    }

    private static long headerLength(MappedFile file) throws CheckpointException {
        if (file.length() < Long.BYTES + 2) {
            throw CheckpointException.at(
                    file.path(),
                    "byte 0",
                    "expected a header of safetensors, found the end of the file after %d bytes; fetch it again"
                            .formatted(file.length()));
        }
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, start);
        long length = start.getLong(0);
        long largest = Math.min(LARGEST_HEADER, file.length() - Long.BYTES);
        if (length < 2 || length > largest) {
            throw CheckpointException.at(
                    file.path(),
                    "byte 0",
                    "expected a header of 2 to %d bytes, found %s; the file is truncated, damaged or not safetensors, fetch it again"
                            .formatted(largest, Long.toUnsignedString(length)));
        }
        return length;
    }

    private static void checkOffsets(
            MappedFile file, Map<String, SafetensorsHeader.Entry> entries, long length)
            throws CheckpointException {
        List<Map.Entry<String, SafetensorsHeader.Entry>> ordered =
                new ArrayList<>(entries.entrySet());
        ordered.sort(
                Comparator.<Map.Entry<String, SafetensorsHeader.Entry>>comparingLong(
                                e -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        long expected = 0;
        for (var entry : ordered) {
            SafetensorsHeader.Entry e = entry.getValue();
            if (e.begin() > e.end() || e.end() > length) {
                throw damaged(
                        file,
                        entry.getKey(),
                        "data_offsets within the %d bytes of data".formatted(length),
                        "[%d, %d]".formatted(e.begin(), e.end()));
            }
            if (e.begin() != expected) {
                throw damaged(
                        file,
                        entry.getKey(),
                        "its data at offset %d, after the tensor before it".formatted(expected),
                        "%d, which %s"
                                .formatted(
                                        e.begin(),
                                        e.begin() < expected ? "overlaps" : "leaves a gap"));
            }
            checkSize(file, entry.getKey(), e);
            expected = e.end();
        }
        if (expected != length) {
            throw CheckpointException.at(
                    file.path(),
                    "data",
                    "expected %d bytes, the end of the last tensor, found %d; the file is damaged, fetch it again"
                            .formatted(expected, length));
        }
    }

    private static void checkSize(MappedFile file, String name, SafetensorsHeader.Entry e)
            throws CheckpointException {
        long elements;
        try {
            elements = Shapes.elements(e.shape());
        } catch (IllegalArgumentException overflow) {
            elements = Long.MAX_VALUE;
        }
        long bytes = e.end() - e.begin();
        if (elements > bytes / e.dtype().bytes() || elements * e.dtype().bytes() != bytes) {
            throw damaged(
                    file,
                    name,
                    "bytes for shape %s of %s".formatted(Shapes.text(e.shape()), e.dtype()),
                    bytes + " bytes");
        }
    }

    private static CheckpointException damaged(
            MappedFile file, String name, String expected, String found) {
        return CheckpointException.at(
                file.path(),
                "tensor " + Refusals.quoted(name),
                "expected %s, found %s; the file is damaged, fetch it again"
                        .formatted(expected, found));
    }
}
