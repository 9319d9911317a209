// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import org.jspecify.annotations.Nullable;

/**
 * What batch normalisation in evaluation mode needs: y = (x - mean) / sqrt(variance + eps) weight +
 * bias, a number a channel.
 */
public record BatchNorm(
        Value mean, Value variance, @Nullable Value weight, @Nullable Value bias, double eps) {}
