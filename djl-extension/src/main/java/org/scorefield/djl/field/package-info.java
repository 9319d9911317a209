// SPDX-License-Identifier: Apache-2.0
/** Diffusion models and the autonomous vector fields they induce. Layer 6. */
@NullMarked
package org.scorefield.djl.field;

import org.jspecify.annotations.NullMarked;
