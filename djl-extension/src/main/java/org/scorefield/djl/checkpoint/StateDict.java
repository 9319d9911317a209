// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Named tensors, in the order of the file. Immutable; the tensors' bytes stay in the file. */
public final class StateDict {

    private final Map<String, Tensor> tensors;

    private StateDict(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /**
     * Returns a state dict of these tensors, in the map's order.
     *
     * @param tensors tensors by name; copied, their elements are not
     * @return the state dict
     */
    public static StateDict of(Map<String, Tensor> tensors) {
        return new StateDict(Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
    }

    /** {@return the names, in the order of the file} */
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * Returns the tensor of this name, or null if there is none.
     *
     * @param name the tensor's name in the file
     * @return the tensor, or null
     */
    public @Nullable Tensor get(String name) {
        return tensors.get(name);
    }

    /**
     * Returns the tensor of this name.
     *
     * @param name the tensor's name in the file
     * @return the tensor
     * @throws CheckpointException if there is none; the message names the nearest
     */
    public Tensor require(String name) throws CheckpointException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            String nearest = Names.nearest(name, tensors.keySet());
            throw new CheckpointException(
                    "%s: expected a tensor of this name, found none among %d%s; check that the architecture fits the checkpoint"
                            .formatted(
                                    name,
                                    tensors.size(),
                                    nearest == null ? "" : " (nearest: " + nearest + ")"));
        }
        return tensor;
    }

    /** {@return the number of tensors} */
    public int size() {
        return tensors.size();
    }

    /** {@return the number of elements of all tensors, buffers included, tied tensors each time} */
    public long parameterCount() {
        return tensors.values().stream().mapToLong(Tensor::elements).sum();
    }

    /**
     * Returns the tensors whose names start with the prefix, under names without it.
     *
     * @param prefix the beginning that is taken away, such as {@code model.}
     * @return the state dict of those tensors; empty if no name starts so
     */
    public StateDict withoutPrefix(String prefix) {
        var kept = new LinkedHashMap<String, Tensor>();
        tensors.forEach(
                (name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        kept.put(name.substring(prefix.length()), tensor);
                    }
                });
        return new StateDict(Collections.unmodifiableMap(kept));
    }

    /**
     * {@return the SHA-256, in hexadecimal, of names, types, shapes and elements in the order of
     * the names: equal for equal contents, whatever file holds them} Reads every element.
     */
    public String contentHash() {
        MessageDigest digest = Sha256.digest();
        try (var channel = new Sha256.Channel(digest)) {
            for (String name : new TreeSet<>(tensors.keySet())) {
                Tensor tensor = tensors.get(name);
                if (tensor == null) {
                    continue;
                }
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                long[] shape = tensor.shape();
                ByteBuffer head = ByteBuffer.allocate(text.length + 12 + 8 * shape.length);
                head.putInt(text.length).put(text);
                head.putInt(tensor.dtype().ordinal()).putInt(shape.length);
                for (long axis : shape) {
                    head.putLong(axis);
                }
                channel.write(head.flip());
                tensor.writeTo(channel, tensor.dtype());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does not fail to take bytes", e);
        }
        return Sha256.hex(digest);
    }

    @Override
    public String toString() {
        return "StateDict[%d tensors, %d parameters]".formatted(size(), parameterCount());
    }
}
