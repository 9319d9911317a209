// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;

/**
 * A family of networks: builds the tensor program that a state dict's weights belong to.
 *
 * <p>Implementations have a public constructor without arguments, are stateless, and are named in
 * {@code META-INF/services/org.scorefield.djl.architecture.Architecture} of their jar.
 */
public interface Architecture {

    /**
     * The name that cards and diffusers' {@code _class_name} use.
     *
     * @return a name unique among the architectures on the class path, as {@code UNet2DModel}
     */
    String name();

    /**
     * How well the names of a state dict fit this architecture; reads no weights.
     *
     * @param weights the state dict. Not modified.
     * @return the match, usually made by {@link Match#ofKeys}
     */
    Match match(StateDict weights);

    /**
     * Builds the network.
     *
     * <p>The graph's inputs are {@code u}, one sample of {@link ArchitectureSource#dataShape()};
     * then {@code t}, one number a sample, unless the network is blind to the noise level; then
     * further inputs, as {@code label}. Its output is of the kind that the card's prediction names
     * and, for a field, of the shape of {@code u}. Its parameters carry the names of the state
     * dict.
     *
     * @param source options, state dict and data shape. Not modified.
     * @return the program of one evaluation
     * @throws CheckpointException if the options or the state dict do not describe a network of
     *     this architecture
     */
    Graph build(ArchitectureSource source) throws CheckpointException;

    /**
     * Whether a name of the state dict may stay unused, as a counter or a buffer of the training.
     *
     * @param name a name of the state dict that no parameter of the graph uses
     * @return true where the name is expected although no parameter uses it
     */
    default boolean ignores(String name) {
        return name.endsWith(".num_batches_tracked");
    }
}
