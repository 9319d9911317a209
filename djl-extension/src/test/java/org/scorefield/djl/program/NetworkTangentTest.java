// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.TorchScriptNetwork;

/** Whole small networks: tangents, their adjoint, and single against double precision. */
class NetworkTangentTest {

    private static final long SEED = 11;

    @TempDir Path folder;

    @Test
    void residualNetwork_withAttention_tangentsLikeCentralDifferences() throws Exception {
        TangentCheck.check(SmallNetworks.residual(), SEED, folder);
    }

    @Test
    void transformer_withLabels_tangentsLikeCentralDifferences() throws Exception {
        TangentCheck.check(SmallNetworks.transformer(), SEED, folder);
    }

    /** The example of the module's README. */
    @Test
    void readmeExample_compiles_tangentsLikeCentralDifferences() throws Exception {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 1, 28, 28);
        Value t = b.input("t");
        Value w = b.parameter("conv1.weight", 8, 1, 3, 3);
        Value h = b.conv2d(u, w, b.parameter("conv1.bias", 8), Conv2d.PLAIN.withPadding(1));
        Value scale = b.parameter("norm.weight", 8);
        h = b.groupNorm(h, scale, b.parameter("norm.bias", 8), new GroupNorm(4, 1e-5));
        Value time = b.linear(b.reshape(t, 1), b.parameter("time.weight", 8, 1), null);
        h = b.silu(b.add(h, b.reshape(time, 8, 1, 1)));
        Value last = b.parameter("conv2.weight", 1, 8, 3, 3);
        TangentCheck.check(
                b.build(b.conv2d(h, last, null, Conv2d.PLAIN.withPadding(1))), SEED, folder);
    }

    /** w . J v = v . J^T w, J v by the tangent program, J^T w by PyTorch's autograd. */
    @Test
    void residualNetwork_tangentsAndAutograd_areAdjoint() throws Exception {
        Graph graph = SmallNetworks.residual();
        Path file = folder.resolve("adjoint.pt");
        TorchScriptWriter.write(
                graph, CompiledProgram.weights(graph, SEED), WriterOptions.FLOAT64, file);
        NetworkOptions options = NetworkOptions.defaults().withDataType(DataType.FLOAT64);
        NetworkSignature signature = NetworkSignature.timed(new Shape(3, 8, 8));
        try (TorchScriptNetwork network = TorchScriptNetwork.load(file, signature, options);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            for (int call = 1; call <= 6; call++) {
                Random random = new Random(SEED + call);
                NDArray x = image(manager, random);
                NDArray t = manager.create(new double[] {0.2, 0.9});
                NDArray v = image(manager, random);
                NDArray w = image(manager, random);
                double left = dot(w, network.jvp(x, t, v));
                double right = dot(v, network.vjp(x, t, w));
                // 384 products of order one and rounding of 1e-16 each, amplified by the network.
                assertThat(left).as("call %d, seed %d", call, SEED).isCloseTo(right, within(1e-9));
            }
        }
    }

    /** The program in single precision, images last in memory, against double precision. */
    @Test
    void residualNetwork_singlePrecision_agreesWithDouble() throws Exception {
        Graph graph = SmallNetworks.residual();
        Path single = folder.resolve("single.pt");
        Path twice = folder.resolve("double.pt");
        TorchScriptWriter.write(
                graph, CompiledProgram.weights(graph, SEED), WriterOptions.FLOAT32, single);
        TorchScriptWriter.write(
                graph, CompiledProgram.weights(graph, SEED), WriterOptions.FLOAT64, twice);
        NetworkSignature signature = NetworkSignature.timed(new Shape(3, 8, 8));
        NetworkOptions f32 = NetworkOptions.defaults();
        NetworkOptions f64 = f32.withDataType(DataType.FLOAT64);
        try (TorchScriptNetwork a = TorchScriptNetwork.load(single, signature, f32);
                TorchScriptNetwork b = TorchScriptNetwork.load(twice, signature, f64);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Random random = new Random(SEED);
            NDArray x = image(manager, random);
            NDArray v = image(manager, random);
            NDArray t = manager.create(new double[] {0.2, 0.9});
            NDArray t32 = t.toType(DataType.FLOAT32, true);
            NDArray x32 = x.toType(DataType.FLOAT32, true);
            NDArray v32 = v.toType(DataType.FLOAT32, true);
            // Rounding of 6e-8 through some twenty layers, the largest element about 10.
            near("value", a.evaluate(x32, t32), b.evaluate(x, t), 1e-4);
            near("tangents", a.jvp(x32, t32, v32), b.jvp(x, t, v), 1e-4);
            near("adjoint", a.vjp(x32, t32, v32), b.vjp(x, t, v), 1e-4);
        }
    }

    private static void near(String what, NDArray found, NDArray expected, double tolerance) {
        double[] e = expected.toDoubleArray();
        float[] f = found.toFloatArray();
        double size = 0;
        for (double value : e) {
            size = Math.max(size, Math.abs(value));
        }
        for (int i = 0; i < e.length; i++) {
            assertThat((double) f[i])
                    .as("%s, element %d, seed %d", what, i, SEED)
                    .isCloseTo(e[i], within(tolerance * size));
        }
    }

    private static NDArray image(NDManager manager, Random random) {
        return manager.create(CompiledProgram.normal(2 * 3 * 8 * 8, random)).reshape(2, 3, 8, 8);
    }

    private static double dot(NDArray a, NDArray b) {
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
