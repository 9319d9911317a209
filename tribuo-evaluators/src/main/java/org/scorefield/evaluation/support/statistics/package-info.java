// SPDX-License-Identifier: Apache-2.0
/**
 * What is kept of states while the support is measured.
 *
 * <p>{@link org.scorefield.evaluation.support.statistics.SupportSufficientStatistics} are rows of
 * {@link org.scorefield.evaluation.support.statistics.SupportColumn}s, each a {@link
 * org.scorefield.evaluation.support.statistics.SupportQuantity} at a step of a process. They merge
 * and are stored.
 *
 * <p>Knows no other room; the rooms alignment, dimension and shift fill them.
 */
@NullMarked
package org.scorefield.evaluation.support.statistics;

import org.jspecify.annotations.NullMarked;
