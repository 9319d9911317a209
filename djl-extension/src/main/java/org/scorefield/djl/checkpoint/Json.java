// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** JSON files of bounded size and nesting. */
final class Json {

    /**
     * A weight index of ten thousand tensors has a megabyte; values take forty times their text.
     */
    static final long MAX_BYTES = 4L << 20;

    private static final int MAX_NESTING = 64;
    private static final int BRIEF = 60;
    private static final String GSON_ADVICE =
            "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

    private Json() {}

    /** Reads a file that holds one JSON object. */
    static JsonObject read(Path path) throws CheckpointException {
        String text;
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw CheckpointException.at(
                        path,
                        "size",
                        "expected JSON of at most %d bytes, found %d; is this the right file?"
                                .formatted(MAX_BYTES, size));
            }
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(readAtMost(path)))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException(
                    path + ": text: expected UTF-8, found other bytes; save it as UTF-8", e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw CheckpointException.unreadable(path, e);
        }
        return parse(text, path.toString());
    }

    private static byte[] readAtMost(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes((int) MAX_BYTES);
        }
    }

    /**
     * Parses a text that holds one JSON object and nothing else.
     *
     * @param source what messages call it
     */
    static JsonObject parse(String text, String source) throws CheckpointException {
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(MAX_NESTING);
            JsonElement value = JsonParser.parseReader(reader);
            if (!value.isJsonObject()) {
                throw new CheckpointException(
                        source
                                + ": JSON: expected an object, found "
                                + brief(value)
                                + "; start it with a brace");
            }
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalStateException("more after the object");
            }
            refuseRepeatedKeys(text, source);
            return value.getAsJsonObject();
        } catch (CheckpointException e) {
            throw e;
        } catch (JsonParseException | IOException | IllegalStateException e) {
            throw new CheckpointException(
                    source + ": JSON: expected valid JSON, found " + cause(e) + "; mend the text",
                    e);
        }
    }

    /** Gson would take the last of them without a word. */
    private static void refuseRepeatedKeys(String text, String source) throws IOException {
        var open = new ArrayDeque<Set<String>>();
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setNestingLimit(MAX_NESTING);
            for (JsonToken next = reader.peek();
                    next != JsonToken.END_DOCUMENT;
                    next = reader.peek()) {
                switch (next) {
                    case BEGIN_OBJECT -> {
                        reader.beginObject();
                        open.push(new HashSet<>());
                    }
                    case END_OBJECT -> {
                        reader.endObject();
                        open.pop();
                    }
                    case BEGIN_ARRAY -> reader.beginArray();
                    case END_ARRAY -> reader.endArray();
                    case NAME -> {
                        String name = reader.nextName();
                        if (!open.getFirst().add(name)) {
                            throw new CheckpointException(
                                    source
                                            + ": JSON: expected each key of an object once, found "
                                            + Refusals.quoted(name)
                                            + " again; remove one of them");
                        }
                    }
                    default -> reader.skipValue();
                }
            }
        }
    }

    /** Returns Gson's own words, without its advice. */
    static String cause(Exception e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).replace(GSON_ADVICE, "malformed JSON");
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return "\"" + (line.length() > 200 ? line.substring(0, 200) + "..." : line) + "\"";
    }

    /** Returns the start of a value's text. */
    static String brief(JsonElement value) {
        String text = value.toString();
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "...";
    }

    /** Returns an array of whole numbers. */
    static JsonArray array(int... values) {
        var array = new JsonArray();
        for (int value : values) {
            array.add(value);
        }
        return array;
    }
}
