// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.Arguments.Directions;
import org.scorefield.djl.engine.NetworkSignature.TimeArgument;

/**
 * A TorchScript module as a network: one that the compiler wrote, with methods {@code forward} and
 * {@code jvp}, or a foreign one with {@code forward} alone.
 *
 * <p>Weights are frozen, the module stays in evaluation mode, and no state is shared between calls;
 * hence any number of threads may use one network. PyTorch's graph optimiser is switched off in
 * each thread that calls, because gradients through programs that it has specialised are not
 * reliable.
 */
public final class TorchScriptNetwork implements Network {

    private final TorchModule module;
    private final Autograd autograd;
    private final JacobianProducts products;
    private final NetworkDescription description;
    private final Arguments arguments;

    private TorchScriptNetwork(
            TorchModule module, Autograd autograd, JacobianChoice choice, NetworkOptions options) {
        this.module = module;
        this.autograd = autograd;
        this.products = choice.products();
        this.description =
                new NetworkDescription(
                        "PyTorch " + Engine.getEngine("PyTorch").getVersion(),
                        options.device(),
                        options.dataType(),
                        products.jvpMethod(),
                        products.vjpMethod(),
                        choice.notes());
        this.arguments = new Arguments(module.signature(), options.device(), options.dataType());
    }

    /**
     * Loads a module.
     *
     * @param file a TorchScript archive, or a directory that holds {@code model.pt}
     * @param signature what goes in: the caller's word for it, as TorchScript does not say
     * @param options device, data type (that of the module's weights) and Jacobian method
     * @return the network, to be closed by the caller
     * @throws CheckpointException if the file is not a TorchScript module that the engine loads,
     *     its weights have another data type than the options say, or a foreign one does not take
     *     what the signature says
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the Jacobian method asked for is not available
     */
    public static TorchScriptNetwork load(
            Path file, NetworkSignature signature, NetworkOptions options) throws IOException {
        return load(file, signature, options, Origin.NOT_SAID);
    }

    /** Whose module it is. */
    enum Origin {
        /** Ours if it has a method jvp. */
        NOT_SAID,
        /** Not of the compiler: a method jvp of its own means anything. */
        FOREIGN
    }

    /** Loads a module whose origin may be known. */
    static TorchScriptNetwork load(
            Path file, NetworkSignature signature, NetworkOptions options, Origin origin)
            throws IOException {
        Model model = Model.newInstance("model", options.device(), "PyTorch");
        Autograd autograd = null;
        try {
            model.load(file, null, Map.of("trainParam", "true", "mapLocation", "true"));
            model.getBlock().freezeParameters(true);
            checkWeights(file, model, options.dataType());
            autograd = Autograd.load(options.device());
            TorchModule module = new TorchModule(model, signature, options.dataType());
            boolean tangent = origin != Origin.FOREIGN && module.hasTangent();
            JacobianChoice choice = JacobianChoice.make(module, autograd, options, tangent);
            return new TorchScriptNetwork(module, autograd, choice, options);
        } catch (EngineException | MalformedModelException e) {
            close(model, autograd);
            String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
            throw new CheckpointException(
                    autograd == null
                            ? file
                                    + ": expected a TorchScript module, found "
                                    + found
                                    + "; export it with torch.jit.save"
                            : file
                                    + ": expected a module of "
                                    + signature.describe()
                                    + ", found "
                                    + found
                                    + "; correct data, time or inputs in the card",
                    e);
        } catch (IOException | RuntimeException e) {
            close(model, autograd);
            throw e;
        }
    }

    @Override
    public NDArray evaluate(NDArray x, @Nullable NDArray time) {
        NDArray own = check(x, time);
        try (NDManager scope = scope(x);
                EngineState state = EngineState.withoutGradients()) {
            return give(module.forward(scope, TorchModule.alias(x, scope), own), x);
        }
    }

    @Override
    public NDArray jvp(NDArray x, @Nullable NDArray time, NDArray v) {
        NDArray own = check(x, time);
        Directions directions = arguments.directions("v", v, x);
        try (NDManager scope = scope(x)) {
            NDArray several = several(v, directions, scope);
            NDArray product = products.linearize(scope, x, own, several).product();
            return give(single(product, directions), x);
        }
    }

    @Override
    public Linearization linearize(NDArray x, @Nullable NDArray time, NDArray v) {
        NDArray own = check(x, time);
        Directions directions = arguments.directions("v", v, x);
        try (NDManager scope = scope(x)) {
            Linearization both = products.linearize(scope, x, own, several(v, directions, scope));
            return new Linearization(
                    give(both.value(), x), give(single(both.product(), directions), x));
        }
    }

    @Override
    public NDArray vjp(NDArray x, @Nullable NDArray time, NDArray w) {
        NDArray own = check(x, time);
        Directions directions = arguments.directions("w", w, x);
        try (NDManager scope = scope(x)) {
            NDArray product = products.vjp(scope, x, own, several(w, directions, scope));
            return give(single(product, directions), x);
        }
    }

    @Override
    public NetworkSignature signature() {
        return module.signature();
    }

    @Override
    public NetworkDescription description() {
        return description;
    }

    @Override
    public void close() {
        module.close();
        autograd.close();
    }

    private @Nullable NDArray check(NDArray x, @Nullable NDArray time) {
        long batch = arguments.state(x);
        boolean timed = module.signature().time() == TimeArgument.PER_SAMPLE;
        return timed ? arguments.time(time, batch) : null;
    }

    private static NDManager scope(NDArray x) {
        return x.getManager().newSubManager(x.getDevice());
    }

    private static NDArray several(NDArray v, Directions directions, NDManager scope) {
        NDArray alias = TorchModule.alias(v, scope);
        return directions == Directions.MANY ? alias : alias.expandDims(0);
    }

    private static NDArray single(NDArray product, Directions directions) {
        return directions == Directions.MANY ? product : product.squeeze(0);
    }

    private static NDArray give(NDArray result, NDArray x) {
        result.attach(x.getManager());
        return result;
    }

    private static void checkWeights(Path file, Model model, DataType expected)
            throws CheckpointException {
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            DataType found = parameter.getArray().getDataType();
            boolean floating = found.isFloating() || found == DataType.BFLOAT16;
            if (floating && found != expected) {
                throw new CheckpointException(
                        file
                                + ": expected weights of type "
                                + expected
                                + ", found "
                                + found
                                + " in "
                                + parameter.getName()
                                + "; load with that dataType, or export the module again after"
                                + " module.float() in Python");
            }
        }
    }

    private static void close(Model model, @Nullable Autograd autograd) {
        model.close();
        if (autograd != null) {
            autograd.close();
        }
    }
}
