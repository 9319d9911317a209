// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoisePredictor;

/** A predictor that adds up what is spent in its network. Not thread-safe. */
final class TimedPredictor implements NoisePredictor {
    private final NoisePredictor predictor;
    private Spent spent = Spent.NOTHING;

    TimedPredictor(NoisePredictor predictor) {
        this.predictor = predictor;
    }

    /** Spent in {@link #epsilon} so far. */
    Spent spent() {
        return spent;
    }

    @Override
    public NoiseSchedule schedule() {
        return predictor.schedule();
    }

    @Override
    public int dimension() {
        return predictor.dimension();
    }

    @Override
    public NDArray epsilon(NDArray x, double t) {
        Spent start = Spent.soFar();
        NDArray epsilon = predictor.epsilon(x, t);
        spent = spent.plus(Spent.soFar().minus(start));
        return epsilon;
    }

    @Override
    public NDManager newManager() {
        return predictor.newManager();
    }
}
