// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;

/**
 * Score and denoiser at several levels of each state.
 *
 * @param score grad log p(x), [n, m, D]
 * @param denoiser E[x0 | x], [n, m, D]
 */
public record Moments(NDArray score, NDArray denoiser) {}
