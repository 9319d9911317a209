// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Recognises weight files by their first bytes, whatever they are called. */
final class WeightFiles {

    private static final int HEAD = 512;

    private WeightFiles() {}

    /**
     * Reads one weight file, or an index with its shards.
     *
     * @param place where in it the state dict is, if not to be chosen by content
     */
    static Weights read(Path path, Optional<String> place) throws CheckpointException {
        if (path.toString().endsWith(".json")) {
            return ShardedReader.read(path, place);
        }
        MappedFile file = open(path);
        String head = head(file);
        if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
            return TorchZipReader.read(file, place);
        }
        if (SafetensorsReader.recognises(file) || path.toString().endsWith(".safetensors")) {
            return SafetensorsReader.read(file, place);
        }
        if (head.startsWith("\u0080")) {
            return TorchLegacyReader.read(file, place);
        }
        throw CheckpointException.at(
                path,
                "byte 0",
                "expected safetensors, torch.save, TorchScript or a diffusers directory, found "
                        + kind(head));
    }

    /** Returns the SHA-256 of a file. */
    static String hash(Path path) throws CheckpointException {
        return Sha256.of(open(path));
    }

    private static MappedFile open(Path path) throws CheckpointException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw CheckpointException.at(
                    path, "file", "expected a regular file, found something else; check the path");
        }
        try {
            return MappedFile.open(path);
        } catch (IOException e) {
            throw CheckpointException.unreadable(path, e);
        }
    }

    private static String head(MappedFile file) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(HEAD, file.length()));
        file.read(0, bytes);
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    /** Says what an unknown file probably is, and what to do. */
    private static String kind(String head) {
        String text = head.stripLeading().toLowerCase(Locale.ROOT);
        if (head.isEmpty()) {
            return "an empty file; fetch it again";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer; fetch the file itself with: git lfs pull";
        }
        if (text.startsWith("<!doctype") || text.startsWith("<html")) {
            return "a web page; fetch the file itself, not the page about it";
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return "JSON; pass the weights, and a card with --card";
        }
        if (head.startsWith("ustar", 257) || head.startsWith("sys_info\0")) {
            return "a tar archive, unpack it; if PyTorch before 0.1.10 wrote it, load it there and"
                    + " save it again with a newer one";
        }
        if (head.startsWith("\u0089HDF")) {
            return "HDF5, as Keras writes it; only PyTorch checkpoints are read";
        }
        if (head.startsWith("\u0093NUMPY")) {
            return "a NumPy array; pass it as data, not as a checkpoint";
        }
        if (head.startsWith("GGUF")) {
            return "GGUF; pass the safetensors that it was made from";
        }
        if (head.startsWith("\u001f\u008b")) {
            return "a gzip archive; unpack it";
        }
        return "none of these in its first bytes; fetch it again, or save the network's"
                + " state_dict() with torch.save";
    }
}
