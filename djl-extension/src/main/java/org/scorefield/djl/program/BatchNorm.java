// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What batch normalisation in evaluation mode needs: y = (x - mean) / sqrt(variance + eps) weight +
 * bias, a number a channel.
 */
public record BatchNorm(
        Value mean, Value variance, @Nullable Value weight, @Nullable Value bias, double eps) {

    /** The affine map of each channel of x [channels, ...]. */
    Value of(GraphBuilder b, Value x) {
        Value scale = b.reciprocal(b.sqrt(b.add(variance, eps)));
        if (weight != null) {
            scale = b.mul(scale, weight);
        }
        Value shift = b.neg(b.mul(mean, scale));
        if (bias != null) {
            shift = b.add(shift, bias);
        }
        long[] perChannel = new long[x.rank()];
        Arrays.fill(perChannel, 1);
        perChannel[0] = x.dim(0);
        return b.add(b.mul(x, b.reshape(scale, perChannel)), b.reshape(shift, perChannel));
    }
}
