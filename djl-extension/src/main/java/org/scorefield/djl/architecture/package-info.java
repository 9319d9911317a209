// SPDX-License-Identifier: Apache-2.0
/**
 * Network architectures: a configuration and a state dict to a tensor program. Layer 4: may use
 * program and checkpoint.
 *
 * <p>An {@link org.scorefield.djl.architecture.Architecture} is one class, found by {@link
 * java.util.ServiceLoader}; {@link org.scorefield.djl.architecture.Architectures} chooses the one
 * that a checkpoint needs and checks its parameters against the file:
 *
 * <pre>{@code
 * Checkpoint checkpoint = CheckpointReader.read(path);
 * NetworkProgram network = Architectures.load(loader).program(checkpoint);
 * TorchScriptWriter.write(network.graph(), network.weights(), options, target);
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.architecture;

import org.jspecify.annotations.NullMarked;
