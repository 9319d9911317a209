// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.StepMaps;

/** Orthonormal frames carried along the trajectories of one batch, forwards and transposed. */
record FrameSweep(StepMaps maps, NoisePath noise, long firstSample) {

    /**
     * Where a sweep ends.
     *
     * @param x states, owned by the manager of the start
     * @param frame orthonormal vectors, {@code [n][k][D]}
     * @param growth of each state
     */
    record End(NDArray x, double[][][] frame, Growth[] growth) {}

    /** Carries a frame from the first state to the last: Y = dF_n Q_n = Q_(n+1) R_(n+1). */
    End forward(NDArray start, double[][][] frame, FrameObserver observer) {
        NDManager owner = start.getManager();
        Growth[] growth = growths(frame);
        double[][][] q = frame;
        NDArray x = start.duplicate();
        for (int i = 0; i < maps.steps(); i++) {
            checkInterrupt(i);
            try (NDManager scope = owner.newSubManager(start.getDevice())) {
                x.attach(scope);
                NDArray directions = Frames.join(q, x);
                Linearization both = maps.linearize(x, directions, place(i));
                directions.close();
                double[][][] r = new double[q.length][][];
                q = orthonormal(Frames.split(both.product()), r, growth);
                x = both.value();
                observer.observe(point(i, x, q, r));
                x.attach(owner);
            }
        }
        return new End(x, q, growth);
    }

    /**
     * Carries a frame from the last state to the first by the transposed Jacobians: Y = dF_n^T
     * W_(n+1) = W_n R_n.
     *
     * <p>States are recomputed from the middle of what is left, so that log2(steps) of them are
     * kept at a time and a step is taken log2(steps) / 2 times more.
     */
    End transposed(NDArray start, double[][][] frame) {
        Growth[] growth = growths(frame);
        try (NDManager scope = start.getManager().newSubManager(start.getDevice())) {
            NDArray x = start.duplicate();
            x.attach(scope);
            double[][][] first = back(0, maps.steps(), x, frame, growth);
            return new End(start, first, growth);
        }
    }

    private double[][][] back(int from, int to, NDArray x, double[][][] frame, Growth[] growth) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            if (to == from + 1) {
                checkInterrupt(from);
                NDArray here = x.duplicate();
                here.attach(scope);
                NDArray covectors = Frames.join(frame, here);
                NDArray product = maps.vjp(here, covectors, place(from));
                double[][][] r = new double[frame.length][][];
                return orthonormal(Frames.split(product), r, growth);
            }
            int middle = (from + to) / 2;
            NDArray there = x.duplicate();
            for (int i = from; i < middle; i++) {
                there.attach(scope);
                NDArray next = maps.apply(there, place(i));
                there.close();
                there = next;
            }
            double[][][] half = back(middle, to, there, frame, growth);
            return back(from, middle, x, half, growth);
        }
    }

    private static double[][][] orthonormal(double[][][] y, double[][][] r, Growth[] growth) {
        double[][][] q = new double[y.length][][];
        for (int sample = 0; sample < y.length; sample++) {
            QrFactor factor = QrFactor.of(y[sample]);
            q[sample] = factor.q();
            r[sample] = factor.r();
            growth[sample].add(factor.r());
        }
        return q;
    }

    private static Growth[] growths(double[][][] frame) {
        return Stream.of(frame).map(own -> new Growth(own.length)).toArray(Growth[]::new);
    }

    private FramePoint point(int step, NDArray x, double[][][] q, double[][][] r) {
        return new FramePoint(
                step + 1, maps.steps(), maps.times().get(step + 1), firstSample, x, q, r);
    }

    private StepMaps.Place place(int step) {
        return new StepMaps.Place(step, firstSample, noise);
    }

    private void checkInterrupt(int step) {
        if (Thread.interrupted()) {
            throw new CancellationException("interrupted at step " + step + " of " + maps.steps());
        }
    }
}
