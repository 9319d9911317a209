// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;

/**
 * Writes a {@link Graph} and its weights as a TorchScript archive.
 *
 * <p>The archive has the methods {@code forward(u, t, ...)} and {@code jvp(u, t, ..., v)} with v of
 * shape [directions, batch, *shape of u]; jvp returns the tuple (f, J v). Its parameters carry the
 * state dict's names, in nested modules. Equal graphs, weights and options give equal bytes.
 * Weights are streamed: memory does not grow with them.
 */
public final class TorchScriptWriter {

    /** The version of the operators' meanings that the text is written in. */
    private static final String OPERATORS = "10\n";

    private final Graph graph;
    private final DType dtype;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<Tensor> constants = new ArrayList<>();

    private TorchScriptWriter(Graph graph, StateDict stateDict, WriterOptions options)
            throws CheckpointException {
        this.graph = graph;
        this.dtype = options.dtype();
        for (Map.Entry<String, long[]> declared : graph.parameters().entrySet()) {
            Tensor tensor = stateDict.require(declared.getKey());
            if (!Arrays.equals(tensor.shape(), declared.getValue())) {
                throw new CheckpointException(
                        "%s: expected shape %s, found %s; check the architecture's options"
                                .formatted(
                                        declared.getKey(),
                                        Arrays.toString(declared.getValue()),
                                        Arrays.toString(tensor.shape())));
            }
            weights.put(declared.getKey(), tensor);
        }
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Leaf.Constant constant) {
                constants.add(Tensors.of(constant.values(), constant.shape()));
            }
        }
    }

    /**
     * Writes an archive under a temporary name beside the target and moves it there in one step.
     *
     * @param stateDict holds at least the graph's parameters, in the declared shapes
     * @param target replaced if it exists; its directory must exist
     * @throws CheckpointException if a parameter is missing, has another shape or cannot be read
     * @throws IOException if the archive cannot be written
     */
    public static void write(Graph graph, StateDict stateDict, WriterOptions options, Path target)
            throws CheckpointException, IOException {
        TorchScriptWriter writer = new TorchScriptWriter(graph, stateDict, options);
        Path whole = target.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel file =
                    FileChannel.open(
                            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writer.writeTo(new StoredZip(file));
                file.force(true);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * A hash of all that an archive holds besides the weights: the program's text with its
     * tangents, its constants, and the version of the format. Equal hashes and equal weights give
     * equal archives.
     *
     * @return SHA-256 in hexadecimal
     */
    public static String hash(Graph graph, WriterOptions options) {
        StringBuilder all = new StringBuilder(OPERATORS).append(options.dtype()).append('\n');
        all.append(text(graph, options));
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Leaf.Constant constant) {
                all.append(Arrays.toString(constant.shape()));
                all.append(Arrays.toString(constant.values())).append('\n');
            }
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = digest.digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java platform has it", e);
        }
    }

    /** The program's text, as the archive holds it. */
    static String text(Graph graph, WriterOptions options) {
        boolean images = graph.operators().stream().anyMatch(n -> n.startsWith("conv"));
        ProgramText.MemoryFormat format =
                images && options.dtype() == DType.F32
                        ? ProgramText.MemoryFormat.CHANNELS_LAST
                        : ProgramText.MemoryFormat.CHANNELS_FIRST;
        ModuleTree tree = ModuleTree.of(graph.parameters().keySet());
        return tree.classes(ProgramText.methods(graph, format));
    }

    private void writeTo(StoredZip zip) throws IOException {
        List<Tensor> data = new ArrayList<>();
        Pickle pickle = new Pickle();
        module(pickle, ModuleTree.of(weights.keySet()), "", data);
        zip.add("program/data.pkl", pickle.toBytes());
        String text = text(graph, new WriterOptions(dtype));
        zip.add("program/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < data.size(); i++) {
            add(zip, "program/data/" + i, data.get(i));
        }
        Pickle tuple = new Pickle().mark();
        for (int i = 0; i < constants.size(); i++) {
            tuple.tensor(storage(), i, constants.get(i).shape());
            add(zip, "program/constants/" + i, constants.get(i));
        }
        zip.add("program/constants.pkl", tuple.tuple().toBytes());
        zip.add("program/version", OPERATORS.getBytes(StandardCharsets.US_ASCII));
        zip.add("program/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    private void module(Pickle pickle, ModuleTree module, String prefix, List<Tensor> data)
            throws CheckpointException {
        pickle.object("__torch__", module.type());
        for (String name : module.tensors()) {
            Tensor tensor = weights.get(prefix + name);
            if (tensor == null) {
                throw new CheckpointException(prefix + name + ": expected a tensor, found none");
            }
            pickle.string(name).tensor(storage(), data.size(), tensor.shape());
            data.add(tensor);
        }
        pickle.string("training").falsehood();
        for (Map.Entry<String, ModuleTree> child : module.children().entrySet()) {
            pickle.string(child.getKey());
            module(pickle, child.getValue(), prefix + child.getKey() + ".", data);
        }
        pickle.endObject();
    }

    private void add(StoredZip zip, String name, Tensor tensor) throws IOException {
        long size = Math.multiplyExact(tensor.elements(), (long) dtype.bytes());
        zip.add(name, size, out -> tensor.writeTo(out, dtype));
    }

    private String storage() {
        return dtype == DType.F32 ? "FloatStorage" : "DoubleStorage";
    }
}
