// SPDX-License-Identifier: Apache-2.0
/** An audit of a checkpoint: its evaluations, report.json and report.html. */
@NullMarked
package org.scorefield.evaluation.report;

import org.jspecify.annotations.NullMarked;
