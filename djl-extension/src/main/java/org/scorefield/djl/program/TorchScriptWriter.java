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
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;
import org.scorefield.djl.program.ProgramText.MemoryFormat;

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

    /** The version of everything else about an archive; part of its hash. */
    private static final String FORMAT = "2\n";

    private final Graph graph;
    private final DType dtype;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Set<String> imageWeights;
    private final List<Tensor> constants = new ArrayList<>();

    private TorchScriptWriter(Graph graph, StateDict stateDict, WriterOptions options)
            throws CheckpointException {
        this.graph = graph;
        this.dtype = options.dtype();
        this.imageWeights = imageWeights(graph, dtype);
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
     * @param graph the program
     * @param stateDict holds at least the graph's parameters, in the declared shapes
     * @param options the type of its numbers
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
     * @param graph the program
     * @param options the type of its numbers
     * @return SHA-256 in hexadecimal
     */
    public static String hash(Graph graph, WriterOptions options) {
        StringBuilder all =
                new StringBuilder(OPERATORS).append(FORMAT).append(options.dtype()).append('\n');
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
        ModuleTree tree = ModuleTree.of(graph.parameters().keySet());
        return tree.classes(ProgramText.methods(graph, format(graph, options.dtype())));
    }

    private static MemoryFormat format(Graph graph, DType dtype) {
        boolean images = graph.operators().stream().anyMatch(n -> n.startsWith("conv"));
        return images && dtype == DType.F32
                ? MemoryFormat.CHANNELS_LAST
                : MemoryFormat.CHANNELS_FIRST;
    }

    /** The weights that lie in memory as the images they are applied to. */
    private static Set<String> imageWeights(Graph graph, DType dtype) {
        Set<Value> weights = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> names = new HashSet<>();
        if (format(graph, dtype) == MemoryFormat.CHANNELS_LAST) {
            for (Node node : graph.nodes()) {
                if (node.operator() instanceof Convolution) {
                    weights.add(node.operands().get(1));
                }
            }
        }
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Leaf.Parameter parameter
                    && weights.contains(node.result())) {
                names.add(parameter.key());
            }
        }
        return names;
    }

    private void writeTo(StoredZip zip) throws IOException {
        List<String> data = new ArrayList<>();
        Pickle pickle = new Pickle();
        module(pickle, ModuleTree.of(weights.keySet()), "", data);
        zip.add("program/data.pkl", pickle.toBytes());
        String text = text(graph, new WriterOptions(dtype));
        zip.add("program/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
        int entry = 0;
        for (String name : data) {
            add(zip, "program/data/" + entry++, name, weight(name));
        }
        Pickle tuple = new Pickle().mark();
        for (int i = 0; i < constants.size(); i++) {
            long[] shape = constants.get(i).shape();
            tuple.tensor(storage(), i, shape, Pickle.strides(shape));
            add(zip, "program/constants/" + i, "", constants.get(i));
        }
        zip.add("program/constants.pkl", tuple.tuple().toBytes());
        zip.add("program/version", OPERATORS.getBytes(StandardCharsets.US_ASCII));
        zip.add("program/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    private void module(Pickle pickle, ModuleTree module, String prefix, List<String> data) {
        pickle.object("__torch__", module.type());
        for (String name : module.tensors()) {
            long[] shape = weight(prefix + name).shape();
            long[] strides =
                    imageWeights.contains(prefix + name)
                            ? ChannelsLast.strides(shape)
                            : Pickle.strides(shape);
            pickle.string(name).tensor(storage(), data.size(), shape, strides);
            data.add(prefix + name);
        }
        pickle.string("training").falsehood();
        for (Map.Entry<String, ModuleTree> child : module.children().entrySet()) {
            pickle.string(child.getKey());
            module(pickle, child.getValue(), prefix + child.getKey() + ".", data);
        }
        pickle.endObject();
    }

    private Tensor weight(String name) {
        return Objects.requireNonNull(weights.get(name), "the modules are made of these names");
    }

    private void add(StoredZip zip, String entry, String name, Tensor tensor) throws IOException {
        long size = Math.multiplyExact(tensor.elements(), (long) dtype.bytes());
        boolean image = imageWeights.contains(name);
        zip.add(
                entry,
                size,
                out ->
                        tensor.writeTo(
                                image ? new ChannelsLast(out, tensor.shape(), dtype.bytes()) : out,
                                dtype));
    }

    private String storage() {
        return dtype == DType.F32 ? "FloatStorage" : "DoubleStorage";
    }
}
