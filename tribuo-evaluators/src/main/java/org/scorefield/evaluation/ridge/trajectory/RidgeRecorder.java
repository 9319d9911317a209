// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.TrajectoryObserver;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.geometry.Frames;
import org.scorefield.evaluation.ridge.geometry.Lengths;
import org.scorefield.evaluation.ridge.geometry.Projection;
import org.scorefield.evaluation.ridge.geometry.ReferenceLevel;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.geometry.RidgePoints;

/**
 * Writes the ledger of samples that go by.
 *
 * <p>Entries are made where alpha and sigma are positive. Batches may come in any number, one after
 * the other; not for several threads at once. Cost of an entry: the model once, the frame once and
 * as many times as the projection takes steps, Newton's solve.
 */
public final class RidgeRecorder implements TrajectoryObserver {

    /** Nearer than this, in units of sigma, the direction away from the ridge is rounding. */
    private static final double ON_IT = 1e-7;

    private final RidgeWatch watch;
    private final Denoiser model;
    private final NoiseSchedule schedule;
    private final TreeMap<Integer, NoiseLevel> levels = new TreeMap<>();

    /** Step to number of the batch's first sample to entries. */
    private final TreeMap<Integer, TreeMap<Long, List<RidgeEntry>>> rows = new TreeMap<>();

    private @Nullable Place last;

    RidgeRecorder(RidgeWatch watch, Denoiser model, NoiseSchedule schedule) {
        this.watch = watch;
        this.model = model;
        this.schedule = schedule;
    }

    /** Where a batch was at its last entry: states and feet, [n D], NaN where there is none. */
    private record Place(long firstSample, double[] x, double[] foot) {}

    @Override
    public void observe(TrajectoryPoint point) {
        int every = watch.options().watch().every();
        boolean end = point.step() == point.steps();
        if (point.step() % every != 0 && !end) {
            return;
        }
        double t = point.t();
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        if (!(alpha > 0 && sigma > 0)) {
            return;
        }
        levels.put(point.step(), new NoiseLevel(t, alpha, sigma));
        try (NDManager manager = point.x().getManager().newSubManager()) {
            NDArray denoised = model.denoise(point.x(), t);
            denoised.attach(manager);
            List<RidgeEntry> entries =
                    entries(point, flat(point.x(), manager), flat(denoised, manager), alpha, sigma);
            rows.computeIfAbsent(point.step(), step -> new TreeMap<>())
                    .put(point.firstSample(), entries);
        }
    }

    /**
     * {@return the ledger of all that went by}
     *
     * @throws org.scorefield.evaluation.EvaluationException if no state had a defined frame
     * @throws IllegalArgumentException if nothing went by where alpha and sigma are positive
     */
    public RidgeLedger ledger() {
        List<List<RidgeEntry>> entries = new ArrayList<>();
        for (Map<Long, List<RidgeEntry>> batches : rows.values()) {
            entries.add(batches.values().stream().flatMap(List::stream).toList());
        }
        return new RidgeLedger(watch.options(), List.copyOf(levels.values()), entries);
    }

    private static NDArray flat(NDArray states, NDManager manager) {
        NDArray typed = states.toType(DataType.FLOAT64, true);
        typed.attach(manager);
        long n = states.getShape().get(0);
        return typed.reshape(new Shape(n, states.size() / n));
    }

    private List<RidgeEntry> entries(
            TrajectoryPoint point, NDArray x, NDArray denoised, double alpha, double sigma) {
        RidgeOptions options = watch.options();
        ReferenceLevel level = new ReferenceLevel(watch.reference(), alpha, sigma);
        Ridge ridge = new Ridge(level, options.directions(), options.watch().separation());
        RidgePoints at = ridge.at(x);
        Frames frames = at.frames();
        Projection foot = ridge.project(x, options.projection());
        Columns columns = new Columns(at.defined(), foot);
        double h = sigma * sigma;
        int d = options.directions();

        columns.always(
                RidgeQuantity.LOG_DENSITY,
                watch.reference().logDensity(x, alpha, sigma).toDoubleArray());
        columns.always(RidgeQuantity.SCORE, Lengths.of(at.score()));
        double[][] ratios = frames.ratios();
        columns.always(
                RidgeQuantity.TANGENT_CURVATURE,
                Arrays.stream(ratios).mapToDouble(row -> (row[d - 1] - 1) / h).toArray());
        columns.always(
                RidgeQuantity.NORMAL_CURVATURE,
                Arrays.stream(ratios).mapToDouble(row -> (row[d] - 1) / h).toArray());
        columns.always(RidgeQuantity.GAP, frames.gaps());
        columns.always(
                RidgeQuantity.CURVED,
                Arrays.stream(frames.normalRatios()).map(c -> c < 1 ? 1 : 0).toArray());
        columns.always(RidgeQuantity.NEAREST, watch.training().nearestDistances(x, alpha));
        columns.framed(RidgeQuantity.RESIDUAL, at.residuals());

        double[] newton = ridge.newton(x, at).distances();
        double[] distances = foot.distances();
        columns.framed(RidgeQuantity.NEWTON_DISTANCE, newton);
        columns.framed(RidgeQuantity.DISTANCE, distances);
        double width = sigma * Math.sqrt(level.dimension() - d);
        double[] rho = new double[distances.length];
        Arrays.setAll(rho, i -> (Double.isNaN(distances[i]) ? newton[i] : distances[i]) / width);
        columns.framed(RidgeQuantity.RHO, rho);

        // s_theta = (alpha D - x) / sigma^2
        NDArray error = denoised.mul(alpha).sub(x).div(h).sub(at.score());
        NDArray normal = frames.normal(error);
        columns.framed(RidgeQuantity.NORMAL_ERROR, Lengths.of(normal));
        columns.framed(RidgeQuantity.TANGENT_ERROR, Lengths.of(frames.tangent(error)));
        double[] along = Lengths.products(x.sub(foot.points()), error);
        double[] signed = new double[along.length];
        Arrays.setAll(
                signed, i -> distances[i] > ON_IT * sigma ? along[i] / distances[i] : Double.NaN);
        columns.framed(RidgeQuantity.SIGNED_NORMAL_ERROR, signed);
        moves(point, columns, x, foot, frames);
        return columns.entries();
    }

    private static double[] feet(Projection foot) {
        double[] feet = foot.points().toDoubleArray();
        int width = feet.length / foot.certificates().size();
        for (int i = 0; i < feet.length; i++) {
            boolean there = foot.certificates().get(i / width).end() == Projection.End.CONVERGED;
            feet[i] = there ? feet[i] : Double.NaN;
        }
        return feet;
    }

    /** Splits the way since the last entry in the frames at its end. */
    private void moves(
            TrajectoryPoint point, Columns columns, NDArray x, Projection foot, Frames frames) {
        Place before = last;
        last = new Place(point.firstSample(), x.toDoubleArray(), feet(foot));
        if (before == null || before.firstSample != point.firstSample() || point.step() == 0) {
            return;
        }
        NDManager manager = x.getManager();
        NDArray way = x.sub(manager.create(before.x, x.getShape()));
        NDArray own = foot.points().sub(manager.create(before.foot, x.getShape()));
        columns.framed(RidgeQuantity.TANGENT_MOVE, Lengths.of(frames.tangent(way)));
        columns.footed(RidgeQuantity.RIDGE_MOVE, Lengths.of(frames.normal(own)));
        columns.footed(RidgeQuantity.NORMAL_MOVE, Lengths.of(frames.normal(way.sub(own))));
    }
}
