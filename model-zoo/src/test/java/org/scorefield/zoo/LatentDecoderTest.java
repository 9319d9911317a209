// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.schedule.NoiseSchedule;

/** The latent model and its decoder give what PyTorch gave when they were exported. */
class LatentDecoderTest {

    private static final int LATENTS = 32;

    /** FLOAT32 outputs of about 1, summed in another order. */
    private static final double TOLERANCE = 1e-5;

    /** Levels of the score's outputs, of train_latent.py. */
    private static final int[] LEVELS = {0, 250, 500, 1000};

    @TempDir Path folder;

    @Test
    void decode_testLatents_isThatOfPyTorch() throws IOException {
        try (LatentDecoder decoder = LatentDecoder.load(entry());
                NDManager manager = NDManager.newBaseManager()) {
            NDArray both = array("fashion-mnist-latent-decoded.npy", manager);
            long n = both.getShape().get(0);
            NDArray latents = both.get(":, :" + LATENTS);
            NDArray expected = both.get(":, " + LATENTS + ":").reshape(n, 1, 28, 28);
            for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
                NDArray images = decoder.decode(latents.toType(type, true));
                assertThat(images.getManager()).isSameAs(manager);
                assertThat(images.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(images.getShape()).isEqualTo(expected.getShape());
                assertThat(images.sub(expected).abs().max().getFloat())
                        .isLessThan((float) TOLERANCE);
            }
        }
    }

    @Test
    void decode_oneByOne_isWhatItIsTogether() throws IOException {
        try (LatentDecoder decoder = LatentDecoder.load(entry());
                NDManager manager = NDManager.newBaseManager()) {
            NDArray latents = array("fashion-mnist-latent-decoded.npy", manager).get(":, :32");
            NDArray together = decoder.decode(latents);
            for (int i = 0; i < latents.getShape().get(0); i++) {
                NDArray alone = decoder.decode(latents.get(i + ":" + (i + 1)));
                assertThat(alone.get(0).sub(together.get(i)).abs().max().getFloat())
                        .as("row %d", i)
                        .isLessThan((float) TOLERANCE);
            }
        }
    }

    @Test
    void decode_otherLatents_isRefused() throws IOException {
        try (LatentDecoder decoder = LatentDecoder.load(entry());
                NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> decoder.decode(manager.zeros(new Shape(2, 7))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("latents: expected [n, d]")
                    .hasMessageContaining("(2, 7)");
        }
    }

    @Test
    void load_entryOrFileWithoutDecoder_isRefused() throws IOException {
        assertThatThrownBy(() -> LatentDecoder.load(Zoo.entry("circles-sample-2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "path: expected a file of circles-sample-2, one of card.json, network.pt,"
                                + " found decoder.pt; correct it");
        Path text = Files.writeString(folder.resolve("decoder.pt"), "no TorchScript");
        assertThatThrownBy(() -> LatentDecoder.load(text))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a TorchScript decoder");
    }

    @Test
    void score_ofTheEntry_isThatOfPyTorchAtItsLevels() throws IOException {
        try (DiffusionModel model = entry().load();
                NDManager manager = model.newManager()) {
            NDArray both = array("fashion-mnist-latent.npy", manager);
            float[] times = new float[LEVELS.length];
            for (int i = 0; i < times.length; i++) {
                times[i] = LEVELS[i] / 1000f;
            }
            NDArray found =
                    model.evaluate(Quantity.OUTPUT, both.get(":, 0"), manager.create(times));
            assertThat(found.sub(both.get(":, 1")).abs().max().getFloat())
                    .isLessThan((float) TOLERANCE);
        }
    }

    @Test
    void schedule_ofTheEntry_isOrnsteinUhlenbeck() throws IOException {
        try (DiffusionModel model = entry().load()) {
            NoiseSchedule schedule = model.parameterization().schedule();
            for (int level : LEVELS) {
                double tau = 10 * Math.pow(1e-4, 1 - level / 1000.0);
                double t = level / 1000.0;
                assertThat(schedule.alpha(t)).isCloseTo(Math.exp(-tau), within(1e-12));
                assertThat(schedule.sigma(t))
                        .isCloseTo(Math.sqrt(-Math.expm1(-2 * tau)), within(1e-12));
            }
        }
    }

    private static ZooEntry entry() {
        return Zoo.entry("fashion-mnist-latent");
    }

    private static NDArray array(String name, NDManager manager) throws IOException {
        try (InputStream in = LatentDecoderTest.class.getResourceAsStream("outputs/" + name)) {
            assertThat(in).as(name).isNotNull();
            return NDList.decode(manager, in).get(0);
        }
    }
}
