// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;

/**
 * A network's output and a Jacobian product at the same state.
 *
 * @param value the output, {@code [batch, *shape]}
 * @param product {@code J v}, {@code [batch, *shape]} or {@code [k, batch, *shape]}
 */
public record Linearization(NDArray value, NDArray product) {}
