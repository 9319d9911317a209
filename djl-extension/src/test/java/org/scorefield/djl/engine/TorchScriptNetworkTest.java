// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.djl.checkpoint.CheckpointException;

/** Foreign TorchScript modules against what PyTorch computed with them. */
class TorchScriptNetworkTest {

    /** Sums of a few dozen products in another order. */
    private static final double ROUNDING = 2e-6;

    private static final double ROUNDING64 = 1e-14;

    /** Central differences in FLOAT32 with a step of 5e-3. */
    private static final double DIFFERENCES = 2e-3;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Fixture.class)
    void products_ofEveryFixture_agreeWithPyTorchOnCallsOneToSix(Fixture fixture)
            throws IOException {
        NDArray x = fixture.reference("x", manager);
        NDArray t = fixture.reference("t", manager);
        NDArray v = fixture.reference("v", manager);
        NDArray w = fixture.reference("w", manager);
        double rounding = fixture == Fixture.TIMED64 ? ROUNDING64 : ROUNDING;
        double product = fixture == Fixture.OPAQUE ? DIFFERENCES : rounding;
        try (Network network = fixture.load()) {
            for (int call = 1; call <= 6; call++) {
                String which = fixture + ", call " + call;
                assertThat(
                                Fixture.relative(
                                        network.evaluate(x, t), fixture.reference("y", manager)))
                        .as(which)
                        .isLessThan(rounding);
                assertThat(
                                Fixture.relative(
                                        network.jvp(x, t, v), fixture.reference("jvp", manager)))
                        .as(which)
                        .isLessThan(product);
                assertThat(
                                Fixture.relative(
                                        network.vjp(x, t, w), fixture.reference("vjp", manager)))
                        .as(which)
                        .isLessThan(product);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fixture.class)
    void products_ofSeveralDirections_areThoseOfEach(Fixture fixture) throws IOException {
        NDArray x = fixture.reference("x", manager);
        NDArray t = fixture.reference("t", manager);
        NDArray v = fixture.reference("v", manager);
        NDArray w = fixture.reference("w", manager);
        NDArray both = NDArrays.stack(new NDList(v, w));
        try (Network network = fixture.load()) {
            NDArray forward = network.jvp(x, t, both);
            NDArray reverse = network.vjp(x, t, both);
            assertThat(forward.get(0)).isEqualTo(network.jvp(x, t, v));
            assertThat(forward.get(1)).isEqualTo(network.jvp(x, t, w));
            assertThat(reverse.get(0)).isEqualTo(network.vjp(x, t, v));
            assertThat(reverse.get(1)).isEqualTo(network.vjp(x, t, w));
        }
    }

    @ParameterizedTest
    @EnumSource(Fixture.class)
    void linearize_isEvaluateAndJvp(Fixture fixture) throws IOException {
        NDArray x = fixture.reference("x", manager);
        NDArray t = fixture.reference("t", manager);
        NDArray v = fixture.reference("v", manager);
        try (Network network = fixture.load()) {
            Linearization both = network.linearize(x, t, v);
            assertThat(both.value()).isEqualTo(network.evaluate(x, t));
            assertThat(both.product()).isEqualTo(network.jvp(x, t, v));
        }
    }

    @Test
    void description_saysHowProductsAreComputed() throws IOException {
        try (Network timed = Fixture.TIMED.load();
                Network opaque = Fixture.OPAQUE.load()) {
            assertThat(timed.description().engine()).startsWith("PyTorch 2.");
            assertThat(timed.description().jvp()).isEqualTo(JacobianMethod.AUTOGRAD);
            assertThat(timed.description().notes()).isEmpty();
            assertThat(opaque.description().jvp()).isEqualTo(JacobianMethod.CENTRAL_DIFFERENCES);
            assertThat(opaque.description().vjp()).isEqualTo(JacobianMethod.CENTRAL_DIFFERENCES);
            assertThat(opaque.description().notes())
                    .singleElement()
                    .asString()
                    .startsWith("Jacobian products by central differences");
        }
    }

    @Test
    void centralDifferences_inDoublePrecision_agreeWithAutogradToNineDigits() throws IOException {
        Fixture fixture = Fixture.TIMED64;
        NetworkOptions options = fixture.options().withJacobian(JacobianMethod.CENTRAL_DIFFERENCES);
        NDArray x = fixture.reference("x", manager);
        NDArray t = fixture.reference("t", manager);
        try (Network network =
                TorchScriptNetwork.load(fixture.file(), fixture.signature(), options)) {
            NDArray v = fixture.reference("v", manager);
            NDArray zero = v.mul(0);
            assertThat(Fixture.relative(network.jvp(x, t, v), fixture.reference("jvp", manager)))
                    .isLessThan(1e-9);
            assertThat(
                            Fixture.relative(
                                    network.vjp(x, t, fixture.reference("w", manager)),
                                    fixture.reference("vjp", manager)))
                    .isLessThan(1e-9);
            assertThat(network.jvp(x, t, zero)).isEqualTo(zero);
        }
    }

    @Test
    void calls_leaveArgumentsAndThreadAsTheyWere() throws IOException {
        NDArray x = Fixture.TIMED.reference("x", manager);
        NDArray t = Fixture.TIMED.reference("t", manager);
        NDArray v = Fixture.TIMED.reference("v", manager);
        x.setName("a.name.that[] DJL would interpret()");
        NDArray before = x.duplicate();
        boolean mode = JniUtils.isGradMode();
        try (Network network = Fixture.TIMED.load()) {
            network.evaluate(x, t);
            network.jvp(x, t, v);
            network.vjp(x, t, v);
        }
        assertThat(x).isEqualTo(before);
        assertThat(x.hasGradient()).isFalse();
        assertThat(JniUtils.isGradMode()).isEqualTo(mode);
    }

    @Test
    void results_belongToTheManagerOfX() throws IOException {
        try (Network network = Fixture.BLIND.load()) {
            NDArray outside = Fixture.BLIND.reference("x", manager);
            NDArray result;
            int before = manager.getManagedArrays().size();
            try (NDManager step = manager.newSubManager()) {
                NDArray x = outside.duplicate();
                x.attach(step);
                result = network.vjp(x, null, x);
                assertThat(result.getManager()).isSameAs(step);
                assertThat(step.getManagedArrays()).hasSize(2);
            }
            assertThat(result.isReleased()).isTrue();
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void results_areOrdinaryArraysThatMayBeChanged() throws IOException {
        try (Network network = Fixture.BLIND.load()) {
            NDArray x = Fixture.BLIND.reference("x", manager);
            NDArray y = network.evaluate(x, null);
            NDArray expected = y.add(1);
            y.addi(1);
            assertThat(y).isEqualTo(expected);
            assertThat(y.hasGradient()).isFalse();
            assertThat(network.vjp(y, null, y).getShape()).isEqualTo(x.getShape());
        }
    }

    @Test
    void vjp_ofArraysMadeInInferenceMode_works() throws Exception {
        Fixture fixture = Fixture.TIMED;
        try (Network network = fixture.load();
                var plain = ai.djl.Model.newInstance("plain", "PyTorch")) {
            plain.load(fixture.file());
            NDArray x = fixture.reference("x", manager);
            NDArray t = fixture.reference("t", manager);
            try (var predictor = plain.newPredictor(new ai.djl.translate.NoopTranslator())) {
                NDArray inference = predictor.predict(new NDList(x, t)).get(0);
                NDArray copy = inference.duplicate();
                assertThat(network.vjp(inference, t, inference))
                        .isEqualTo(network.vjp(copy, t, copy));
                assertThat(network.jvp(inference, t, inference))
                        .isEqualTo(network.jvp(copy, t, copy));
            }
        }
    }

    @Test
    void evaluate_ofWrongArguments_saysWhatWasExpected() throws IOException {
        try (Network network = Fixture.TIMED.load()) {
            NDArray x = Fixture.TIMED.reference("x", manager);
            NDArray t = Fixture.TIMED.reference("t", manager);
            assertThatThrownBy(() -> network.evaluate(x.reshape(2, 16), t))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("x: expected shape [batch, 1, 4, 4] with batch >= 1,")
                    .hasMessageContaining("found (2, 16)");
            assertThatThrownBy(() -> network.evaluate(x, null))
                    .hasMessageStartingWith("time: expected an array of shape [2], found none");
            assertThatThrownBy(() -> network.evaluate(x, t.expandDims(0)))
                    .hasMessageStartingWith("time: expected shape [2], found (1, 2)");
            assertThatThrownBy(() -> network.evaluate(x.toType(DataType.FLOAT64, false), t))
                    .hasMessageStartingWith("x: expected data type float32, found float64");
            assertThatThrownBy(() -> network.evaluate(x.div(0), t))
                    .hasMessageStartingWith("x: expected finite entries, found an infinity");
            assertThatThrownBy(() -> network.evaluate(x.sub(x).div(0), t))
                    .hasMessageStartingWith("x: expected finite entries, found NaN");
            assertThatThrownBy(() -> network.evaluate(x, t.div(0)))
                    .hasMessageStartingWith("time: expected finite entries");
            assertThatThrownBy(() -> network.jvp(x, t, x.get(0)))
                    .hasMessageStartingWith("v: expected the shape of x, (2, 1, 4, 4), or k of");
            assertThatThrownBy(() -> network.vjp(x, t, x.get("0:1")))
                    .hasMessageStartingWith("w: expected the shape of x");
            assertThatThrownBy(() -> network.evaluate(manager.zeros(new Shape(0, 1, 4, 4)), t))
                    .hasMessageContaining("batch >= 1");
        }
    }

    @Test
    void load_ofSomethingElse_saysWhatWasExpected(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("not-a-module.pt");
        Files.writeString(file, "not a module");
        NetworkSignature signature = NetworkSignature.blind(Fixture.SAMPLE);
        assertThatThrownBy(
                        () -> TorchScriptNetwork.load(file, signature, NetworkOptions.defaults()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a TorchScript module");
        assertThatThrownBy(
                        () ->
                                TorchScriptNetwork.load(
                                        Fixture.TIMED64.file(),
                                        Fixture.TIMED64.signature(),
                                        NetworkOptions.defaults()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected weights of type float32, found float64 in ");
        assertThatThrownBy(
                        () ->
                                TorchScriptNetwork.load(
                                        Fixture.TIMED.file(),
                                        Fixture.TIMED.signature(),
                                        NetworkOptions.defaults()
                                                .withJacobian(JacobianMethod.TANGENT_PROGRAM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a module with a method jvp for TANGENT_PROGRAM");
    }

    @Test
    void load_ofAModuleThatTakesSomethingElse_saysWhatTheCardSaid() {
        NetworkSignature blind = NetworkSignature.blind(Fixture.SAMPLE);
        assertThatThrownBy(
                        () ->
                                TorchScriptNetwork.load(
                                        Fixture.TIMED.file(), blind, NetworkOptions.defaults()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a module of a state of shape [batch, (1, 4, 4)],")
                .hasMessageEndingWith("; correct data, time or inputs in the card");
        NetworkSignature wide = NetworkSignature.timed(new Shape(3, 4, 4));
        assertThatThrownBy(
                        () ->
                                TorchScriptNetwork.load(
                                        Fixture.TIMED.file(), wide, NetworkOptions.defaults()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "expected a module of a state of shape [batch, (3, 4, 4)], a");
    }
}
