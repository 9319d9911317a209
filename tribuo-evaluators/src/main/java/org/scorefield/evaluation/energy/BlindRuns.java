// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.reference.density.KnownData;

/**
 * Generation that is told the time, beside generation that is not, over the same grid (even in log
 * SNR) from the same starts. Equilibrium matching descends, everything else flows.
 */
final class BlindRuns {
    /** Bytes of scores and denoisers at a time. */
    private static final long BUDGET = 1L << 27;

    private final MarginalEnergy energy;
    private final NetworkField network;
    private final KnownData data;
    private final NearestPoints nearest;
    private final TimeGrid grid;

    BlindRuns(MarginalEnergy energy, NetworkField network, KnownData data, TimeGrid grid) {
        this.energy = energy;
        this.network = network;
        this.data = data;
        this.nearest = new NearestPoints(data.points());
        this.grid = grid;
    }

    /** The flow of the reference distribution itself, told the time. */
    Generation.Ends told(NDArray start, Generation.Watch watch) {
        NoiseSchedule schedule = energy.schedule();
        return Generation.flow(
                start,
                path(Predictions.SAMPLE),
                (u, t) -> energy.reference().denoiser(u, schedule.alpha(t), schedule.sigma(t)),
                watch);
    }

    /** Generation by the optimal blind field of a parameterisation. */
    Generation.Ends optimal(NDArray start, Prediction prediction, Generation.Watch watch) {
        return generate(start, prediction, (u, t) -> target(u, prediction), watch);
    }

    /** f*(u), as many states at a time as take the budget; owned by the manager of u. */
    private NDArray target(NDArray u, Prediction prediction) {
        long each = 16L * energy.quadrature().nodes() * energy.reference().dimension();
        long block = Math.max(1, BUDGET / each);
        long n = u.getShape().get(0);
        if (n <= block) {
            return energy.at(u).target(prediction);
        }
        NDManager owner = u.getManager();
        NDList parts = new NDList();
        for (long from = 0; from < n; from += block) {
            try (NDManager manager = owner.newSubManager(u.getDevice())) {
                NDIndex rows = new NDIndex(from + ":" + Math.min(n, from + block));
                NDArray part = energy.at(u.get(manager, rows)).target(prediction);
                part.attach(owner);
                parts.add(part);
            }
        }
        return NDArrays.concat(parts);
    }

    /** The checkpoint's own generating process: as it is told the time, or blind. */
    Generation.Ends own(NDArray start, Generation.Watch watch) {
        Prediction prediction = network.predictor().prediction();
        return network.predictor().blind()
                ? generate(start, prediction, network::told, watch)
                : Generation.flow(start, path(prediction), network::told, watch);
    }

    /** A conditioned checkpoint that is not told the time. */
    Generation.Ends averaged(NDArray start, Generation.Watch watch) {
        return generate(
                start,
                network.predictor().prediction(),
                (u, t) -> network.blind(u, energy.posterior().at(u)),
                watch);
    }

    private Generation.Ends generate(
            NDArray start, Prediction prediction, Generation.Field field, Generation.Watch watch) {
        return Parameterisations.equilibrium(prediction, energy.schedule())
                ? Generation.descent(start, path(prediction), field, watch)
                : Generation.flow(start, path(prediction), field, watch);
    }

    private Generation.Path path(Prediction prediction) {
        return new Generation.Path(energy.schedule(), prediction, grid);
    }

    /** How blind ends compare with told ones; the first states of each where one has more. */
    BlindRun compare(
            Prediction prediction,
            BlindRun.Field field,
            Generation.Ends blind,
            Generation.Ends told) {
        int n = Math.min(blind.alive().length, told.alive().length);
        double scale = Math.sqrt(energy.reference().dimension()) * data.spread();
        try (NDManager manager = blind.x().getManager().newSubManager(blind.x().getDevice())) {
            NDIndex rows = new NDIndex("0:" + n);
            NDArray ends = blind.x().get(manager, rows);
            NDArray others = told.x().get(manager, rows);
            double[] moved = ends.sub(others).square().sum(new int[] {1}).sqrt().toDoubleArray();
            double[] near = nearest.distances(ends);
            double[] toldNear = nearest.distances(others);
            int diverged = 0;
            for (int i = 0; i < n; i++) {
                boolean blindLives = blind.alive()[i];
                boolean toldLives = told.alive()[i];
                diverged += blindLives ? 0 : 1;
                moved[i] = blindLives && toldLives ? moved[i] / scale : Double.NaN;
                near[i] = blindLives ? near[i] / scale : Double.NaN;
                toldNear[i] = toldLives ? toldNear[i] / scale : Double.NaN;
            }
            return new BlindRun(
                    prediction.name(),
                    field,
                    grid.steps(),
                    Band.of(moved),
                    Band.of(near),
                    Band.of(toldNear),
                    diverged);
        }
    }

    /** The rows that did not diverge; owned by the manager of u. */
    static NDArray living(NDArray u, boolean[] alive) {
        int[] rows = new int[alive.length];
        int count = 0;
        for (int i = 0; i < alive.length; i++) {
            if (alive[i]) {
                rows[count++] = i;
            }
        }
        try (NDArray index = u.getManager().create(Arrays.copyOf(rows, count))) {
            return u.get(new NDIndex("{}", index));
        }
    }
}
