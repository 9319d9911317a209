// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.DivergenceException;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.variation.SingularOptions;
import org.scorefield.evaluation.OrnsteinUhlenbeck;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.tangent.RidgeFrames;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.scorefield.evaluation.support.tangent.VectorRows;

/** Laws of the alignment on random data, whole and by products, and its refusals. */
class AlignmentRunTest {

    private static final OrnsteinUhlenbeck OU = new OrnsteinUhlenbeck(3);
    private static final long SEED = 21;
    private static final SamplingOptions SAMPLING = SamplingOptions.seed(SEED);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] normal(int n, int dimension, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][dimension];
        for (double[] row : rows) {
            for (int a = 0; a < dimension; a++) {
                row[a] = random.nextGaussian() * (a < 2 ? 1 : 0.1);
            }
        }
        return rows;
    }

    private ReferencePredictor exact(double[][] points) {
        return new ReferencePredictor(Empirical.of(points, manager), OU, Predictions.EPSILON);
    }

    private static AlignmentRun run(
            ReferencePredictor model, GeneratingProcess process, AlignmentOptions options) {
        TimeGrid grid = TimeGrid.logSnr(OU, 20, 1, 0.01);
        StepMaps maps = StepMaps.of(model.field(Quantity.DENOISER), OU, process, grid);
        return AlignmentRun.of(model, maps, options)
                .withCondition(new RidgeFrames(model.reference()));
    }

    private static double[] column(Alignment found, SupportQuantity quantity, int index) {
        return found.statistics().get(new SupportColumn(quantity, "", index));
    }

    @Test
    void slope_isNeverAboveItsBound_andEndsAsTheLargestAngle() {
        for (ReverseProcess process : List.of(ReverseProcess.DDIM, ReverseProcess.ANCESTRAL)) {
            ReferencePredictor model = exact(normal(60, 5, SEED));
            AlignmentRun run = run(model, process, AlignmentOptions.of(5, 5));
            NDArray start = VectorRows.array(normal(6, 5, SEED + 1), manager);
            LyapunovVectors vectors = run.vectors(start, SAMPLING);
            TangentFrames ridge = new RidgeFrames(model.reference());
            Alignment found = run.align(vectors, List.of(ridge), 2);
            int finite = 0;
            for (int step = 0; step < 20; step++) {
                double[] bound = column(found, SupportQuantity.SLOPE_BOUND, step);
                double[] slope = column(found, SupportQuantity.SLOPE, step);
                for (int i = 0; i < 6; i++) {
                    // The inequality is exact; rounding of a slope is relative to 1.
                    assertThat(slope[i])
                            .as("%s, step %d, seed %d", process, step, SEED)
                            .isLessThanOrEqualTo(bound[i] * (1 + 1e-9) + 1e-9);
                    finite += Double.isFinite(bound[i]) ? 1 : 0;
                }
            }
            assertThat(finite).as("seed %d", SEED).isGreaterThan(30);
            double[] angles =
                    found.statistics()
                            .get(new SupportColumn(SupportQuantity.LYAPUNOV_ANGLE, "ridge", 1));
            double[] slopes = column(found, SupportQuantity.SLOPE, 19);
            for (int i = 0; i < 6; i++) {
                assertThat(Math.atan(slopes[i])).isCloseTo(angles[i], within(1e-7));
            }
            // The model is exact: its Jacobian's eigenvectors are the ridge frame.
            assertThat(
                            found.statistics()
                                    .get(
                                            new SupportColumn(
                                                    SupportQuantity.JACOBIAN_ANGLE, "ridge", 1)))
                    .containsOnly(new double[] {0}, within(1e-7));
        }
    }

    @Test
    void batches_changeNothing() {
        ReferencePredictor model = exact(normal(40, 4, SEED));
        AlignmentRun run = run(model, ReverseProcess.ANCESTRAL, AlignmentOptions.of(3, 4));
        NDArray start = VectorRows.array(normal(5, 4, SEED + 1), manager);
        TangentFrames ridge = new RidgeFrames(model.reference());
        Alignment whole = run.align(run.vectors(start, SAMPLING), List.of(ridge), 2);
        Alignment parts =
                run.align(run.vectors(start, SAMPLING.withBatchSize(2)), List.of(ridge), 2);
        assertThat(parts.statistics().columns()).isEqualTo(whole.statistics().columns());
        for (SupportColumn column : whole.statistics().columns()) {
            double[] expected = whole.statistics().get(column);
            double[] found = parts.statistics().get(column);
            for (int i = 0; i < 5; i++) {
                if (!Double.isFinite(expected[i])) {
                    // NaN where a frame is undefined, infinite where the condition fails.
                    assertThat(Double.compare(found[i], expected[i])).as("%s", column).isZero();
                    continue;
                }
                // Rounding through twenty steps; large slopes lose digits with their angle.
                double scale = 1e-7 * (1 + expected[i] * expected[i]);
                assertThat(found[i]).as("%s", column).isCloseTo(expected[i], within(scale));
            }
        }
    }

    @Test
    void products_inManyDimensions_giveTheBlocksOfWholeJacobians() {
        int dimension = 66;
        ReferencePredictor model = exact(normal(50, dimension, SEED));
        AlignmentOptions options =
                AlignmentOptions.of(4, dimension)
                        .withSearch(SingularOptions.leading(4))
                        .withCondition(new AlignmentOptions.Condition(9, 7, 2));
        AlignmentRun run = run(model, ReverseProcess.DDIM, options);
        NDArray start = VectorRows.array(normal(2, dimension, SEED + 1), manager);
        TangentFrames ridge = new RidgeFrames(model.reference());
        Alignment found = run.align(run.vectors(start, SAMPLING), List.of(ridge), 2);
        double[] slopes = column(found, SupportQuantity.SLOPE, 19);
        double[] angles =
                found.statistics()
                        .get(new SupportColumn(SupportQuantity.LYAPUNOV_ANGLE, "ridge", 1));
        for (int i = 0; i < 2; i++) {
            // The search is to residuals of 1e-4.
            assertThat(Math.atan(slopes[i])).isCloseTo(angles[i], within(1e-3));
        }
        assertThat(column(found, SupportQuantity.LEAK, 18)).isEmpty();
        assertThat(found.notes())
                .anyMatch(note -> note.contains("one step in 7"))
                .anyMatch(note -> note.contains("power iteration"));

        StepMaps.Place place = new StepMaps.Place(19, 0, new NoisePath(1));
        NDArray x = found.vectors().states();
        double[][][] axes = ridge.at(x, found.vectors().end(), 2).axes();
        BlockNorms.Frames frames = new BlockNorms.Frames(axes, axes);
        double[][] first = normal(2, dimension, SEED + 2);
        SlopeBound[] whole = new BlockNorms.Whole(run.maps()).of(x, place, frames);
        SlopeBound[] some = new BlockNorms.Products(run.maps(), 100, first).of(x, place, frames);
        for (int i = 0; i < 2; i++) {
            assertThat(some[i].tangent()).isCloseTo(whole[i].tangent(), within(1e-12));
            assertThat(some[i].mixing()).isCloseTo(whole[i].mixing(), within(1e-12));
            assertThat(some[i].leak()).isCloseTo(whole[i].leak(), within(1e-12));
            // 400 power iterations, on a spectrum without a gap.
            double normal = whole[i].normal();
            assertThat(some[i].normal()).isCloseTo(normal, within(1e-3 * normal));
        }
    }

    @Test
    void badInput_isRefusedInOneSentence() {
        ReferencePredictor model = exact(normal(20, 3, SEED));
        NDArray start = VectorRows.array(normal(2, 3, SEED), manager);
        assertThatThrownBy(
                        () ->
                                run(model, ReverseProcess.DDIM, AlignmentOptions.of(4, 3))
                                        .vectors(start, SAMPLING))
                .hasMessage(
                        "k: expected 1 to 3 Lyapunov vectors, the numbers of a state, found 4; ask"
                                + " for fewer");
        AlignmentRun run = run(model, ReverseProcess.DDIM, AlignmentOptions.of(1, 3));
        LyapunovVectors vectors = run.vectors(start, SAMPLING);
        assertThatThrownBy(() -> run.align(vectors, List.of(), 3))
                .hasMessageContaining("d: expected 1 to 2 tangent directions");
        assertThatThrownBy(() -> run.align(vectors, List.of(), 2))
                .hasMessageContaining("d: expected at most k = 1 tangent directions, found 2");
        NDArray narrow = VectorRows.array(normal(2, 2, SEED), manager);
        assertThatThrownBy(() -> run.vectors(narrow, SAMPLING))
                .hasMessageContaining("start: expected FLOAT64 states [n, 3]");
        TimeGrid toTheEnd = TimeGrid.uniform(4, 1, 0);
        StepMaps maps =
                StepMaps.of(model.field(Quantity.DENOISER), OU, ReverseProcess.DDIM, toTheEnd);
        assertThatThrownBy(() -> AlignmentRun.of(model, maps, AlignmentOptions.of(1, 3)))
                .hasMessageContaining("sigma is above 0, found sigma 0.0 at t 0.0");
    }

    /** A model whose states grow without bound. */
    private record Explosive(int dimension, NoiseSchedule schedule) implements NoisePredictor {
        @Override
        public NDArray epsilon(NDArray x, double t) {
            return x.mul(1e200);
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager("PyTorch");
        }
    }

    @Test
    void process_thatDiverges_saysAtWhichStep() {
        NoisePredictor model = new Explosive(3, OU);
        StepMaps maps =
                StepMaps.of(
                        model.field(Quantity.DENOISER),
                        OU,
                        ReverseProcess.DDIM,
                        TimeGrid.logSnr(OU, 20, 1, 0.01));
        NDArray start = VectorRows.array(normal(1, 3, SEED), manager);
        AlignmentRun run = AlignmentRun.of(model, maps, AlignmentOptions.of(3, 3));
        assertThatThrownBy(() -> run.vectors(start, SAMPLING))
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("expected finite numbers, found others")
                .hasMessageContaining("(step 1, from t ");
    }
}
