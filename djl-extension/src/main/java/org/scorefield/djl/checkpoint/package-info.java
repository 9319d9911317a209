// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoint files to state dicts, with nothing executed. Layer 2: may use schedule; imports no
 * engine.
 */
@NullMarked
package org.scorefield.djl.checkpoint;

import org.jspecify.annotations.NullMarked;
