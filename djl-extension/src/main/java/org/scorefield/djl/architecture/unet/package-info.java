// SPDX-License-Identifier: Apache-2.0
/**
 * The UNet of diffusers ({@code UNet2DModel}): one small class a part, each with the checkpoint's
 * key names where the part is built. Layer 4.
 *
 * <p>Written from the behaviour of diffusers 0.42 and compared with it in {@code
 * UNet2DModelParityTest}.
 */
@NullMarked
package org.scorefield.djl.architecture.unet;

import org.jspecify.annotations.NullMarked;
