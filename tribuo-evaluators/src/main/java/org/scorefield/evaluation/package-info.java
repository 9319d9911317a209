// SPDX-License-Identifier: Apache-2.0
/**
 * What every evaluator shares. Packages below use this one and those before them: reference, score,
 * report.
 */
@NullMarked
package org.scorefield.evaluation;

import org.jspecify.annotations.NullMarked;
