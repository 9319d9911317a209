// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.NetworkOptions;

/**
 * A perceptron of random weights on 4 by 4 images, with its card and reference images, made for a
 * test.
 *
 * @param weights a safetensors file
 * @param card a card
 * @param reference images, idx
 */
public record SmallCheckpoint(Path weights, Path card, Path reference) {

    static final int PIXELS = 16;
    static final int HIDDEN = 24;
    static final int PARAMETERS = HIDDEN * (PIXELS + 1) + HIDDEN + PIXELS * HIDDEN + PIXELS;

    private static final int IMAGES = 200;
    private static final long SEED = 20_260_101;

    private static final String HEADER =
            """
            {"net.0.weight": {"dtype": "F32", "shape": [24, 17], "data_offsets": [0, 1632]},
             "net.0.bias": {"dtype": "F32", "shape": [24], "data_offsets": [1632, 1728]},
             "net.2.weight": {"dtype": "F32", "shape": [16, 24], "data_offsets": [1728, 3264]},
             "net.2.bias": {"dtype": "F32", "shape": [16], "data_offsets": [3264, 3328]},
             "__metadata__": {"format": "pt"}}
            """;

    private static final String CARD =
            """
            {"architecture": "MLP",
             "schedule": {"_class_name": "DDPMScheduler", "num_train_timesteps": 100,
                          "beta_start": 0.0001, "beta_end": 0.1},
             "time": {"input": "continuous"},
             "data": {"shape": [1, 4, 4], "range": [-1, 1]}}
            """;

    /**
     * Writes the files.
     *
     * @param folder where they go
     * @return their paths
     */
    public static SmallCheckpoint in(Path folder) throws IOException {
        Path weights = folder.resolve("small.safetensors");
        byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length + PARAMETERS * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header);
        Random random = new Random(SEED);
        for (int i = 0; i < PARAMETERS; i++) {
            file.putFloat((float) (0.2 * random.nextGaussian()));
        }
        Files.write(weights, file.array());
        Path card = Files.writeString(folder.resolve("card.json"), CARD);
        Path reference = folder.resolve("images.idx3-ubyte");
        ByteBuffer images =
                ByteBuffer.allocate(4 * Integer.BYTES + IMAGES * PIXELS)
                        .putInt(0x803)
                        .putInt(IMAGES)
                        .putInt(4)
                        .putInt(4);
        for (int i = 0; i < IMAGES; i++) {
            int brightness = random.nextInt(200);
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                images.put((byte) (brightness + random.nextInt(50)));
            }
        }
        Files.write(reference, images.array());
        return new SmallCheckpoint(weights, card, reference);
    }

    /**
     * Converts the checkpoint.
     *
     * @param directory where the model directory goes
     * @return the directory
     */
    public Path convert(Path directory) throws IOException {
        ModelCompiler.compile(
                        CheckpointReader.read(weights, Card.read(card)),
                        Architectures.load(SmallCheckpoint.class.getClassLoader()),
                        NetworkOptions.defaults())
                .copyTo(directory);
        return directory;
    }
}
