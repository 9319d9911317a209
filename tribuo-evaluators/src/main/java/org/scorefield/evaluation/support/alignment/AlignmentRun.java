// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.variation.SingularOptions;
import org.scorefield.djl.variation.SingularSearch;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.ScoreJacobianFrames;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.scorefield.evaluation.support.tangent.VectorRows;

/**
 * Lyapunov vectors of generated samples against tangent frames.
 *
 * <pre>{@code
 * TimedField denoiser = predictor.field(Quantity.DENOISER);
 * StepMaps maps = StepMaps.of(denoiser, predictor.schedule(), ReverseProcess.DDIM, grid);
 * AlignmentRun run = AlignmentRun.of(predictor, maps, AlignmentOptions.of(16, D));
 * LyapunovVectors vectors = run.vectors(noise, SamplingOptions.seed(1));
 * Alignment found = run.align(vectors, List.of(ridge), d);
 * }</pre>
 *
 * <p>The exponents of the first call may be what d is chosen by. Where D is above {@link
 * AlignmentOptions#DENSE}, a round of the search costs about k + 4 Jacobian-vector and as many
 * vector-Jacobian products a step and sample; the second call d of the former a step for the
 * condition, and as many of both again at the steps where it is measured.
 *
 * @param predictor the model
 * @param maps steps of a process of {@code predictor.field}, ending where there is noise left
 * @param condition frames of the sufficient condition, which are asked for at all steps; none where
 *     it is not wanted
 * @param options how many vectors, and how well
 */
public record AlignmentRun(
        NoisePredictor predictor,
        StepMaps maps,
        Optional<TangentFrames> condition,
        AlignmentOptions options) {

    /**
     * Refuses a process that ends without noise, where there is no score.
     *
     * @param predictor the model
     * @param maps steps of a process of {@code predictor.field}, ending where there is noise left
     * @param condition frames of the sufficient condition, which are asked for at all steps; none
     *     where it is not wanted
     * @param options how many vectors, and how well
     */
    public AlignmentRun {
        double last = maps.times().get(maps.steps());
        double sigma = predictor.schedule().sigma(last);
        if (!(sigma > 0)) {
            throw new IllegalArgumentException(
                    "maps: expected a process that ends where sigma is above 0, found sigma "
                            + sigma
                            + " at t "
                            + last
                            + "; end it a little earlier, there is no score without noise");
        }
    }

    /**
     * Without the sufficient condition.
     *
     * @param predictor the diffusion model
     * @param maps the steps of generation, and their products
     * @param options vectors, and how they are searched
     * @return the run
     */
    public static AlignmentRun of(
            NoisePredictor predictor, StepMaps maps, AlignmentOptions options) {
        return new AlignmentRun(predictor, maps, Optional.empty(), options);
    }

    /**
     * With the sufficient condition in some frames.
     *
     * @param frames frames of the sufficient condition, which are asked for at all steps; none
     *     where it is not wanted
     * @return this run, which also measures the condition in those frames
     */
    public AlignmentRun withCondition(TangentFrames frames) {
        return new AlignmentRun(predictor, maps, Optional.of(frames), options);
    }

    /**
     * Finds the Lyapunov vectors.
     *
     * @param start states at the first time, {@code [n, D]} FLOAT64; not modified, to be kept open
     * @param sampling seed of noise, numbering and batches
     * @return the k leading singular pairs, or all where D is at most {@link
     *     AlignmentOptions#DENSE}
     * @throws IllegalArgumentException if k exceeds D, or start is not as said
     * @throws org.scorefield.djl.process.DivergenceException if a state or product is not finite
     */
    public LyapunovVectors vectors(NDArray start, SamplingOptions sampling) {
        int dimension = predictor.dimension();
        if (start.getShape().dimension() != 2
                || start.getShape().get(1) != dimension
                || start.getDataType() != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    "start: expected FLOAT64 states [n, "
                            + dimension
                            + "], found "
                            + start.getDataType()
                            + " "
                            + start.getShape()
                            + "; give one row a sample");
        }
        int k = options.vectors();
        if (k > dimension) {
            throw new IllegalArgumentException(
                    "k: expected 1 to "
                            + dimension
                            + " Lyapunov vectors, the numbers of a state, found "
                            + k
                            + "; ask for fewer");
        }
        SingularOptions search =
                dimension <= AlignmentOptions.DENSE
                        ? SingularOptions.full(dimension)
                        : options.search();
        return new LyapunovVectors(
                start,
                sampling,
                level(maps.steps()),
                new SingularSearch(maps, search).run(start, sampling),
                k);
    }

    /**
     * Measures angles and the sufficient condition.
     *
     * @param vectors of this run; arrays not modified
     * @param frames tangent frames at the ends
     * @param directions d, 1 to D - 1 and at most k
     * @return statistics of all samples, with notes
     * @throws IllegalArgumentException if d is not as said
     */
    public Alignment align(LyapunovVectors vectors, List<TangentFrames> frames, int directions) {
        VectorRows.checkDirections(directions, predictor.dimension());
        if (directions > options.vectors()) {
            throw new IllegalArgumentException(
                    "d: expected at most k = "
                            + options.vectors()
                            + " tangent directions, found "
                            + directions
                            + "; ask for more Lyapunov vectors, or fewer directions");
        }
        SupportSufficientStatistics statistics = new SupportSufficientStatistics();
        List<String> notes = new ArrayList<>(vectors.pairs().quality().notes());
        spectrum(vectors, statistics, notes);
        notes.addAll(angles(vectors, frames, directions, statistics));
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 1; i <= maps.steps(); i++) {
            levels.add(level(i));
        }
        condition.ifPresent(
                chosen ->
                        notes.addAll(
                                new ConditionSweep(this, chosen, directions)
                                        .run(vectors, statistics)));
        return new Alignment(statistics, vectors, levels, notes);
    }

    /** The noise level after so many steps, which must have signal and noise. */
    NoiseLevel level(int step) {
        return NoiseLevel.of(predictor.schedule(), maps.times().get(step));
    }

    private void spectrum(
            LyapunovVectors vectors, SupportSufficientStatistics statistics, List<String> notes) {
        int k = vectors.vectors();
        double[][] exponents = vectors.exponents();
        double[][] residuals = vectors.pairs().residuals();
        double[][] alignments = scoreAlignment(vectors);
        double worst = 0;
        for (int i = 0; i < k; i++) {
            int index = i;
            double[] residual = column(residuals, index);
            worst = Math.max(worst, Arrays.stream(residual).max().orElse(0));
            statistics.add(SupportQuantity.EXPONENT, "", index, column(exponents, index));
            statistics.add(SupportQuantity.RESIDUAL, "", index, residual);
            statistics.add(SupportQuantity.SCORE_ALIGNMENT, "", index, column(alignments, index));
        }
        if (!vectors.pairs().converged()) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "Lyapunov vectors are left with residuals |J^T u - s v| / s of up to"
                                    + " %.2g after %d rounds of the search, %.2g was asked for: angles"
                                    + " of the trailing ones are rough.",
                            worst,
                            vectors.pairs().quality().rounds(),
                            vectors.pairs().quality().tolerance()));
        }
    }

    /** |u_i . s / |s||, [n][k]; the score has the direction of -epsilon. */
    private double[][] scoreAlignment(LyapunovVectors vectors) {
        double[][][] left = vectors.left(vectors.vectors());
        double[][] found = new double[left.length][];
        try (NDManager scope = vectors.states().getManager().newSubManager()) {
            NDArray x = vectors.states().duplicate();
            x.attach(scope);
            double[][] epsilon = VectorRows.of(predictor.epsilon(x, vectors.end().t()));
            for (int i = 0; i < found.length; i++) {
                double[] own = epsilon[i];
                double length = VectorRows.length(own);
                found[i] =
                        Arrays.stream(left[i])
                                .mapToDouble(u -> Math.abs(VectorRows.dot(u, own)) / length)
                                .toArray();
            }
        }
        return found;
    }

    private List<String> angles(
            LyapunovVectors vectors,
            List<TangentFrames> frames,
            int directions,
            SupportSufficientStatistics statistics) {
        double[][][] left = vectors.left(directions);
        ScoreJacobianFrames.Found own =
                new ScoreJacobianFrames(predictor, options.jacobian())
                        .find(vectors.states(), vectors.end(), directions);
        double[][][] jacobian = own.tangents().axes();
        for (TangentFrames chosen : frames) {
            double[][][] axes = chosen.at(vectors.states(), vectors.end(), directions).axes();
            double[][] lyapunov = new double[axes.length][];
            double[][] others = new double[axes.length][];
            for (int i = 0; i < axes.length; i++) {
                lyapunov[i] = PrincipalAngles.between(axes[i], left[i]);
                double[][] frame = jacobian[i].length == 0 ? new double[0][] : axes[i];
                double[][] eigen = jacobian[i].length == 0 ? left[i] : jacobian[i];
                others[i] = PrincipalAngles.between(frame, eigen);
            }
            for (int i = 0; i < directions; i++) {
                String name = chosen.name();
                statistics.add(SupportQuantity.LYAPUNOV_ANGLE, name, i, column(lyapunov, i));
                statistics.add(SupportQuantity.JACOBIAN_ANGLE, name, i, column(others, i));
            }
        }
        return own.residual() <= options.jacobian().tolerance()
                ? List.of()
                : List.of(
                        String.format(
                                Locale.ROOT,
                                "Eigenvectors of the score's Jacobian are left with residuals of"
                                        + " up to %.2g of the largest eigenvalue: angles of the"
                                        + " trailing ones are rough.",
                                own.residual()));
    }

    private static double[] column(double[][] rows, int index) {
        return Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
    }
}
