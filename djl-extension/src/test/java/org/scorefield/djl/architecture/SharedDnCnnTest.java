// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.SharedFolder;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.TorchScriptNetwork;

/**
 * The denoisers of LabForComputationalVision/bias_free_denoising against their authors' outputs and
 * Jacobians. {@link DnCnnTest} is the counterpart that needs no file.
 */
@Tag("shared")
class SharedDnCnnTest {

    private static final String FOLDER = "checkpoints/bias-free-denoising/";

    /** Of the largest entry: another build of PyTorch summed the convolutions. */
    private static final double RELATIVE = 1e-4;

    /**
     * Entry-wise, but for the entries beside a ReLU whose input is a rounding error away from 0:
     * the authors' machine was on the other side of some. PyTorch 2.7.1 in float64 differs from
     * their Jacobians in the same 0.02 percent of the entries, by up to 0.0021 and 0.0058.
     */
    private static final double KINK = 6e-4;

    private static final double KINK_SHARE = 3e-4;
    private static final double LARGEST_KINK = 7e-3;

    /** Of the norm of the Jacobian; the same kinks. */
    private static final double FROBENIUS = 1e-3;

    /** The documented asymmetry has four digits, and the kinks move it. */
    private static final double ASYMMETRY = 2e-4;

    /** Of the trace, in which kinks average out. */
    private static final double TRACE = 1e-3;

    private static final int SIDE = 30;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CHUNK = 100;

    @TempDir private Path folder;

    @Test
    void program_dncnnBias_givesOutputAndJacobianProducts() throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network = network("dncnn_bias_0-100.pt")) {
            NDList reference = decode(manager, "reference/dncnn_bias_0-100.npz");
            NDArray x = named(reference, "x");
            // The reference is of the denoiser, x minus the network's residual.
            assertClose("y", x.sub(network.evaluate(x, null)), named(reference, "y"));
            NDArray v = named(reference, "v");
            assertClose("jvp", v.sub(network.jvp(x, null, v)), named(reference, "jvp"));
            NDArray w = named(reference, "w");
            assertClose("vjp", w.sub(network.vjp(x, null, w)), named(reference, "vjp"));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 294.183, 0.2492", "30, 156.266, 0.1689"})
    void program_dncnnBiasFree_givesTheAuthorsJacobian(int noise, double trace, double asymmetry)
            throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network = network("dncnn_bias_free_0-100.pt")) {
            NDArray noisy = decode(manager, "reference/noisy_im_" + noise + ".npy").get(0);
            NDArray denoised = decode(manager, "reference/im_denoised_" + noise + ".npy").get(0);
            NDArray expected = decode(manager, "reference/Jacobian_" + noise + ".npy").get(0);
            NDArray x = noisy.toType(DataType.FLOAT32, false).reshape(1, 1, SIDE, SIDE);

            NDArray y = x.sub(network.evaluate(x, null)).reshape(denoised.getShape());
            assertClose("denoised", y, denoised.toType(DataType.FLOAT32, false));

            NDArray jacobian = jacobian(manager, network, x);
            NDArray matrix = expected.toType(DataType.FLOAT32, false).reshape(PIXELS, PIXELS);
            NDArray difference = jacobian.sub(matrix).abs();
            double beyond = difference.gt(KINK).toType(DataType.FLOAT64, false).sum().getDouble();
            assertThat(beyond / (PIXELS * PIXELS))
                    .as("share of entries beside kinks")
                    .isLessThanOrEqualTo(KINK_SHARE);
            assertThat(difference.max().getFloat())
                    .as("entries of the Jacobian")
                    .isLessThanOrEqualTo((float) LARGEST_KINK);
            assertThat(norm(difference) / norm(matrix))
                    .as("Frobenius norm")
                    .isLessThanOrEqualTo(FROBENIUS);
            NDArray skew = jacobian.sub(jacobian.transpose(1, 0));
            assertThat(Math.abs(norm(skew) / norm(jacobian) - asymmetry))
                    .as("asymmetry")
                    .isLessThanOrEqualTo(ASYMMETRY);
            double found =
                    PIXELS
                            - jacobian.mul(manager.eye(PIXELS))
                                    .toType(DataType.FLOAT64, false)
                                    .sum()
                                    .getDouble();
            assertThat(Math.abs(found / trace - 1)).as("trace").isLessThanOrEqualTo(TRACE);
        }
    }

    /** Columns by Jacobian products with the basis, some at a time. */
    private static NDArray jacobian(NDManager manager, Network network, NDArray x) {
        NDArray basis = manager.eye(PIXELS).reshape(PIXELS, 1, 1, SIDE, SIDE);
        NDList columns = new NDList();
        for (int i = 0; i < PIXELS; i += CHUNK) {
            NDArray some = basis.get(new NDIndex(i + ":" + (i + CHUNK)));
            columns.add(network.jvp(x, null, some).reshape(CHUNK, PIXELS));
        }
        return NDArrays.concat(columns).transpose(1, 0);
    }

    private static double norm(NDArray matrix) {
        return Math.sqrt(matrix.toType(DataType.FLOAT64, false).square().sum().getDouble());
    }

    private Network network(String file) throws IOException {
        Card card =
                Card.parse(
                        """
                        {"architecture": "DnCNN", "stateDict": "model[0]",
                         "data": {"shape": [1, 30, 30], "range": [0, 1]}}
                        """,
                        "card");
        var checkpoint = CheckpointReader.read(SharedFolder.require(FOLDER + file), card);
        Architectures known = Architectures.load(DnCnn.class.getClassLoader());
        NetworkProgram program = known.program(checkpoint);
        Path target = folder.resolve("model.pt");
        CompiledProgram.write(program, DType.F32, target);
        return TorchScriptNetwork.load(
                target,
                NetworkSignature.blind(new Shape(1, SIDE, SIDE)),
                NetworkOptions.defaults());
    }

    private static NDList decode(NDManager manager, String file) throws IOException {
        try (InputStream in = Files.newInputStream(SharedFolder.require(FOLDER + file))) {
            return NDList.decode(manager, in);
        }
    }

    private static NDArray named(NDList list, String name) {
        NDArray found = list.get(name).duplicate();
        found.setName(null);
        return found;
    }

    private static void assertClose(String what, NDArray found, NDArray expected) {
        assertThat(found.getShape()).as(what).isEqualTo(expected.getShape());
        float difference = found.sub(expected).abs().max().getFloat();
        float largest = expected.abs().max().getFloat();
        assertThat(difference / largest).as(what).isLessThanOrEqualTo((float) RELATIVE);
    }
}
