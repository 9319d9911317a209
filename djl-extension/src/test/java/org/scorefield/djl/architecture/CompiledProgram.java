// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.program.TorchScriptWriter;
import org.scorefield.djl.program.WriterOptions;

/** A compiled network, called by plain DJL with any inputs, one label a sample among them. */
public final class CompiledProgram implements AutoCloseable {

    private final Model model;
    private final Predictor<NDList, NDList> predictor;

    private CompiledProgram(Model model) {
        this.model = model;
        this.predictor = model.newPredictor(new NoopTranslator());
    }

    /** Compiles into a folder, which is created. */
    public static CompiledProgram of(NetworkProgram network, DType type, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("model.pt");
        write(network, type, file);
        Model model = Model.newInstance("model", "PyTorch");
        try {
            model.load(file, null, Map.of("trainParam", "true"));
        } catch (ai.djl.MalformedModelException e) {
            throw new IOException(e);
        }
        return new CompiledProgram(model);
    }

    /** Writes the archive alone. */
    public static void write(NetworkProgram network, DType type, Path file) throws IOException {
        TorchScriptWriter.write(network.graph(), network.weights(), new WriterOptions(type), file);
    }

    /** The output, owned by the manager of the first input. */
    public NDArray forward(NDList inputs) {
        return call(new NDList(inputs)).get(0);
    }

    /** J v for v [k, batch, *shape]. */
    public NDArray jvp(NDList inputs, NDArray v) {
        NDArray name = inputs.head().getManager().create(0f);
        name.setName("module_method:jvp");
        NDList list = new NDList(name);
        list.addAll(inputs);
        list.add(v.toType(inputs.head().getDataType(), false));
        return call(list).get(1);
    }

    /** J^T w by the whole Jacobian, column by column; only for small networks. */
    public NDArray vjp(NDList inputs, NDArray w) {
        NDArray x = inputs.head();
        NDManager manager = x.getManager();
        long batch = x.getShape().get(0);
        long size = x.getShape().size() / batch;
        NDArray basis =
                manager.eye((int) size)
                        .reshape(size, 1, size)
                        .repeat(1, batch)
                        .reshape(new Shape(size).addAll(x.getShape()));
        NDArray columns = jvp(inputs, basis).reshape(size, batch, -1);
        NDArray rows = w.toType(x.getDataType(), false).reshape(1, batch, -1);
        return columns.mul(rows).sum(new int[] {2}).transpose(1, 0).reshape(x.getShape());
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private NDList call(NDList inputs) {
        // Specialising a program to the shapes of a test takes longer than the test.
        JniUtils.setGraphExecutorOptimize(false);
        try {
            NDList result = predictor.predict(inputs);
            result.attach(inputs.head().getManager());
            return result;
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }
}
