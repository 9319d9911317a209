// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loaded TorchScript module and the order of its arguments. All results belong to the scope. */
final class TorchModule implements AutoCloseable {

    private static final String TANGENT = "jvp";

    private final Model model;
    private final PtSymbolBlock block;
    private final NetworkSignature signature;
    private final DataType dataType;

    TorchModule(Model model, NetworkSignature signature, DataType dataType) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.signature = signature;
        this.dataType = dataType;
    }

    NetworkSignature signature() {
        return signature;
    }

    boolean hasTangent() {
        return Arrays.asList(JniUtils.getMethodNames(block)).contains(TANGENT);
    }

    /** The output, in the calling thread's gradient mode. */
    NDArray forward(NDManager scope, NDArray x, @Nullable NDArray time) {
        NDList outputs = call(block, "forward", scope, arguments(scope, x, time));
        NDArray output = outputs.get(0);
        if (!output.getShape().equals(x.getShape())) {
            throw new IllegalArgumentException(
                    "network: expected an output of the shape of x, "
                            + x.getShape()
                            + ", found "
                            + output.getShape()
                            + "; only networks that map a state to its like make fields");
        }
        return output;
    }

    /** Output and J v by the compiled method, v of the shape [k, batch, *shape]. */
    Linearization tangent(NDManager scope, NDArray x, @Nullable NDArray time, NDArray v) {
        NDList arguments = arguments(scope, x, time);
        arguments.add(alias(v, scope));
        NDList outputs = call(block, TANGENT, scope, arguments);
        return new Linearization(outputs.get(0), outputs.get(1));
    }

    /** Calls a method outside of inference mode, so that results are ordinary arrays. */
    static NDList call(PtSymbolBlock block, String method, NDManager scope, List<NDArray> inputs) {
        NDArray name = scope.create(0f);
        name.setName("module_method:" + method);
        NDList list = new NDList(inputs.size() + 1);
        list.add(name);
        list.addAll(inputs);
        try {
            return IValueUtils.forward(block, list, true);
        } catch (EngineException e) {
            throw new EngineException(
                    "network: "
                            + method
                            + " failed for inputs "
                            + shapes(inputs)
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The same values without a name, which DJL would interpret, and without a gradient, owned by
     * the scope.
     */
    static NDArray alias(NDArray array, NDManager scope) {
        NDArray alias = JniUtils.detachGradient((PtNDArray) array);
        alias.attach(scope);
        return alias;
    }

    @Override
    public void close() {
        model.close();
    }

    private NDList arguments(NDManager scope, NDArray x, @Nullable NDArray time) {
        NDList list = new NDList();
        list.add(x);
        if (time != null && signature.time() == NetworkSignature.TimeArgument.PER_SAMPLE) {
            list.add(alias(time, scope));
        }
        list.addAll(signature.constantArrays(x.getShape().get(0), dataType, scope));
        return list;
    }

    private static String shapes(List<NDArray> inputs) {
        return inputs.stream().map(a -> a.getShape().toString()).toList().toString();
    }
}
