// SPDX-License-Identifier: Apache-2.0
/**
 * Typed tensor programs, their tangent transform, and the writer of TorchScript archives. Layer 3:
 * may use checkpoint.
 */
@NullMarked
package org.scorefield.djl.program;

import org.jspecify.annotations.NullMarked;
