// SPDX-License-Identifier: Apache-2.0
/**
 * DJL model directories, translators and factories: compiled checkpoints as ordinary DJL models.
 * Layer 8.
 */
@NullMarked
package org.scorefield.djl.translate;

import org.jspecify.annotations.NullMarked;
