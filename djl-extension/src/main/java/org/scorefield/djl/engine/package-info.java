// SPDX-License-Identifier: Apache-2.0
/**
 * Networks that evaluate and differentiate: the only package that touches DJL's PyTorch engine.
 * Layer 5: may use program and architecture, and what they use.
 *
 * <p>{@link org.scorefield.djl.engine.Network} is a network in its checkpoint's own convention;
 * {@link org.scorefield.djl.engine.TorchScriptNetwork} runs one; {@link
 * org.scorefield.djl.engine.ModelCompiler} makes one from a checkpoint, by way of a {@link
 * org.scorefield.djl.engine.ModelDirectory} in a cache.
 *
 * <pre>{@code
 * Checkpoint checkpoint = CheckpointReader.read(path, card);
 * ModelCompiler.Loaded loaded =
 *         ModelCompiler.load(checkpoint, Architectures.load(loader), NetworkOptions.defaults());
 * try (Network network = loaded.network()) {
 *     NDArray product = network.vjp(x, time, w);
 * }
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.engine;

import org.jspecify.annotations.NullMarked;
