// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.scorefield.evaluation.support.tangent.VectorRows;

/**
 * The sufficient condition along trajectories: {@link SlopeBound} of each measured step, and the
 * slope of the leading Lyapunov frame, which is the image of the d leading right vectors and ends
 * as the d leading left ones.
 *
 * <p>The bound after a step follows from that before it where that is finite and the step before
 * was measured, else from the actual slope. Frames are undefined where there is no signal.
 */
record ConditionSweep(AlignmentRun run, TangentFrames frames, int directions) {

    /** Adds columns of the measured steps, and says how they were measured. */
    List<String> run(LyapunovVectors vectors, SupportSufficientStatistics statistics) {
        int n = Math.min(vectors.samples(), run.options().condition().samples());
        ConditionTable table = new ConditionTable(run.maps().steps(), n);
        double[][][] right = vectors.right(directions);
        double change = 0;
        int batch = vectors.sampling().batchSize();
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            NDArray start = vectors.start();
            try (NDManager scope = start.getManager().newSubManager(start.getDevice())) {
                NDArray x = start.get(scope, new NDIndex("{}:{}", from, to));
                double[][][] q = Arrays.copyOfRange(right, from, to);
                BlockNorms norms = norms(x, vectors.sampling().firstSample() + from);
                sweep(vectors, new Batch(from, x, q, norms), table);
                change = Math.max(change, norms.change());
            }
        }
        table.addTo(statistics, this::measured);
        return notes(vectors.samples(), change);
    }

    /**
     * Some trajectories at their start.
     *
     * @param row of the first
     * @param x states
     * @param q leading right vectors, {@code [n][d][D]}
     * @param norms for their steps
     */
    private record Batch(int row, NDArray x, double[][][] q, BlockNorms norms) {}

    private void sweep(LyapunovVectors vectors, Batch batch, ConditionTable table) {
        NoisePath noise = new NoisePath(vectors.sampling().seed());
        long first = vectors.sampling().firstSample() + batch.row;
        NDManager owner = batch.x.getManager();
        NDArray x = batch.x;
        double[][][] q = batch.q;
        double[][][] known = {};
        for (int step = 0; step < run.maps().steps(); step++) {
            StepMaps.Place place = new StepMaps.Place(step, first, noise);
            try (NDManager scope = owner.newSubManager(x.getDevice())) {
                x.attach(scope);
                Linearization both =
                        run.maps().linearize(x, VectorRows.directions(q, scope), place);
                double[][][] next = orthonormal(VectorRows.byState(both.product()), q);
                if (measured(step)) {
                    double[][][] before = known.length == 0 ? at(x, step) : known;
                    known = at(both.value(), step + 1);
                    BlockNorms.Frames around =
                            new BlockNorms.Frames(substitute(before, q), substitute(known, next));
                    SlopeBound[] blocks = batch.norms.of(x, place, around);
                    for (int i = 0; i < q.length; i++) {
                        boolean defined = before[i].length > 0 && known[i].length > 0;
                        if (defined) {
                            double from = slope(before[i], q[i]);
                            double to = slope(known[i], next[i]);
                            table.put(step, batch.row + i, blocks[i], from, to);
                        }
                    }
                } else {
                    known = new double[0][][];
                }
                q = next;
                x = both.value();
                x.attach(owner);
            }
        }
    }

    /** The last step is measured, and one in so many before it. */
    private boolean measured(int step) {
        return (run.maps().steps() - 1 - step) % run.options().condition().every() == 0;
    }

    private BlockNorms norms(NDArray x, long firstSample) {
        if (run.predictor().dimension() <= AlignmentOptions.DENSE) {
            return new BlockNorms.Whole(run.maps());
        }
        try (NDArray first =
                new NoisePath(~run.options().jacobian().seed()).start(x, firstSample)) {
            return new BlockNorms.Products(
                    run.maps(), run.options().condition().powers(), VectorRows.of(first));
        }
    }

    /** Frames at a step's states; none where there is no signal. */
    private double[][][] at(NDArray x, int step) {
        NoiseSchedule schedule = run.predictor().schedule();
        double t = run.maps().times().get(step);
        if (!(schedule.alpha(t) > 0)) {
            return new double[Math.toIntExact(x.getShape().get(0))][0][];
        }
        return frames.at(x, NoiseLevel.of(schedule, t), directions).axes();
    }

    /** Vectors made orthonormal, and the old ones where a step has lost a direction. */
    private static double[][][] orthonormal(double[][][] vectors, double[][][] old) {
        double[][][] next = new double[vectors.length][][];
        for (int i = 0; i < next.length; i++) {
            double[][] own = VectorRows.orthonormal(vectors[i]);
            next[i] = own.length == 0 ? old[i] : own;
        }
        return next;
    }

    /** Frames, with vectors in place of undefined ones so that a batch stays whole. */
    private static double[][][] substitute(double[][][] frames, double[][][] vectors) {
        double[][][] all = frames.clone();
        Arrays.setAll(all, i -> frames[i].length == 0 ? vectors[i] : frames[i]);
        return all;
    }

    private static double slope(double[][] frame, double[][] q) {
        double[] angles = PrincipalAngles.between(frame, q);
        return Math.tan(angles[angles.length - 1]);
    }

    private List<String> notes(int samples, double change) {
        List<String> notes = new ArrayList<>();
        int every = run.options().condition().every();
        if (every > 1) {
            notes.add(
                    "The sufficient condition is measured at one step in "
                            + every
                            + ", and each bound follows from the actual slope before its step.");
        }
        if (run.options().condition().samples() < samples) {
            notes.add(
                    "The sufficient condition is measured of "
                            + run.options().condition().samples()
                            + " of "
                            + samples
                            + " samples.");
        }
        if (run.predictor().dimension() > AlignmentOptions.DENSE) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "The norm d_n of a step's normal block is a lower bound by power"
                                    + " iteration, which changed by up to %.2g of itself in the"
                                    + " last one.",
                            change));
        }
        return notes;
    }
}
