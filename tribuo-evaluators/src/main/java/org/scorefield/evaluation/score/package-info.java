// SPDX-License-Identifier: Apache-2.0
/** How much of the score error can reach the samples. */
@NullMarked
package org.scorefield.evaluation.score;

import org.jspecify.annotations.NullMarked;
