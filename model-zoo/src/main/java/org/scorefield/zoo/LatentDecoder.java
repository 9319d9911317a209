// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * Images of latents: the decoder of an autoencoder, a TorchScript file that DJL runs as it is.
 *
 * <pre>{@code
 * try (LatentDecoder decoder = LatentDecoder.load(Zoo.entry("fashion-mnist-latent"))) {
 *     NDArray images = decoder.decode(latents);
 * }
 * }</pre>
 *
 * <p>Not for several threads at once.
 */
public final class LatentDecoder implements AutoCloseable {

    private static final String FILE = "decoder.pt";

    private final ZooModel<NDList, NDList> model;
    private final Predictor<NDList, NDList> predictor;

    private LatentDecoder(ZooModel<NDList, NDList> model) {
        this.model = model;
        this.predictor = model.newPredictor();
    }

    /**
     * Unpacks and loads the decoder of an entry, on the processor.
     *
     * @param entry an entry of latents, which has a file decoder.pt
     * @return the decoder, which the caller closes
     * @throws IllegalArgumentException if the entry has no decoder
     * @throws CheckpointException if a file is missing, damaged or cannot be run
     * @throws IOException if the folder cannot be written
     */
    public static LatentDecoder load(ZooEntry entry) throws IOException {
        return load(entry.file(FILE));
    }

    /**
     * Loads a decoder on the processor.
     *
     * @param file NAME.pt, TorchScript, from latents {@code [n, d]} to images {@code [n, *shape]},
     *     both FLOAT32
     * @return the decoder, which the caller closes
     * @throws CheckpointException if the file is missing or is no TorchScript
     * @throws IOException if it cannot be read
     */
    public static LatentDecoder load(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        String name = absolute.getName(absolute.getNameCount() - 1).toString();
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine("PyTorch")
                        .optDevice(Device.cpu())
                        .optModelPath(absolute.resolveSibling(""))
                        .optModelName(name.replaceFirst("[.]pt$", ""))
                        .build();
        try {
            return new LatentDecoder(criteria.loadModel());
        } catch (ModelNotFoundException | MalformedModelException | EngineException e) {
            throw new CheckpointException(
                    file
                            + ": expected a TorchScript decoder, found a file that PyTorch does not"
                            + " load; save it with torch.jit.save",
                    e);
        }
    }

    /**
     * Decodes latents.
     *
     * @param latents {@code [n, d]}, FLOAT32 or FLOAT64, in the units of the encoder's means; not
     *     modified
     * @return images, {@code [n, *shape]} FLOAT32, of the zoo's entry {@code [n, 1, 28, 28]} in
     *     [-1, 1]; owned by the manager of {@code latents}
     * @throws IllegalArgumentException if these are no latents of this decoder
     */
    public NDArray decode(NDArray latents) {
        try (NDArray single = latents.toType(DataType.FLOAT32, true)) {
            NDArray images = predictor.predict(new NDList(single)).singletonOrThrow();
            images.attach(latents.getManager());
            return images;
        } catch (TranslateException | EngineException e) {
            throw new IllegalArgumentException(
                    "latents: expected [n, d] with the d numbers that the decoder takes, found "
                            + latents.getShape()
                            + "; give the latents of its own autoencoder",
                    e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
