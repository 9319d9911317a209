// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/**
 * Measures the dimension of the support around data points, by {@link Flipd} and by {@link
 * NormalBundle}.
 *
 * <p>A point's numbers follow from the seed and its number, whatever the batch. Of a model that is
 * not told the noise, FLIPD's columns are named {@link #BLIND}: at a state without noise it answers
 * as for the least noise, and the number says nothing of the support.
 *
 * @param predictor the model
 * @param options how
 * @param progress hears of points
 */
public record DimensionRun(
        NoisePredictor predictor, DimensionOptions options, ProgressListener progress) {

    /** Name of FLIPD's columns where the model is not told the noise. */
    public static final String BLIND = "blind";

    /** A normal value and a tangent one differ by this factor at least, or there is no gap. */
    static final double CLEAR = 3;

    /**
     * Measures some points.
     *
     * @param points data x0, {@code [n, D]} FLOAT64, on the model's device; not modified
     * @param sampling seed, number of the first point, and states carried together
     * @return columns {@link SupportQuantity#FLIPD} and its error of each level, and {@link
     *     SupportQuantity#NORMAL_BUNDLE} and its gap of the points that have a bundle
     * @throws EvaluationException if the model's numbers are not finite
     * @throws CancellationException if the thread was interrupted
     */
    public SupportSufficientStatistics run(NDArray points, SamplingOptions sampling) {
        SupportSufficientStatistics statistics = new SupportSufficientStatistics();
        flipd(points, sampling, statistics);
        if (predictor.dimension() > 1) {
            bundles(points, sampling, statistics);
        }
        return statistics;
    }

    private void flipd(
            NDArray points, SamplingOptions sampling, SupportSufficientStatistics statistics) {
        long n = points.getShape().get(0);
        Flipd flipd = Flipd.of(predictor, options.divergence());
        long total = n * options.levels().size();
        String of = predictor.blind() ? BLIND : "";
        for (int k = 0; k < options.levels().size(); k++) {
            NoiseLevel level = options.levels().get(k);
            for (long from = 0; from < n; from += sampling.batchSize()) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted while measuring dimensions");
                }
                progress.progress("dimension by FLIPD", k * n + from, total);
                long to = Math.min(n, from + sampling.batchSize());
                try (NDArray batch = points.get(new NDIndex("{}:{}", from, to))) {
                    Flipd.Estimates found =
                            flipd.at(
                                    batch,
                                    level,
                                    sampling.withFirstSample(sampling.firstSample() + from));
                    for (double value : found.values()) {
                        if (!Double.isFinite(value)) {
                            throw new EvaluationException(
                                    "model: expected finite numbers at data scaled by alpha, t = "
                                            + level.t()
                                            + ", found others; check the checkpoint, its card and"
                                            + " the data's range");
                        }
                    }
                    statistics.add(SupportQuantity.FLIPD, of, k, found.values());
                    statistics.add(SupportQuantity.FLIPD_ERROR, of, k, found.standardErrors());
                }
            }
        }
        progress.progress("dimension by FLIPD", total, total);
    }

    private void bundles(
            NDArray points, SamplingOptions sampling, SupportSufficientStatistics statistics) {
        long left = Math.max(0, options.bundlePoints() - sampling.firstSample());
        long count = Math.min(points.getShape().get(0), left);
        if (count == 0) {
            return;
        }
        NormalBundle bundle = new NormalBundle(predictor, options.bundle(), options.neighbours());
        for (long i = 0; i < count; i++) {
            progress.progress("dimension by the score normal bundle", i, count);
            try (NDArray point = points.get(new NDIndex("{}:{}", i, i + 1))) {
                SpectralGap gap =
                        NormalBundle.gap(
                                bundle.spectrum(
                                        point,
                                        sampling.withFirstSample(sampling.firstSample() + i)),
                                options.tangent());
                statistics.add(
                        SupportQuantity.NORMAL_BUNDLE,
                        "",
                        0,
                        gap.clear(CLEAR) ? predictor.dimension() - gap.above() : Double.NaN);
                statistics.add(SupportQuantity.NORMAL_BUNDLE_GAP, "", 0, gap.size());
            }
        }
        progress.progress("dimension by the score normal bundle", count, count);
    }
}
