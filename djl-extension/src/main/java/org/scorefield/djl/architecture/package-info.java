// SPDX-License-Identifier: Apache-2.0
/**
 * Network architectures: a configuration and a state dict to a tensor program. Layer 4: may use
 * program and checkpoint.
 */
@NullMarked
package org.scorefield.djl.architecture;

import org.jspecify.annotations.NullMarked;
