// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Value;

/**
 * What every block of one network receives.
 *
 * @param layers the builder
 * @param weights the checkpoint, which tells old names from new
 * @param layersPerBlock resnets of a down block
 * @param timing the activated embedding, [width]
 */
record UNetScope(UNetLayers layers, StateDict weights, int layersPerBlock, Value timing) {}
