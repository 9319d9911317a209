// SPDX-License-Identifier: Apache-2.0
/**
 * What a report shows of the marginal energy beside its levels: plain values.
 *
 * <p>{@link org.scorefield.evaluation.energy.findings.EnergyFindings} holds the curves of gains and
 * posteriors, the energy's slope towards the data and a slice of it, the {@link
 * org.scorefield.evaluation.energy.findings.BlindRun}s and the verdict, {@link
 * org.scorefield.evaluation.energy.findings.Stability}.
 *
 * <p>Uses the room statistics.
 */
@NullMarked
package org.scorefield.evaluation.energy.findings;

import org.jspecify.annotations.NullMarked;
