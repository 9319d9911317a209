// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON header of a safetensors file, read as a stream. */
final class SafetensorsHeader {

    private static final String METADATA = "__metadata__";
    private static final int MOST_TENSORS = 100_000;
    private static final int MOST_METADATA = 10_000;
    private static final int MOST_AXES = 8 * MOST_TENSORS;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private int axes;

    private SafetensorsHeader() {}

    /** One tensor; begin and end count from the end of the header. */
    record Entry(DType dtype, long[] shape, long begin, long end) {}

    Map<String, Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Reads the header that follows the length. */
    static SafetensorsHeader read(MappedFile file, long length) throws CheckpointException {
        var header = new SafetensorsHeader();
        var stream = new BufferedInputStream(new SourceStream(file, Long.BYTES, length));
        try (var json =
                new JsonReader(
                        new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()))) {
            json.setStrictness(Strictness.STRICT);
            json.setNestingLimit(4);
            header.read(json);
            return header;
        } catch (Malformed e) {
            throw CheckpointException.at(file.path(), "header", e.problem);
        } catch (CharacterCodingException e) {
            throw CheckpointException.at(
                    file.path(),
                    "header",
                    "expected JSON in UTF-8, found other bytes; the file is damaged, fetch it again");
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw CheckpointException.at(
                    file.path(),
                    "header",
                    "expected JSON as safetensors writes it, found %s; the file is damaged, fetch it again"
                            .formatted(Refusals.printable(Json.cause(e))));
        }
    }

    private void read(JsonReader json) throws IOException, Malformed {
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.equals(METADATA)) {
                readMetadata(json);
            } else {
                if (entries.size() == MOST_TENSORS) {
                    throw new Malformed(
                            "expected at most %d tensors, found more; split the file into shards"
                                    .formatted(MOST_TENSORS));
                }
                if (entries.put(name, readEntry(name, json)) != null) {
                    throw new Malformed(
                            "tensor %s: expected each name once, found it twice; re-save the file"
                                    .formatted(Refusals.quoted(name)));
                }
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new Malformed(
                    "expected one JSON object, found more after it; the file is damaged, fetch it again");
        }
    }

    private void readMetadata(JsonReader json) throws IOException, Malformed {
        json.beginObject();
        while (json.hasNext()) {
            if (metadata.size() == MOST_METADATA) {
                throw new Malformed(
                        "expected at most %d entries of metadata, found more; save the file with fewer"
                                .formatted(MOST_METADATA));
            }
            metadata.put(json.nextName(), json.nextString());
        }
        json.endObject();
    }

    private Entry readEntry(String name, JsonReader json) throws IOException, Malformed {
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            switch (key) {
                case "dtype" -> dtype = dtype(name, json.nextString());
                case "shape" -> shape = longs(name, key, json);
                case "data_offsets" -> offsets = longs(name, key, json);
                default ->
                        throw malformed(
                                name, "dtype, shape and data_offsets", Refusals.quoted(key));
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw malformed(name, "dtype, shape and two data_offsets", "others");
        }
        axes += shape.size();
        if (axes > MOST_AXES) {
            throw malformed(name, "at most " + MOST_AXES + " axes of all tensors", "more");
        }
        return new Entry(
                dtype,
                shape.stream().mapToLong(Long::longValue).toArray(),
                offsets.get(0),
                offsets.get(1));
    }

    private static DType dtype(String name, String text) throws Malformed {
        DType dtype = dtypeOrNull(text);
        if (dtype == null) {
            throw new Malformed(
                    "tensor %s: expected a type of %s, found %s; save the tensor as F32"
                            .formatted(
                                    Refusals.quoted(name),
                                    List.of(DType.values()),
                                    Refusals.quoted(text)));
        }
        return dtype;
    }

    private static @Nullable DType dtypeOrNull(String text) {
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        return null;
    }

    private static List<Long> longs(String name, String key, JsonReader json)
            throws IOException, Malformed {
        var longs = new ArrayList<Long>(4);
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() != JsonToken.NUMBER || longs.size() == Shapes.MAX_AXES) {
                throw malformed(
                        name,
                        "at most %d whole numbers as %s".formatted(Shapes.MAX_AXES, key),
                        "something else");
            }
            long value = json.nextLong();
            if (value < 0) {
                throw malformed(name, "no negative number in " + key, String.valueOf(value));
            }
            longs.add(value);
        }
        json.endArray();
        return longs;
    }

    private static Malformed malformed(String name, String expected, String found) {
        return new Malformed(
                "tensor %s: expected %s, found %s; the file is damaged, fetch it again"
                        .formatted(Refusals.quoted(name), expected, found));
    }

    /** A header that is JSON but not a safetensors header. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String problem;

        Malformed(String problem) {
            super(problem);
            this.problem = problem;
        }
    }
}
