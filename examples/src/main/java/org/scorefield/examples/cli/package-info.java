// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: {@code scorefield}, {@code audit}, {@code inspect}, {@code convert}, {@code
 * zoo}.
 *
 * <p>Commands parse and print. What they do is done by classes of the library, so every option here
 * is an option there: {@link org.scorefield.djl.checkpoint.CheckpointReader} and {@link
 * org.scorefield.djl.architecture.Architectures} behind {@code inspect}, the model directory behind
 * {@code convert}, the audit behind {@code audit} and behind the run without a command.
 *
 * <p>{@link org.scorefield.examples.cli.Main} is the entry point of {@code scorefield.jar}; {@code
 * java -jar scorefield.jar inspect model.safetensors} is an example. This package is the last of
 * the arrows: nothing depends on it.
 */
@NullMarked
package org.scorefield.examples.cli;

import org.jspecify.annotations.NullMarked;
