// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.Arrays;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/** The embedding of time and class label that every resnet receives. */
record TimeEmbedding(EmbeddingConfig config) {

    /**
     * Adds the inputs t and, with a class embedding, label to the graph, and their embedding.
     *
     * @param layers the builder
     * @param t the time, one number a sample
     * @return the embedding, [width], not activated
     */
    Value apply(UNetLayers layers, Value t) {
        GraphBuilder g = layers.graph();
        Value embedding = twoLayers(layers, "time_embedding", projected(g, t));
        return switch (config.classes()) {
            case NONE -> embedding;
            case TABLE -> g.add(embedding, tableRow(g));
            case TIMESTEP ->
                    g.add(
                            embedding,
                            twoLayers(layers, "class_embedding", projected(g, g.input("label"))));
            case IDENTITY -> g.add(embedding, g.input("label", config.width()));
        };
    }

    private Value tableRow(GraphBuilder g) {
        Value table =
                g.parameter(
                        "class_embedding.weight", config.tableLength().classes(), config.width());
        return g.embedding(g.inputIndex("label"), table);
    }

    private Value twoLayers(UNetLayers layers, String key, Value projected) {
        Value h = layers.linear(key + ".linear_1", projected, config.width());
        return layers.linear(key + ".linear_2", layers.graph().silu(h), config.width());
    }

    private Value projected(GraphBuilder g, Value t) {
        return switch (config.time()) {
            case POSITIONAL -> config.sinusoid().orElseThrow().of(g, t);
            case FOURIER -> fourier(g, t);
            case LEARNED -> learned(g, t);
        };
    }

    /** [sin(2 pi w ln t), cos(2 pi w ln t)], w of the checkpoint. */
    private Value fourier(GraphBuilder g, Value t) {
        Value weight = g.parameter("time_proj.weight", config.channels());
        Value angle = g.mul(g.mul(g.reshape(g.log(t), 1), weight), 2 * Math.PI);
        return g.concat(0, g.sin(angle), g.cos(angle));
    }

    /** Row t of a table; between whole numbers, the rows interpolated linearly. */
    private Value learned(GraphBuilder g, Value t) {
        int rows = config.tableLength().times();
        Value table = g.parameter("time_proj.weight", rows, config.channels());
        double[] numbers = new double[rows];
        Arrays.setAll(numbers, i -> i);
        Value distance = g.abs(g.sub(g.reshape(t, 1), g.constant(numbers, rows)));
        Value hats = g.relu(g.affine(distance, -1, 1));
        return g.reshape(g.matmul(g.reshape(hats, 1, rows), table), config.channels());
    }
}
