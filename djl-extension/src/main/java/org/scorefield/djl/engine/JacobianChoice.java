// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Which Jacobian method a network gets, and why. */
record JacobianChoice(JacobianProducts products, List<String> notes) {

    static JacobianChoice make(
            TorchModule module, Autograd autograd, NetworkOptions options, boolean tangent) {
        AutogradProducts reverse = new AutogradProducts(module, autograd);
        if (options.jacobian().isPresent()) {
            return new JacobianChoice(
                    asked(options.jacobian().get(), module, reverse, tangent), List.of());
        }
        if (tangent) {
            return new JacobianChoice(new TangentProducts(module, reverse), List.of());
        }
        return module.signature()
                .sampleShape()
                .map(shape -> probe(module, reverse, shape, options))
                .orElse(new JacobianChoice(reverse, List.of()));
    }

    private static JacobianProducts asked(
            JacobianMethod method, TorchModule module, AutogradProducts reverse, boolean tangent) {
        return switch (method) {
            case TANGENT_PROGRAM -> {
                if (!tangent) {
                    throw new IllegalArgumentException(
                            "jacobian: expected a module with a method jvp for TANGENT_PROGRAM,"
                                    + " found a foreign TorchScript; use AUTOGRAD");
                }
                yield new TangentProducts(module, reverse);
            }
            case AUTOGRAD -> reverse;
            case CENTRAL_DIFFERENCES -> new DifferenceProducts(module);
        };
    }

    /** Runs a foreign module once; one that cannot be differentiated gets central differences. */
    private static JacobianChoice probe(
            TorchModule module, AutogradProducts reverse, Shape sample, NetworkOptions options) {
        try (NDManager scope = NDManager.newBaseManager(options.device(), "PyTorch")) {
            NDArray x = scope.ones(new Shape(1).addAll(sample), options.dataType());
            NDArray time = scope.ones(new Shape(1), options.dataType());
            try (EngineState state = EngineState.withoutGradients()) {
                module.forward(scope, TorchModule.alias(x, scope), time);
            }
            return differentiate(module, reverse, x, time);
        }
    }

    private static JacobianChoice differentiate(
            TorchModule module, AutogradProducts reverse, NDArray x, NDArray time) {
        try {
            reverse.linearize(x.getManager(), x, time, x.expandDims(0));
            return new JacobianChoice(reverse, List.of());
        } catch (EngineException e) {
            return new JacobianChoice(
                    new DifferenceProducts(module),
                    List.of(
                            "Jacobian products by central differences: the engine cannot"
                                    + " differentiate this module ("
                                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                                    + ")"));
        }
    }
}
