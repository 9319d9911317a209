// SPDX-License-Identifier: Apache-2.0
/**
 * Typed tensor programs, their tangent transform, and the writer of TorchScript archives. Layer 3:
 * may use checkpoint.
 *
 * <p>{@link org.scorefield.djl.program.GraphBuilder} builds a {@link
 * org.scorefield.djl.program.Graph}; {@link org.scorefield.djl.program.TorchScriptWriter} writes it
 * with its weights. Each operator is one class: its rule of shapes, its TorchScript, its tangents.
 *
 * <pre>{@code
 * GraphBuilder b = new GraphBuilder();
 * Value u = b.input("u", 3);
 * Graph graph = b.build(b.tanh(b.linear(u, b.parameter("weight", 3, 3), b.parameter("bias", 3))));
 * TorchScriptWriter.write(graph, stateDict, WriterOptions.FLOAT32, Path.of("model.pt"));
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.program;

import org.jspecify.annotations.NullMarked;
