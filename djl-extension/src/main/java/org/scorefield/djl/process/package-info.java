// SPDX-License-Identifier: Apache-2.0
/**
 * Generating processes: from noise to data, with a model or any other denoiser. Layer 8: may use
 * field, and what it uses.
 *
 * <p>Four values make a {@link org.scorefield.djl.process.Sampler}: a {@link
 * org.scorefield.djl.process.Denoiser} (a checkpoint's or a formula's), its noise schedule, a
 * {@link org.scorefield.djl.process.GeneratingProcess} and a {@link
 * org.scorefield.djl.process.TimeGrid}. States go by an observer and are not kept.
 *
 * <p>{@link org.scorefield.djl.process.OdeFlow} solves any dx/dt = f(x, t): a {@link
 * org.scorefield.djl.process.RightHandSide} or {@link org.scorefield.djl.process.TimedField}, a
 * {@link org.scorefield.djl.process.ButcherTableau}, a {@link org.scorefield.djl.process.StepRule}
 * and times. Each step of each process is a {@link org.scorefield.djl.process.StepPlan}; {@link
 * org.scorefield.djl.process.StepMaps} are the steps with their Jacobian products.
 *
 * <pre>{@code
 * NoiseSchedule schedule = model.parameterization().schedule();
 * TimeGrid grid = TimeGrid.logSnr(schedule, 250, 1, 0);
 * Sampler sampler = new Sampler(model::denoiser, schedule, ReverseProcess.ANCESTRAL, grid);
 * NDArray noise = new NoisePath(seed).start(manager.zeros(new Shape(64, 1, 28, 28)), 0);
 * NDArray samples = sampler.run(noise.mul(schedule.sigma(1)), SamplingOptions.seed(seed));
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.process;

import org.jspecify.annotations.NullMarked;
