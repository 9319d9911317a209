// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.KnownData;

/** Generation in blocks, and the count of its starts. */
class BlindRunsTest {
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final TimePrior PRIOR = TimePrior.uniform(.01, .99);

    private static BlindRuns runs(KnownData data, int steps) {
        MarginalEnergy energy = MarginalEnergy.of(data.density(), FLOW, PRIOR);
        ExactPredictor exact = new ExactPredictor(data.density(), FLOW, Predictions.VELOCITY, null);
        TimeGrid grid = NoiseTimes.grid(FLOW, PRIOR, steps);
        return new BlindRuns(energy, new NetworkField(exact, 16), data, grid);
    }

    /** So many coordinates that a block is one state. */
    @Test
    void optimal_ofMoreStatesThanABlock_isThatOfEachAlone() {
        int dimension = 140_000;
        Random random = new Random(5);
        float[] values = new float[2 * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        ReferenceData data = ReferenceData.of(values, new long[] {dimension}, "");
        double[] noise = new double[3 * dimension];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = .5 * values[i % dimension] + .5 * random.nextGaussian();
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            BlindRuns runs = runs(KnownData.whole(data, manager), 1);
            NDArray start = manager.create(noise, new Shape(3, dimension));
            NDArray all = runs.optimal(start, Predictions.VELOCITY, Generation.Watch.NOTHING).x();
            assertThat(all.getShape()).isEqualTo(start.getShape());
            for (int row = 0; row < 3; row++) {
                NDArray one = start.get(new NDIndex(row + ":" + (row + 1)));
                NDArray alone =
                        runs.optimal(one, Predictions.VELOCITY, Generation.Watch.NOTHING).x();
                double off =
                        all.get(new NDIndex(row + ":" + (row + 1)))
                                .sub(alone)
                                .abs()
                                .max()
                                .getDouble();
                // The same sums, perhaps in another order.
                assertThat(off).as("row %d", row).isCloseTo(0, within(1e-9));
            }
        }
    }

    @Test
    void compare_withAToldStateThatDiverged_countsAllStarts() {
        ReferenceData corners =
                ReferenceData.of(new float[] {1, 1, 1, -1, -1, 1, -1, -1}, new long[] {2}, "");
        try (NDManager manager = NDManager.newBaseManager()) {
            BlindRuns runs = runs(KnownData.whole(corners, manager), 2);
            NDArray x = manager.ones(new Shape(3, 2), ai.djl.ndarray.types.DataType.FLOAT64);
            BlindRun run =
                    runs.compare(
                            Predictions.VELOCITY,
                            BlindRun.Field.OPTIMAL,
                            new Generation.Ends(x, new boolean[] {true, false, true}),
                            new Generation.Ends(x, new boolean[] {false, true, true}));
            assertThat(run.displacement().n()).isEqualTo(1);
            assertThat(run.diverged()).isEqualTo(1);
            assertThat(run.starts()).isEqualTo(3);
        }
    }
}
