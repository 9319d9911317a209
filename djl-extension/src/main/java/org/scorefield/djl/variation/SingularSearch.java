// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;

/**
 * Leading singular values and vectors of the Jacobian of a whole trajectory, J = dF_N ... dF_1, by
 * subspace iteration: forward sweep, rotation to the singular vectors of the small factor,
 * transposed sweep, until J^T u_i = s_i v_i to a stated residual.
 *
 * <p>With k = count + oversampling vectors the error of pair i falls by (s_(k+1) / s_i)^2 a round.
 * One with k = D takes a single forward sweep and leaves no residual: the full decomposition, for D
 * of a few hundred at most. A forward sweep costs what {@link LyapunovSweep} does, a transposed one
 * a vector-Jacobian product with k covectors for each stage and log2(steps) / 2 evaluations to
 * recompute states. Memory: frames of one batch, and log2(steps) states.
 *
 * <p>Left vectors live at the end of the trajectory, right vectors at its start. Source: Halko,
 * Martinsson, Tropp 2011, Finding structure with randomness, section 4.5.
 *
 * @param maps the steps
 * @param options how many pairs, and how well
 */
public record SingularSearch(StepMaps maps, SingularOptions options) {

    /** Spread of growth, in nats, beyond which the small factor is not representable. */
    private static final double SPREAD = 300;

    /**
     * Searches.
     *
     * @param start states at the first time, {@code [n, *shape]}; not modified. FLOAT64 for
     *     residuals below 1e-5
     * @param sampling seed of noise and first frame, numbering and batches
     * @return singular values and vectors, with their residuals
     * @throws IllegalArgumentException if count exceeds D, or start is empty or not finite
     * @throws org.scorefield.djl.process.DivergenceException if a state or product is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public SingularVectors run(NDArray start, SamplingOptions sampling) {
        int dimension = Batches.dimension(start);
        Batches.vectors(options.count(), dimension);
        int k = Math.min(options.count() + options.oversampling(), dimension);
        List<Pairs> found = new ArrayList<>();
        int[] rounds = {0};
        NDList left = new NDList();
        NDList right = new NDList();
        NDList states = new NDList();
        Batches.each(
                start,
                sampling,
                (batch, first) -> {
                    FrameSweep sweep = new FrameSweep(maps, new NoisePath(sampling.seed()), first);
                    double[][][] frame =
                            k == dimension
                                    ? Frames.unit(batch, k)
                                    : Frames.random(batch, k, sampling.seed(), first);
                    Round round = iterate(sweep, batch, frame);
                    rounds[0] = Math.max(rounds[0], round.number());
                    found.addAll(Arrays.asList(round.pairs()));
                    NDArray u = Frames.join(vectors(round.pairs(), Pairs::left), batch);
                    NDArray v = Frames.join(vectors(round.pairs(), Pairs::right), batch);
                    for (NDArray kept : List.of(u, v, round.states())) {
                        kept.attach(start.getManager());
                    }
                    left.add(u);
                    right.add(v);
                    states.add(round.states());
                });
        return new SingularVectors(
                found.stream().map(p -> leading(p.logs())).toArray(double[][]::new),
                found.stream().map(p -> leading(p.residuals())).toArray(double[][]::new),
                new SingularVectors.Vectors(
                        LyapunovSweep.joined(left, 1),
                        LyapunovSweep.joined(right, 1),
                        LyapunovSweep.joined(states, 0)),
                new SingularVectors.Quality(
                        maps.length(), options.tolerance(), rounds[0], Batches.notes(maps)));
    }

    private Round iterate(FrameSweep sweep, NDArray batch, double[][][] first) {
        double[][][] frame = first;
        for (int number = 1; ; number++) {
            FrameSweep.End end = sweep.forward(batch, frame, FrameObserver.NONE);
            Pairs[] pairs = new Pairs[frame.length];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = Pairs.of(end.frame()[i], frame[i], end.growth()[i]);
            }
            if (frame[0].length == frame[0][0].length) {
                return new Round(number, pairs, end.x());
            }
            double[][][] u = new double[pairs.length][][];
            for (int i = 0; i < pairs.length; i++) {
                u[i] = pairs[i].left();
            }
            FrameSweep.End back = sweep.transposed(batch, u);
            boolean enough = true;
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = pairs[i].checked(back.frame()[i], back.growth()[i]);
                for (double residual : leading(pairs[i].residuals())) {
                    enough &= residual <= options.tolerance();
                }
            }
            if (enough || number == options.rounds()) {
                return new Round(number, pairs, end.x());
            }
            end.x().close();
            frame = back.frame();
        }
    }

    private double[] leading(double[] values) {
        return Arrays.copyOf(values, options.count());
    }

    private double[][][] vectors(
            Pairs[] pairs, java.util.function.Function<Pairs, double[][]> side) {
        double[][][] vectors = new double[pairs.length][][];
        for (int i = 0; i < pairs.length; i++) {
            vectors[i] = Arrays.copyOf(side.apply(pairs[i]), options.count());
        }
        return vectors;
    }

    private record Round(int number, Pairs[] pairs, NDArray states) {}

    /** Singular pairs of one state, residuals relative to the value. */
    private record Pairs(double[] logs, double[][] left, double[][] right, double[] residuals) {

        /** J V = U P = U A S B^T: u_i = U a_i, v_i = V b_i. */
        static Pairs of(double[][] u, double[][] v, Growth growth) {
            double[] logs = growth.logs();
            double[] none = new double[logs.length];
            double lowest = Arrays.stream(logs).min().orElseThrow();
            if (!(lowest > Arrays.stream(logs).max().orElseThrow() - SPREAD)) {
                return new Pairs(logs, u, v, none);
            }
            JacobiSvd small = JacobiSvd.of(growth.product());
            for (int i = 0; i < logs.length; i++) {
                logs[i] = Math.log(small.values()[i]) + growth.scale();
            }
            return new Pairs(
                    logs, Frames.combine(small.left(), u), Frames.combine(small.right(), v), none);
        }

        /** With residuals |J^T u_i - s_i v_i| / s_i, where J^T U = W P. */
        Pairs checked(double[][] w, Growth back) {
            double[] found = new double[logs.length];
            double[][] columns = new double[logs.length][logs.length];
            for (int i = 0; i < found.length; i++) {
                double factor = Math.exp(back.scale() - logs[i]);
                for (int j = 0; j < found.length; j++) {
                    columns[i][j] = back.product()[j][i] * factor;
                }
            }
            double[][] products = Frames.combine(columns, w);
            for (int i = 0; i < found.length; i++) {
                double sum = 0;
                for (int a = 0; a < products[i].length; a++) {
                    double difference = products[i][a] - right[i][a];
                    sum += difference * difference;
                }
                found[i] = Math.sqrt(sum);
            }
            return new Pairs(logs, left, right, found);
        }
    }
}
