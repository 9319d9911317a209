// SPDX-License-Identifier: Apache-2.0
/**
 * How trajectories of a generating process answer to small changes. Layer 9: may use process, and
 * what it uses.
 *
 * <p>{@link org.scorefield.djl.variation.LyapunovSweep} carries tangent vectors along the very
 * steps of a process and gives finite-time Lyapunov exponents; {@link
 * org.scorefield.djl.variation.SingularSearch} finds left and right singular vectors to a stated
 * residual. {@link org.scorefield.djl.variation.VolumeGrowth} follows the volume by the divergence,
 * exactly or by Hutchinson's estimator, and {@link org.scorefield.djl.variation.LogLikelihood}
 * makes log densities of it, in nats and, by {@link org.scorefield.djl.variation.Dequantization},
 * in bits per dimension of stored pixels.
 *
 * <pre>{@code
 * TimedField denoiser = TimedField.of(model, Quantity.DENOISER);
 * TimeGrid grid = TimeGrid.logSnr(schedule, 100, 1, 0);
 * StepMaps maps = StepMaps.of(denoiser, schedule, ReverseProcess.DDIM, grid);
 * LyapunovSpectrum spectrum = new LyapunovSweep(maps, 16).run(noise, SamplingOptions.seed(1));
 * double[] exponents = spectrum.exponents(0);
 *
 * LogLikelihood likelihood =
 *         LogLikelihood.of(
 *                 TimedField.of(model, Quantity.VELOCITY),
 *                 schedule,
 *                 FlowSolver.adaptive(1e-5, 1e-3, 1),
 *                 Divergence.hutchinson(4));
 * Dequantization pixels = Dequantization.of(model);
 * LikelihoodEstimate found =
 *         likelihood.run(pixels.uniform(images, 1), SamplingOptions.seed(1));
 * double bits = pixels.bitsPerDimension(found.mean(), found.dimension());
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.variation;

import org.jspecify.annotations.NullMarked;
