// SPDX-License-Identifier: Apache-2.0
/**
 * How trajectories of a generating process answer to small changes. Layer 9: may use process, and
 * what it uses.
 *
 * <p>{@link org.scorefield.djl.variation.LyapunovSweep} carries tangent vectors along the very
 * steps of a process and gives finite-time Lyapunov exponents; {@link
 * org.scorefield.djl.variation.SingularSearch} finds left and right singular vectors to a stated
 * residual.
 *
 * <pre>{@code
 * TimedField denoiser = TimedField.of(model, Quantity.DENOISER);
 * TimeGrid grid = TimeGrid.logSnr(schedule, 100, 1, 0);
 * StepMaps maps = StepMaps.of(denoiser, schedule, ReverseProcess.DDIM, grid);
 * LyapunovSpectrum spectrum = new LyapunovSweep(maps, 16).run(noise, SamplingOptions.seed(1));
 * double[] exponents = spectrum.exponents(0);
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.variation;

import org.jspecify.annotations.NullMarked;
