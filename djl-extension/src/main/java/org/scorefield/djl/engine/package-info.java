// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that touches DJL's PyTorch engine: networks that evaluate and differentiate.
 * Layer 5.
 */
@NullMarked
package org.scorefield.djl.engine;

import org.jspecify.annotations.NullMarked;
