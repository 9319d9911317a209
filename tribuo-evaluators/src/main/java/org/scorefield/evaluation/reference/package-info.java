// SPDX-License-Identifier: Apache-2.0
/** Reference data and reference distributions. */
@NullMarked
package org.scorefield.evaluation.reference;

import org.jspecify.annotations.NullMarked;
