// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.TorchScriptNetwork;
import org.scorefield.djl.field.DiffusionModel;

/** The networks that the benchmarks run, and inputs for them. */
final class Networks {

    /** The shape of a sample of both networks. */
    static final Shape SAMPLE = new Shape(3, 32, 32);

    static final String COMPILED = "compiled";
    static final String TRACED = "traced";

    private static final List<String> NAMES = List.of("small", "cifar10");
    private static final int SEED = 20;

    private Networks() {}

    /** The diffusers directory of a network that make_networks.py wrote. */
    static Path directory(String name) {
        Path all = Path.of(System.getProperty("scorefield.benchmarks", "target/benchmarks"));
        Path directory = all.resolve(name);
        if (!Files.exists(directory.resolve(TRACED + ".pt"))) {
            throw new IllegalStateException(
                    directory
                            + ": expected a network made by make_networks.py, found none; run"
                            + " src/jmh/python/make_networks.py --out "
                            + all);
        }
        return directory;
    }

    /** Compiles every network once, so that the measured JVMs only load. */
    static void compileAll() throws IOException {
        for (String name : NAMES) {
            Path target = directory(name).resolve(COMPILED);
            if (!ModelDirectory.isOne(target)) {
                ModelCompiler.compile(
                                CheckpointReader.read(directory(name)),
                                Architectures.load(Networks.class.getClassLoader()),
                                NetworkOptions.defaults().withCacheDirectory(cache(name)))
                        .copyTo(target);
            }
        }
    }

    /** A network as a model of ours, from its diffusers directory and a cache that holds it. */
    static Network model(String name, NetworkOptions options) throws IOException {
        return DiffusionModel.load(
                        directory(name),
                        options.cacheDirectory().isPresent()
                                ? options
                                : options.withCacheDirectory(cache(name)))
                .network();
    }

    /** A network that PyTorch traced, differentiated twice by PyTorch. */
    static Network differentiable(String name) throws IOException {
        return TorchScriptNetwork.load(
                directory(name).resolve("differentiable.pt"),
                NetworkSignature.timed(SAMPLE),
                NetworkOptions.defaults().withJacobian(JacobianMethod.AUTOGRAD));
    }

    /** A module as plain DJL loads it: {@link #TRACED} or {@link #COMPILED}. */
    static Model module(String name, String program) throws Exception {
        Path directory = directory(name);
        Model model = Model.newInstance(program, Device.cpu(), "PyTorch");
        model.load(
                program.equals(COMPILED)
                        ? ModelDirectory.open(directory.resolve(COMPILED)).module()
                        : directory.resolve(TRACED + ".pt"));
        return model;
    }

    private static Path cache(String name) {
        return directory(name).resolve("cache");
    }

    /** Standard normal arrays with the given leading axes. */
    static NDArray normal(NDManager manager, long... leading) {
        manager.getEngine().setRandomSeed(SEED);
        return manager.randomNormal(0, 1, new Shape(leading).addAll(SAMPLE), DataType.FLOAT32);
    }

    /** Step indices spread over the schedule. */
    static NDArray steps(NDManager manager, int batch) {
        return manager.linspace(10, 990, batch).toType(DataType.FLOAT32, false);
    }
}
