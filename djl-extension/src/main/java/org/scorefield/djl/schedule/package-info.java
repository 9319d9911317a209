// SPDX-License-Identifier: Apache-2.0
/**
 * Noise schedules and prediction targets: the scalar mathematics of a diffusion model. Layer 1:
 * imports no other package of ours, no engine.
 */
@NullMarked
package org.scorefield.djl.schedule;

import org.jspecify.annotations.NullMarked;
