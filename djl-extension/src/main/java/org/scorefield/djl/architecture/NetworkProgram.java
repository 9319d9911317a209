// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;

/**
 * A network ready to be written: every parameter of the graph is in the weights, in its shape.
 *
 * @param architecture the name of the architecture that built the graph
 * @param graph the program of one evaluation
 * @param weights the checkpoint's state dict, which may hold ignored names besides the parameters
 */
public record NetworkProgram(String architecture, Graph graph, StateDict weights) {}
