// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.Optional;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.architecture.Sinusoid;
import org.scorefield.djl.architecture.Sinusoid.Order;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * The time and class embedding of a UNet2DModel.
 *
 * @param time how the time enters
 * @param channels channels of the first level, on which the sinusoids depend
 * @param width length of the embedding
 * @param sinusoid the positional embedding, empty with the other kinds
 * @param classes how a class label enters
 * @param tableLength rows of the class table or of the learned time table, else 0
 */
record EmbeddingConfig(
        Time time,
        int channels,
        int width,
        Optional<Sinusoid> sinusoid,
        Classes classes,
        Tables tableLength) {

    private static final double MAX_PERIOD = 10000;

    /** The learned table's rows are numbered by a constant of the program. */
    private static final int MAX_STEPS = 100_000;

    /** The kinds of time embedding. */
    enum Time {
        POSITIONAL,
        FOURIER,
        LEARNED
    }

    /** The kinds of class embedding. */
    enum Classes {
        NONE,
        TABLE,
        TIMESTEP,
        IDENTITY
    }

    /**
     * Rows of the tables.
     *
     * @param classes rows of the class table, 0 without one
     * @param times rows of the learned time table, 0 without one
     */
    record Tables(int classes, int times) {}

    static EmbeddingConfig read(Options options, int channels) throws CheckpointException {
        Time time = options.constant("time_embedding_type", Time.class).orElse(Time.POSITIONAL);
        int width = options.integer("time_embedding_dim").orElse(0);
        if (width < 0) {
            throw Options.refused("time_embedding_dim", "a positive whole number", width);
        }
        int rows = options.positive("num_class_embeds").orElse(0);
        int steps = options.positive("num_train_timesteps").orElse(0);
        if (time == Time.LEARNED && (steps == 0 || steps > MAX_STEPS)) {
            throw Options.refused(
                    "num_train_timesteps",
                    "1 to " + MAX_STEPS + " with time_embedding_type learned",
                    steps == 0 ? "none" : steps);
        }
        Classes classes = classes(options);
        return new EmbeddingConfig(
                time,
                channels,
                width == 0 ? 4 * channels : width,
                time == Time.POSITIONAL
                        ? Optional.of(sinusoid(options, channels))
                        : Optional.empty(),
                classes,
                new Tables(classes == Classes.TABLE ? rows : 0, time == Time.LEARNED ? steps : 0));
    }

    private static Sinusoid sinusoid(Options options, int channels) throws CheckpointException {
        double shift = options.number("freq_shift").orElse(0);
        Order order =
                options.flag("flip_sin_to_cos").orElse(true)
                        ? Order.COSINE_FIRST
                        : Order.SINE_FIRST;
        return new Sinusoid(channels, MAX_PERIOD, shift, order);
    }

    private static Classes classes(Options options) throws CheckpointException {
        String type = options.text("class_embed_type").orElse("");
        return switch (type) {
            case "" ->
                    options.positive("num_class_embeds").isPresent() ? Classes.TABLE : Classes.NONE;
            case "timestep" -> Classes.TIMESTEP;
            case "identity" -> Classes.IDENTITY;
            default ->
                    throw Options.refused("class_embed_type", "null, timestep or identity", type);
        };
    }
}
