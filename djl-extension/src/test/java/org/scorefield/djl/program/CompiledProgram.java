// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;

/** A graph written as an archive and loaded by DJL, run on doubles. */
final class CompiledProgram implements AutoCloseable {

    private final Model model;
    private final Graph graph;

    private CompiledProgram(Model model, Graph graph) {
        this.model = model;
        this.graph = graph;
    }

    /** Writes and loads a program in double precision. */
    static CompiledProgram of(Graph graph, StateDict weights, Path folder) throws Exception {
        Path file = folder.resolve("program-" + System.nanoTime() + ".pt");
        TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT64, file);
        Model model = Model.newInstance("program", Device.cpu(), "PyTorch");
        model.load(file, null, Map.of("trainParam", "true", "mapLocation", "true"));
        model.getBlock().freezeParameters(true);
        return new CompiledProgram(model, graph);
    }

    /**
     * Weights for every parameter of a graph: normal numbers, matrices scaled to keep the size of
     * what goes through, variances positive.
     */
    static StateDict weights(Graph graph, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        graph.parameters()
                .forEach(
                        (name, shape) -> {
                            double[] values = normal((int) Shapes.elements(shape), random);
                            if (shape.length > 1) {
                                double scale = Math.sqrt((double) shape[0] / values.length);
                                Arrays.setAll(values, i -> values[i] * scale);
                            }
                            if (name.endsWith("variance")) {
                                Arrays.setAll(values, i -> 0.5 + values[i] * values[i]);
                            }
                            tensors.put(name, Tensors.of(values, shape));
                        });
        return StateDict.of(tensors);
    }

    static double[] normal(int n, Random random) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    /** The value of the program; each input holds the samples of the batch one after another. */
    double[] forward(long batch, double[]... inputs) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            return call("forward", arguments(manager, batch, inputs)).get(0).toDoubleArray();
        }
    }

    /** Value and tangents; the directions follow one another in v. */
    double[][] jvp(long batch, double[] v, double[]... inputs) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList arguments = arguments(manager, batch, inputs);
            long directions = v.length / inputs[0].length;
            Shape sample = new Shape(graph.inputs().values().iterator().next());
            NDArray tangents =
                    manager.create(v).reshape(new Shape(directions, batch).addAll(sample));
            double[] before = tangents.toDoubleArray();
            arguments.add(tangents);
            NDList result = call("jvp", arguments);
            if (!Arrays.equals(before, tangents.toDoubleArray())) {
                throw new AssertionError("the program overwrote its directions");
            }
            return new double[][] {result.get(0).toDoubleArray(), result.get(1).toDoubleArray()};
        }
    }

    private NDList arguments(NDManager manager, long batch, double[]... inputs) {
        NDList list = new NDList();
        List<Map.Entry<String, long[]>> declared = new ArrayList<>(graph.inputs().entrySet());
        for (int i = 0; i < inputs.length; i++) {
            Shape shape = new Shape(batch).addAll(new Shape(declared.get(i).getValue()));
            NDArray array = manager.create(inputs[i]).reshape(shape);
            boolean index = graph.indexInputs().contains(declared.get(i).getKey());
            list.add(index ? array.toType(DataType.INT64, false) : array);
        }
        return list;
    }

    private NDList call(String method, NDList arguments) {
        boolean gradients = JniUtils.isGradMode();
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(false);
        try {
            NDArray name = arguments.get(0).getManager().create(0f);
            name.setName("module_method:" + method);
            NDList all = new NDList(name);
            all.addAll(arguments);
            return IValueUtils.forward((PtSymbolBlock) model.getBlock(), all, true);
        } finally {
            JniUtils.setGradMode(gradients);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
