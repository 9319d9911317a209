// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.architecture.Sinusoid.Order;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/**
 * A multilayer perceptron: linear layers with an activation between them, on the sample's numbers
 * in row-major order followed by the embedding of the time.
 *
 * <p>Keys: {@code net.N.weight} and {@code net.N.bias}, or with {@code layers}, {@code model} or
 * {@code mlp} in place of {@code net}; N leaves gaps for the activations or not. Widths and depth
 * follow from the shapes. Layers {@code time_embed.N.weight}, with the activation between them,
 * change the embedding of the time before it is joined.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code activation}: silu (the default), relu, gelu, gelu_tanh, tanh, mish or softplus;
 *   <li>{@code time_embedding}: none, concatenated (the time itself) or sinusoidal; the default
 *       follows from the width that the first layer leaves for it: 0, 1 or more;
 *   <li>{@code time_embedding_dim}: length of the sinusoid; the default is that width;
 *   <li>{@code max_period}, {@code freq_shift}, {@code flip_sin_to_cos}: as in {@link Sinusoid}, by
 *       default 10000, 0 and false (sines first).
 * </ul>
 */
public final class Mlp implements Architecture {

    private static final List<String> PREFIXES = List.of("net", "layers", "model", "mlp");
    private static final String TIME = "time_embed";
    private static final Set<String> OPTIONS =
            Set.of(
                    "activation",
                    "time_embedding",
                    "time_embedding_dim",
                    "max_period",
                    "freq_shift",
                    "flip_sin_to_cos");

    private enum Activation {
        SILU,
        RELU,
        GELU,
        GELU_TANH,
        TANH,
        MISH,
        SOFTPLUS;

        Value of(GraphBuilder g, Value x) {
            return switch (this) {
                case SILU -> g.silu(x);
                case RELU -> g.relu(x);
                case GELU -> g.gelu(x);
                case GELU_TANH -> g.geluTanh(x);
                case TANH -> g.tanh(x);
                case MISH -> g.mish(x);
                case SOFTPLUS -> g.softplus(x);
            };
        }
    }

    private enum Time {
        NONE,
        CONCATENATED,
        SINUSOIDAL
    }

    @Override
    public String name() {
        return "MLP";
    }

    @Override
    public Match match(StateDict weights) {
        return PREFIXES.stream()
                .filter(p -> NumberedLayers.of(weights, p).startWithRank(weights, 2))
                .map(
                        p ->
                                Match.ofKeys(
                                        weights.names(),
                                        List.of(p + ".*.weight"),
                                        List.of(
                                                p + ".*.bias",
                                                TIME + ".*.weight",
                                                TIME + ".*.bias")))
                .max(Comparator.comparingDouble(Match::score))
                .orElse(new Match(0, List.of("net.*.weight"), List.of()));
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        Options options = Options.of(source.options(), OPTIONS);
        StateDict weights = source.stateDict();
        Activation activation =
                options.constant("activation", Activation.class).orElse(Activation.SILU);
        NumberedLayers layers =
                PREFIXES.stream()
                        .map(p -> NumberedLayers.of(weights, p))
                        .filter(l -> l.startWithRank(weights, 2))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CheckpointException(
                                                "MLP: expected linear layers net.N.weight (or"
                                                        + " layers, model, mlp), found none; name"
                                                        + " another architecture in the card"));

        GraphBuilder g = new GraphBuilder();
        Layers linear = new Layers(g, weights, activation);
        Value u = g.input("u", source.dataShape());
        Value h = g.reshape(u, Arrays.stream(source.dataShape()).reduce(1, Math::multiplyExact));
        @Nullable Value time = time(g, options, weights, room(layers, weights, h.dim(0)));
        if (time != null) {
            h = g.concat(0, h, linear.of(time, NumberedLayers.of(weights, TIME)));
        }
        return g.build(g.reshape(linear.of(h, layers), source.dataShape()));
    }

    /** How long the time's embedding is, by the shapes: what the layer that takes it leaves. */
    private static long room(NumberedLayers layers, StateDict weights, long data)
            throws CheckpointException {
        NumberedLayers embed = NumberedLayers.of(weights, TIME);
        return embed.keys().isEmpty() ? inputs(weights, layers) - data : inputs(weights, embed);
    }

    private static long inputs(StateDict weights, NumberedLayers layers)
            throws CheckpointException {
        return shape(weights, layers.keys().get(0))[1];
    }

    private static @Nullable Value time(
            GraphBuilder g, Options options, StateDict weights, long room)
            throws CheckpointException {
        Time byShape = room == 0 ? Time.NONE : room == 1 ? Time.CONCATENATED : Time.SINUSOIDAL;
        Time kind = options.constant("time_embedding", Time.class).orElse(byShape);
        int length =
                switch (kind) {
                    case NONE -> 0;
                    case CONCATENATED -> 1;
                    case SINUSOIDAL -> options.positive("time_embedding_dim").orElse((int) room);
                };
        if (room != length) {
            throw new CheckpointException(
                    String.format(
                            "MLP: expected a first layer of the data and %d numbers of the time, found"
                                    + " room for %d; correct time_embedding or data.shape",
                            length, room));
        }
        return switch (kind) {
            case NONE -> null;
            case CONCATENATED -> g.reshape(g.input("t"), 1);
            case SINUSOIDAL -> sinusoid(options, length).of(g, g.input("t"));
        };
    }

    private static Sinusoid sinusoid(Options options, int length) throws CheckpointException {
        return new Sinusoid(
                length,
                options.number("max_period").orElse(10000),
                options.number("freq_shift").orElse(0),
                options.flag("flip_sin_to_cos").orElse(false)
                        ? Order.COSINE_FIRST
                        : Order.SINE_FIRST);
    }

    /** Linear layers with the activation between them, and none after the last. */
    private record Layers(GraphBuilder g, StateDict weights, Activation activation) {

        Value of(Value x, NumberedLayers layers) throws CheckpointException {
            Value h = x;
            for (int i = 0; i < layers.keys().size(); i++) {
                String key = layers.keys().get(i);
                long width = shape(weights, key)[0];
                Value weight = g.parameter(key + ".weight", width, h.dim(0));
                @Nullable Value bias =
                        weights.get(key + ".bias") == null
                                ? null
                                : g.parameter(key + ".bias", width);
                h = g.linear(i == 0 ? h : activation.of(g, h), weight, bias);
            }
            return h;
        }
    }

    private static long[] shape(StateDict weights, String key) throws CheckpointException {
        long[] shape = weights.require(key + ".weight").shape();
        if (shape.length != 2) {
            throw new CheckpointException(
                    String.format(
                            "MLP: %s.weight: expected [out, in], found %s; name another architecture"
                                    + " in the card",
                            key, Arrays.toString(shape)));
        }
        return shape;
    }
}
