// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.TrajectoryObserver;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.energy.marginal.Gains;

/**
 * How the error of a network that does not know the time is amplified along its own trajectories.
 *
 * <p>At each state u and time t the network is compared with one that is told t. Denoisers of the
 * two are D and D_t, targets f = (d / sigma) u + (c - d alpha / sigma) D, so that
 *
 * <pre>
 *   |f - f_t| = |c - d alpha / sigma| |D - D_t|,   Dv = |nu| |f - f_t|
 * </pre>
 *
 * <p>as root mean squares over pixels and samples. The network that is told the time is asked on
 * its own path: at the time t' of equal sigma / alpha, for u alpha(t') / alpha(t).
 */
final class DriftProbe implements TrajectoryObserver {

    private final ImageProcess.Drive drive;
    private final DiffusionModel told;
    private final int samples;
    private final Map<Integer, Sums> sums = new TreeMap<>();

    /**
     * A probe.
     *
     * @param drive what drives the flow
     * @param told the network that is told the time
     * @param samples how many samples to look at
     */
    DriftProbe(ImageProcess.Drive drive, DiffusionModel told, int samples) {
        this.drive = drive;
        this.told = told;
        this.samples = samples;
    }

    /**
     * The error at one time.
     *
     * @param t time, 1 = noise
     * @param level sigma / alpha
     * @param gain |nu|
     * @param target root mean square of f - f_t
     * @param denoised root mean square of D - D_t, in units of the data
     */
    record Point(double t, double level, double gain, double target, double denoised) {

        /** Dv, in units of the data for each unit of t. */
        double drift() {
            return gain * target;
        }
    }

    private record Sums(double t, double squares, long count) {}

    @Override
    public void observe(TrajectoryPoint point) {
        if (drive.denoiser().isEmpty()
                || point.firstSample() >= samples
                || point.step() == point.steps()
                || drive.schedule().alpha(point.t()) <= 0) {
            return;
        }
        NDArray x = point.x();
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray u = x.stopGradient();
            u.attach(scope);
            NDArray difference =
                    drive.denoiser().get().denoise(u, point.t()).sub(conditioned(u, point.t()));
            Sums before = sums.getOrDefault(point.step(), new Sums(point.t(), 0, 0));
            sums.put(
                    point.step(),
                    new Sums(
                            point.t(),
                            before.squares() + difference.square().sum().getFloat(),
                            before.count() + u.size()));
        }
    }

    /** The errors so far, from noise to data. */
    List<Point> points() {
        return sums.values().stream().map(this::point).toList();
    }

    private Point point(Sums sum) {
        NoiseSchedule schedule = drive.schedule();
        double t = sum.t();
        double level = schedule.sigmaOverAlpha(t);
        double ofDenoiser = drive.target().c(schedule, t) - drive.target().d(schedule, t) / level;
        double denoised = Math.sqrt(sum.squares() / sum.count());
        return new Point(
                t,
                level,
                Math.abs(Gains.of(drive.target(), schedule, t).nu()),
                Math.abs(ofDenoiser) * denoised,
                denoised);
    }

    private NDArray conditioned(NDArray u, double t) {
        NoiseSchedule own = told.parameterization().schedule();
        double level =
                Math.min(
                        Math.max(drive.schedule().sigmaOverAlpha(t), own.sigmaOverAlpha(0)),
                        own.sigmaOverAlpha(1));
        double time = own.time(level);
        return told.denoiser(u.mul(own.alpha(time) / drive.schedule().alpha(t)), time);
    }
}
