// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints trained for Scorefield, with held-out reference data, registered with DJL's model
 * zoo.
 */
@NullMarked
package org.scorefield.zoo;

import org.jspecify.annotations.NullMarked;
