// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.engine.Fixture;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.schedule.NoiseSchedule;

class DiffusionModelTest {

    private static final long SEED = 17;

    /** A few roundings of double precision, divided by alpha or sigma of at least 0.02. */
    private static final double ROUNDING = 1e-13;

    private static final Architectures ARCHITECTURES =
            Architectures.load(DiffusionModelTest.class.getClassLoader());

    @TempDir static Path cache;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.3, 0.77, 0.98})
    void quantities_obeyTheirDefinitions(double t) throws IOException {
        try (DiffusionModel model = timed(DataType.FLOAT64)) {
            NDArray x = states(4, DataType.FLOAT64);
            NoiseSchedule schedule = model.parameterization().schedule();
            NDArray x0 = model.denoiser(x, t);
            NDArray eps = model.epsilon(x, t);
            assertThat(
                            Fixture.relative(
                                    x0.mul(schedule.alpha(t)).add(eps.mul(schedule.sigma(t))), x))
                    .as("x = alpha x0 + sigma eps")
                    .isLessThan(ROUNDING);
            assertThat(Fixture.relative(model.score(x, t), eps.div(-schedule.sigma(t))))
                    .as("score = -eps / sigma")
                    .isLessThan(ROUNDING);
            assertThat(
                            Fixture.relative(
                                    model.velocity(x, t),
                                    x0.mul(schedule.alphaDot(t))
                                            .add(eps.mul(schedule.sigmaDot(t)))))
                    .as("velocity = alpha' x0 + sigma' eps")
                    .isLessThan(ROUNDING);
            assertThat(
                            Fixture.relative(
                                    model.evaluate(Quantity.NOISE, x, t),
                                    eps.mul(schedule.sigma(t))))
                    .as("noise = sigma eps")
                    .isLessThan(ROUNDING);
            assertThat(model.evaluate(Quantity.OUTPUT, x, t))
                    .as("this network predicts epsilon")
                    .isEqualTo(eps);
        }
    }

    @Test
    void evaluate_atOneTimeASample_isEvaluateAtEach() throws IOException {
        try (DiffusionModel model = timed(DataType.FLOAT64)) {
            NDArray x = states(3, DataType.FLOAT64);
            double[] times = {0.1, 0.5, 0.9};
            NDArray together = model.score(x, manager.create(times));
            for (int i = 0; i < times.length; i++) {
                String rows = i + ":" + (i + 1);
                assertThat(Fixture.relative(together.get(rows), model.score(x.get(rows), times[i])))
                        .isLessThan(ROUNDING);
            }
            assertThat(model.score(x, manager.create(0.5))).isEqualTo(model.score(x, 0.5));
        }
    }

    @Test
    void evaluate_inSinglePrecision_isCloseToDouble() throws IOException {
        try (DiffusionModel single = timed(DataType.FLOAT32);
                DiffusionModel wide = timed(DataType.FLOAT64)) {
            NDArray x = states(5, DataType.FLOAT64);
            NDArray narrow = single.score(x.toType(DataType.FLOAT32, false), 0.4);
            assertThat(Fixture.relative(narrow, wide.score(x, 0.4))).isLessThan(1e-5);
        }
    }

    @Test
    void evaluate_whereAQuantityDoesNotExist_saysWhy() throws IOException {
        try (DiffusionModel model = timed(DataType.FLOAT64)) {
            NDArray x = states(2, DataType.FLOAT64);
            assertThatThrownBy(() -> model.score(x, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("use a larger t");
            assertThatThrownBy(() -> model.denoiser(x, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("use a t away from the end of the schedule");
            assertThatThrownBy(() -> model.epsilon(x, 1.5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("t: expected a number in [0, 1]");
            assertThatThrownBy(() -> model.epsilon(x, manager.create(new double[] {0, 0.5, 1})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("t: expected one time, or one for each of 2 samples");
            assertThatThrownBy(() -> model.epsilon(x, manager.create(new int[] {0, 1})))
                    .hasMessageStartingWith("t: expected FLOAT32 or FLOAT64 numbers");
            assertThatThrownBy(() -> model.frozen(Quantity.SCORE, 0))
                    .hasMessageContaining("use a larger t");
            assertThatThrownBy(() -> model.blind(Quantity.OUTPUT))
                    .hasMessageStartingWith("model: expected a network that takes no time");
        }
    }

    @Test
    void blind_offersOnlyWhatFollowsWithoutTheNoiseLevel() throws IOException {
        try (DiffusionModel model =
                DiffusionModel.load(
                        TinyModels.blind(SEED), ARCHITECTURES, options(DataType.FLOAT64))) {
            NDArray u = states(3, DataType.FLOAT64);
            NDArray residual = model.blind(Quantity.OUTPUT).evaluate(u);
            assertThat(model.blind(Quantity.NOISE).evaluate(u)).isEqualTo(residual);
            assertThat(
                            Fixture.relative(
                                    model.blind(Quantity.DENOISER).evaluate(u), u.sub(residual)))
                    .isLessThan(ROUNDING);
            assertThatThrownBy(() -> model.blind(Quantity.SCORE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("quantity: expected one that follows")
                    .hasMessageContaining("found score");
            double sigma = model.parameterization().schedule().sigma(0.5);
            assertThat(Fixture.relative(model.score(u, 0.5), residual.div(-sigma * sigma)))
                    .as("a blind model has a score at a given t")
                    .isLessThan(ROUNDING);
        }
    }

    @Test
    void provenance_saysWhereTheModelComesFromAndHowItRuns() throws IOException {
        try (DiffusionModel model = timed(DataType.FLOAT32)) {
            JsonObject json = model.provenance().toJson();
            assertThat(json.get("checkpointSha256").getAsString())
                    .isEqualTo(TinyModels.timed(SEED).sha256());
            assertThat(json.get("container").getAsString()).isEqualTo("safetensors");
            assertThat(json.get("architecture").getAsString()).isEqualTo("MLP");
            assertThat(json.get("engine").getAsString()).startsWith("PyTorch 2.");
            assertThat(json.get("dataType").getAsString()).isEqualTo("float32");
            assertThat(json.get("jvp").getAsString())
                    .isEqualTo(JacobianMethod.TANGENT_PROGRAM.name());
            assertThat(json.get("vjp").getAsString()).isEqualTo(JacobianMethod.AUTOGRAD.name());
            assertThat(json.getAsJsonObject("card").get("prediction").getAsString())
                    .isEqualTo("epsilon");
            assertThat(json.getAsJsonArray("notes").get(0).getAsString())
                    .isEqualTo("A note of the reader.");
        }
    }

    @Test
    void load_ofForeignTorchScript_takesTheCardsWordForIt() throws IOException {
        Card card =
                Card.parse(
                        """
                        {"schedule": {"_class_name": "RectifiedFlow"}, "prediction": "velocity",
                         "time": {"input": "continuous", "direction": "data"},
                         "data": {"shape": [1, 4, 4], "range": [0, 1]}, "inputs": {"label": 2}}
                        """,
                        "card");
        Fixture fixture = Fixture.LABELLED;
        try (DiffusionModel model = DiffusionModel.load(fixture.file(), card)) {
            NDArray x = fixture.reference("x", manager);
            NDArray t = manager.create(new double[] {0.75, 0.25}); // 1 - t is what the net is fed
            assertThat(
                            Fixture.relative(
                                    model.evaluate(Quantity.OUTPUT, x, t),
                                    fixture.reference("y", manager)))
                    .isLessThan(2e-6);
            assertThat(model.provenance().architecture()).isEqualTo("TorchScript");
            assertThat(model.description().jvp()).isEqualTo(JacobianMethod.AUTOGRAD);
            assertThat(model.dataShape()).containsExactly(1, 4, 4);
            assertThat(model.dataRange()).containsExactly(0, 1);
        }
    }

    @Test
    void load_ofAModelDirectory_givesTheSameNumbers(@TempDir Path folder) throws IOException {
        ModelCompiler.compile(TinyModels.timed(SEED), ARCHITECTURES, options(DataType.FLOAT32))
                .copyTo(folder);
        try (DiffusionModel direct = timed(DataType.FLOAT32);
                DiffusionModel model = DiffusionModel.load(folder)) {
            NDArray x = states(4, DataType.FLOAT32);
            assertThat(model.score(x, 0.5)).isEqualTo(direct.score(x, 0.5));
            assertThat(model.provenance()).isEqualTo(direct.provenance());
        }
    }

    @Test
    void linearize_ofSeveralDirections_sharesOneEvaluation() throws IOException {
        try (DiffusionModel model = timed(DataType.FLOAT64)) {
            NDArray x = states(2, DataType.FLOAT64);
            NDArray v = NDArrays.stack(new NDList(x, x.mul(2), x.mul(-1)));
            var both = model.frozen(Quantity.VELOCITY, 0.5).linearize(x, v);
            assertThat(both.value()).isEqualTo(model.velocity(x, 0.5));
            assertThat(Fixture.relative(both.product().get(1), both.product().get(0).mul(2)))
                    .isLessThan(ROUNDING);
        }
    }

    private static DiffusionModel timed(DataType dataType) throws IOException {
        return DiffusionModel.load(TinyModels.timed(SEED), ARCHITECTURES, options(dataType));
    }

    private static NetworkOptions options(DataType dataType) {
        return NetworkOptions.defaults().withDataType(dataType).withCacheDirectory(cache);
    }

    private NDArray states(int batch, DataType dataType) {
        double[] values = new Random(SEED).doubles((long) batch * TinyModels.SIZE, -2, 2).toArray();
        return manager.create(values, new Shape(batch, TinyModels.SIZE)).toType(dataType, false);
    }
}
