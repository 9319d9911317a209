// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkDescription;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput.Direction;

/**
 * A diffusion model: a network together with its schedule and prediction.
 *
 * <p>States x = alpha(t) x0 + sigma(t) epsilon are {@code [batch, *shape]}, in the model's data
 * type and on its device; t is in [0, 1] with 0 = data and 1 = noise, whatever the checkpoint's own
 * convention. Give t as a {@code double} for all samples, or as an array of shape {@code [batch]}.
 * Arguments are not modified. A result belongs to the manager of {@code x}. A model may be used by
 * any number of threads at once.
 *
 * <pre>{@code
 * try (DiffusionModel model = DiffusionModel.load(checkpoint);
 *         NDManager manager = model.newManager()) {
 *     NDArray x = manager.randomNormal(new Shape(16, 1, 28, 28));
 *     NDArray denoised = model.denoiser(x, 0.5);
 *     NDArray product = model.frozen(Quantity.SCORE, 0.5).jvp(x, x);
 * }
 * }</pre>
 */
public final class DiffusionModel implements AutoCloseable {

    private final Network network;
    private final Parameterization parameterization;
    private final DataSpace data;
    private final ModelProvenance provenance;

    /**
     * A model of parts; most callers use {@code load}.
     *
     * @param network the network, which this model owns
     * @param parameterization what its input and output mean
     * @param data the space of its data
     * @param provenance where it comes from
     */
    public DiffusionModel(
            Network network,
            Parameterization parameterization,
            DataSpace data,
            ModelProvenance provenance) {
        this.network = network;
        this.parameterization = parameterization;
        this.data = data;
        this.provenance = provenance;
    }

    /**
     * Loads a checkpoint that describes itself: a diffusers directory or a model directory.
     *
     * @param path a file or directory
     * @return the model, on the CPU in FLOAT32, to be closed by the caller
     * @throws CheckpointException if it cannot be read, compiled or understood
     * @throws IOException if the cache of compiled models cannot be written
     */
    public static DiffusionModel load(Path path) throws IOException {
        return load(path, NetworkOptions.defaults());
    }

    /**
     * Loads a checkpoint that describes itself.
     *
     * @param path a file or directory
     * @param options where and how to run it
     * @return the model, to be closed by the caller
     * @throws CheckpointException if it cannot be read, compiled or understood
     * @throws IOException if the cache of compiled models cannot be written
     */
    public static DiffusionModel load(Path path, NetworkOptions options) throws IOException {
        return ModelLoading.load(path, Optional.empty(), options);
    }

    /**
     * Loads a checkpoint that a card describes.
     *
     * @param path a file or directory
     * @param card what the file does not say; it wins over what a directory says
     * @return the model, on the CPU in FLOAT32, to be closed by the caller
     * @throws CheckpointException if it cannot be read, compiled or understood
     * @throws IOException if the cache of compiled models cannot be written
     */
    public static DiffusionModel load(Path path, Card card) throws IOException {
        return load(path, card, NetworkOptions.defaults());
    }

    /**
     * Loads a checkpoint that a card describes.
     *
     * @param path a file or directory
     * @param card what the file does not say; it wins over what a directory says
     * @param options where and how to run it
     * @return the model, to be closed by the caller
     * @throws CheckpointException if it cannot be read, compiled or understood
     * @throws IOException if the cache of compiled models cannot be written
     */
    public static DiffusionModel load(Path path, Card card, NetworkOptions options)
            throws IOException {
        return ModelLoading.load(path, Optional.of(card), options);
    }

    /**
     * The model of a checkpoint that was read before.
     *
     * @param checkpoint a checkpoint with a card
     * @param architectures the known architectures, plugins among them
     * @param options where and how to run it
     * @return the model, to be closed by the caller
     * @throws CheckpointException if it cannot be compiled or understood
     * @throws IOException if the cache of compiled models cannot be written
     */
    public static DiffusionModel load(
            Checkpoint checkpoint, Architectures architectures, NetworkOptions options)
            throws IOException {
        return ModelLoading.load(checkpoint, architectures, options);
    }

    /** {@return a new manager on the model's device; the caller closes it} */
    public NDManager newManager() {
        return NDManager.newBaseManager(network.description().device(), "PyTorch");
    }

    /**
     * The expectation of the score, grad log p_t.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t time in [0, 1], 1 = noise
     * @return {@code [batch, *shape]}, in 1 / x, owned by the manager of {@code x}
     * @throws IllegalArgumentException if the score does not exist at t (sigma = 0), or x is not
     *     what the network takes
     */
    public NDArray score(NDArray x, double t) {
        return evaluate(Quantity.SCORE, x, t);
    }

    /**
     * The score with one time a sample; see {@link #score(NDArray, double)}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t times in [0, 1], 1 = noise, {@code [batch]}
     * @return {@code [batch, *shape]}, in 1 / x, owned by the manager of {@code x}
     */
    public NDArray score(NDArray x, NDArray t) {
        return evaluate(Quantity.SCORE, x, t);
    }

    /**
     * The expectation of the data given the state.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t time in [0, 1], 1 = noise
     * @return {@code [batch, *shape]}, in units of the data, owned by the manager of {@code x}
     * @throws IllegalArgumentException if it does not follow from the output at t, or x is not what
     *     the network takes
     */
    public NDArray denoiser(NDArray x, double t) {
        return evaluate(Quantity.DENOISER, x, t);
    }

    /**
     * The denoiser with one time a sample; see {@link #denoiser(NDArray, double)}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t times in [0, 1], 1 = noise, {@code [batch]}
     * @return {@code [batch, *shape]}, in units of the data, owned by the manager of {@code x}
     */
    public NDArray denoiser(NDArray x, NDArray t) {
        return evaluate(Quantity.DENOISER, x, t);
    }

    /**
     * The expectation of the standard normal noise given the state.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t time in [0, 1], 1 = noise
     * @return {@code [batch, *shape]}, without unit, owned by the manager of {@code x}
     * @throws IllegalArgumentException if it does not follow from the output at t, or x is not what
     *     the network takes
     */
    public NDArray epsilon(NDArray x, double t) {
        return evaluate(Quantity.EPSILON, x, t);
    }

    /**
     * Epsilon with one time a sample; see {@link #epsilon(NDArray, double)}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t times in [0, 1], 1 = noise, {@code [batch]}
     * @return {@code [batch, *shape]}, without unit, owned by the manager of {@code x}
     */
    public NDArray epsilon(NDArray x, NDArray t) {
        return evaluate(Quantity.EPSILON, x, t);
    }

    /**
     * The expectation of alpha' x0 + sigma' epsilon given the state: the velocity of the
     * probability flow in this schedule's t.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t time in [0, 1], 1 = noise
     * @return {@code [batch, *shape]}, in x per unit of t, owned by the manager of {@code x}
     * @throws IllegalArgumentException if it does not follow from the output at t, or x is not what
     *     the network takes
     */
    public NDArray velocity(NDArray x, double t) {
        return evaluate(Quantity.VELOCITY, x, t);
    }

    /**
     * The velocity with one time a sample; see {@link #velocity(NDArray, double)}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param t times in [0, 1], 1 = noise, {@code [batch]}
     * @return {@code [batch, *shape]}, in x per unit of t, owned by the manager of {@code x}
     */
    public NDArray velocity(NDArray x, NDArray t) {
        return evaluate(Quantity.VELOCITY, x, t);
    }

    /**
     * Any quantity.
     *
     * @param quantity what to compute
     * @param x states, {@code [batch, *shape]}
     * @param t time in [0, 1], 1 = noise
     * @return {@code [batch, *shape]}, owned by the manager of {@code x}
     * @throws IllegalArgumentException if it does not follow from the output at t, or x is not what
     *     the network takes
     */
    public NDArray evaluate(Quantity quantity, NDArray x, double t) {
        return conditioning(quantity, t).evaluate(network, x);
    }

    /**
     * Any quantity with one time a sample; see {@link #evaluate(Quantity, NDArray, double)}.
     *
     * @param quantity what to compute
     * @param x states, {@code [batch, *shape]}
     * @param t times in [0, 1], 1 = noise, {@code [batch]}
     * @return {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    public NDArray evaluate(Quantity quantity, NDArray x, NDArray t) {
        return conditioning(quantity, Times.of(t)).evaluate(network, x);
    }

    /**
     * The field of a quantity at one time; see {@link FrozenField}.
     *
     * @param quantity what the field is
     * @param t time in [0, 1], 1 = noise, the same for every state
     * @return the field, which uses this model and does not own it
     */
    public FrozenField frozen(Quantity quantity, double t) {
        return new FrozenField(this, quantity, t);
    }

    /**
     * The field of a network that takes no time; see {@link BlindField}.
     *
     * @param quantity what the field is; it must follow from state and output without the noise
     *     level
     * @return the field, which uses this model and does not own it
     */
    public BlindField blind(Quantity quantity) {
        return new BlindField(this, quantity);
    }

    /**
     * The average of a quantity over a noise posterior; see {@link PosteriorMeanField}.
     *
     * @param quantity what is averaged
     * @param posterior p(t | u), the weights of the times
     * @return the field, which uses this model and does not own it
     */
    public PosteriorMeanField posteriorMean(Quantity quantity, NoisePosterior posterior) {
        return new PosteriorMeanField(this, quantity, posterior);
    }

    /**
     * The probability flow with t as a further coordinate; see {@link ExtendedField}.
     *
     * @param direction whether the further coordinate grows towards noise or towards data
     * @return the field of D + 1 coordinates, which uses this model and does not own it
     */
    public ExtendedField extended(Direction direction) {
        return new ExtendedField(this, direction);
    }

    /** {@return the network, in the checkpoint's own convention; owned by this model} */
    public Network network() {
        return network;
    }

    /** {@return what the network's input and output mean} */
    public Parameterization parameterization() {
        return parameterization;
    }

    /** {@return the shape of one sample, without the batch axis} A copy. */
    public long[] dataShape() {
        return data.shape();
    }

    /** {@return {low, high}: the network's values of stored pixels 0 and 255} A copy. */
    public double[] dataRange() {
        return data.range();
    }

    /** {@return the type of the model's arrays} */
    public DataType dataType() {
        return network.description().dataType();
    }

    /** {@return how the network runs} */
    public NetworkDescription description() {
        return network.description();
    }

    /** {@return where the model comes from and how it runs} */
    public ModelProvenance provenance() {
        return provenance;
    }

    /** Closes the network. */
    @Override
    public void close() {
        network.close();
    }

    Conditioning conditioning(Quantity quantity, double... times) {
        return new Conditioning(parameterization, quantity, times);
    }
}
