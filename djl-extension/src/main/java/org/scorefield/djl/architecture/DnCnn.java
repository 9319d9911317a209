// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.program.BatchNorm;
import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/**
 * DnCNN, the denoiser of Zhang et al., "Beyond a Gaussian denoiser" (2017): a stack of convolutions
 * with batch normalisation and ReLU; and its bias-free form of Mohan et al., "Robust and
 * interpretable blind image denoising via bias-free convolutional neural networks" (2020).
 *
 * <p>The network is blind to the noise level, and its output is the stack's: the residual x -
 * denoised, in a card {@code "prediction": "noise"}. Three layouts of keys are known:
 *
 * <ul>
 *   <li>{@code first_layer.weight}, {@code hidden_layer_list.N.weight}, {@code
 *       bn_layer_list.N.weight}, {@code last_layer.weight}, each convolution with or without bias;
 *   <li>{@code dncnn.N.weight}: convolutions and batch normalisations numbered in one sequence;
 *   <li>{@code model.N.weight}: the same, usually with the normalisations merged.
 * </ul>
 *
 * <p>Option {@code normalization}: {@code batch}, or {@code scale}, the bias-free form, which
 * multiplies by weight / (sqrt(running_var) + 1e-5) and neither subtracts a mean nor adds a shift.
 * The default is scale where {@code first_layer.bias} is absent, else batch.
 */
public final class DnCnn implements Architecture {

    private static final double EPSILON = 1e-5;
    private static final List<String> SEQUENCES = List.of("dncnn", "model");

    /** The forms of normalisation. */
    private enum Normalization {
        BATCH,
        SCALE
    }

    @Override
    public String name() {
        return "DnCNN";
    }

    @Override
    public Match match(StateDict weights) {
        Match listed =
                Match.ofKeys(
                        weights.names(),
                        List.of(
                                "first_layer.weight",
                                "hidden_layer_list.*.weight",
                                "bn_layer_list.*.weight",
                                "bn_layer_list.*.running_var",
                                "last_layer.weight"),
                        List.of(
                                "first_layer.bias",
                                "hidden_layer_list.*.bias",
                                "bn_layer_list.*.bias",
                                "bn_layer_list.*.running_mean",
                                "bn_layer_list.*.num_batches_tracked",
                                "last_layer.bias"));
        Stream<Match> numbered =
                SEQUENCES.stream()
                        .filter(s -> NumberedLayers.of(weights, s).startWithRank(weights, 4))
                        .map(s -> matchNumbered(weights, s + ".*."));
        return Stream.concat(Stream.of(listed), numbered)
                .max(Comparator.comparingDouble(Match::score))
                .get();
    }

    private static Match matchNumbered(StateDict weights, String layer) {
        return Match.ofKeys(
                weights.names(),
                List.of(layer + "weight"),
                Stream.of("bias", "running_mean", "running_var", "num_batches_tracked")
                        .map(part -> layer + part)
                        .toList());
    }

    @Override
    public boolean ignores(String name) {
        return name.endsWith(".num_batches_tracked")
                || name.startsWith("bn_layer_list.")
                        && (name.endsWith(".bias") || name.endsWith(".running_mean"));
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        Options options = Options.of(source.options(), Set.of("normalization"));
        Optional<Normalization> given = options.constant("normalization", Normalization.class);
        StateDict weights = source.stateDict();
        GraphBuilder g = new GraphBuilder();
        Value x = g.input("u", source.dataShape());
        for (String sequence : SEQUENCES) {
            NumberedLayers layers = NumberedLayers.of(weights, sequence);
            if (layers.startWithRank(weights, 4)) {
                return g.build(numbered(g, x, layers, weights));
            }
        }
        Normalization byKeys =
                weights.get("first_layer.bias") == null ? Normalization.SCALE : Normalization.BATCH;
        return g.build(listed(g, x, weights, given.orElse(byKeys)));
    }

    private static Value listed(
            GraphBuilder g, Value x, StateDict weights, Normalization normalization)
            throws CheckpointException {
        Value h = g.relu(convolution(g, x, "first_layer", weights));
        NumberedLayers hidden = NumberedLayers.of(weights, "hidden_layer_list");
        for (String key : hidden.keys()) {
            h = convolution(g, h, key, weights);
            String norm = key.replace("hidden_layer_list", "bn_layer_list");
            h =
                    normalization == Normalization.BATCH
                            ? batchNormalized(g, h, norm)
                            : scaled(g, h, norm);
            h = g.relu(h);
        }
        return convolution(g, h, "last_layer", weights);
    }

    /** Every convolution but the last is followed by its normalisation, if any, and ReLU. */
    private static Value numbered(GraphBuilder g, Value x, NumberedLayers layers, StateDict weights)
            throws CheckpointException {
        Value h = x;
        String first = layers.keys().get(0);
        for (String key : layers.keys()) {
            boolean isConvolution = weights.require(key + ".weight").shape().length == 4;
            if (!isConvolution) {
                h = batchNormalized(g, h, key);
            } else {
                h = convolution(g, key.equals(first) ? h : g.relu(h), key, weights);
            }
        }
        return h;
    }

    private static Value convolution(GraphBuilder g, Value x, String key, StateDict weights)
            throws CheckpointException {
        Tensor weight = weights.require(key + ".weight");
        long[] shape = weight.shape();
        if (shape.length != 4 || shape[2] != shape[3] || shape[2] % 2 == 0) {
            throw new CheckpointException(
                    String.format(
                            "%s.weight: expected the weight of a square convolution of odd size,"
                                    + " found shape %s; name another architecture in the card",
                            key, Arrays.toString(shape)));
        }
        @Nullable Value bias =
                weights.get(key + ".bias") == null ? null : g.parameter(key + ".bias", shape[0]);
        int padding = Math.toIntExact(shape[2] / 2);
        return g.conv2d(
                x,
                g.parameter(key + ".weight", shape[0], x.dim(0), shape[2], shape[3]),
                bias,
                Conv2d.PLAIN.withPadding(padding));
    }

    private static Value batchNormalized(GraphBuilder g, Value x, String key) {
        long channels = x.dim(0);
        return g.batchNorm(
                x,
                new BatchNorm(
                        g.parameter(key + ".running_mean", channels),
                        g.parameter(key + ".running_var", channels),
                        g.parameter(key + ".weight", channels),
                        g.parameter(key + ".bias", channels),
                        EPSILON));
    }

    /** The epsilon stands outside the root. */
    private static Value scaled(GraphBuilder g, Value x, String key) {
        long channels = x.dim(0);
        Value deviation = g.add(g.sqrt(g.parameter(key + ".running_var", channels)), EPSILON);
        Value scale = g.div(g.parameter(key + ".weight", channels), deviation);
        return g.mul(x, g.reshape(scale, channels, 1, 1));
    }
}
