// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldEvaluator;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.KnownData;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Measures whether a checkpoint's samples stay on the support of the data: Lyapunov vectors of its
 * generation against tangent spaces, a sufficient condition step by step, and what its own error
 * and random errors do to samples.
 *
 * <p>Trajectories start at noised data, the very law of the forward path at the start. Tangent
 * frames are those that are given, then local PCA of the reference data and the ridge of their
 * density; the first of them splits steps and shifts. Source: spec support-robustness.
 */
public final class SupportEvaluator implements FieldEvaluator<SupportEvaluation> {
    private final SupportOptions options;
    private final List<TangentFrames> frames;
    private final Optional<ReferenceDistribution> distribution;

    /** An evaluator with {@link SupportOptions#DEFAULT}. */
    public SupportEvaluator() {
        this(SupportOptions.DEFAULT);
    }

    /**
     * An evaluator with options.
     *
     * @param options generation, vectors, perturbations and dimension
     */
    public SupportEvaluator(SupportOptions options) {
        this(options, List.of());
    }

    /**
     * An evaluator for a support whose tangent spaces are known.
     *
     * @param options how to measure
     * @param frames known frames, which come before those of the data
     */
    public SupportEvaluator(SupportOptions options, List<TangentFrames> frames) {
        this(options, frames, Optional.empty());
    }

    /**
     * An evaluator for Tribuo's data sets, which do not tell their own distribution.
     *
     * @param options how to measure; samples and the start of the path are the examples'
     * @param frames known frames, may be none
     * @param distribution of the data without noise
     */
    public SupportEvaluator(
            SupportOptions options,
            List<TangentFrames> frames,
            ReferenceDistribution distribution) {
        this(options, frames, Optional.of(distribution));
    }

    private SupportEvaluator(
            SupportOptions options,
            List<TangentFrames> frames,
            Optional<ReferenceDistribution> distribution) {
        this.options = options;
        this.frames = List.copyOf(frames);
        this.distribution = distribution;
    }

    /**
     * Follows trajectories from the states of examples, all of one time: features {@code t} and
     * coordinates, as {@link FieldModel} takes them.
     *
     * @throws EvaluationException where no distribution was given at construction, or the examples
     *     are of several times
     */
    @Override
    public SupportEvaluation evaluate(
            Model<Regressor> model,
            List<Prediction<Regressor>> predictions,
            DataProvenance provenance) {
        FieldModel field = FieldModel.require(model);
        ReferenceDistribution reference =
                distribution.orElseThrow(
                        () ->
                                new EvaluationException(
                                        "reference: expected a distribution given at construction,"
                                                + " found none; use new SupportEvaluator(options,"
                                                + " frames, distribution) for data sets"));
        List<Double> times =
                predictions.stream()
                        .map(prediction -> FieldModel.time(prediction.getExample()))
                        .distinct()
                        .toList();
        if (times.size() != 1) {
            throw new EvaluationException(
                    "predictions: expected states of one time, from which trajectories start, found "
                            + times.size()
                            + " times; evaluate them one after the other");
        }
        double[][] starts =
                predictions.stream()
                        .map(prediction -> field.state(prediction.getExample()))
                        .toArray(double[][]::new);
        try (SupportRun run =
                run(
                        field,
                        manager ->
                                KnownData.of(
                                        reference,
                                        options.sizes(field.predictor().dimension()),
                                        manager),
                        ProgressListener.NONE)) {
            return evaluation(field, predictions, run.findings(times.get(0), starts), provenance);
        }
    }

    /**
     * Against data, some of which make the reference density, while others are held out.
     *
     * @param model the model
     * @param reference data of the model's dimension
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException where data, options or the network's numbers do not allow it
     * @throws CancellationException where the thread was interrupted
     */
    public SupportEvaluation evaluate(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager ->
                        KnownData.split(
                                reference, options.sizes(model.predictor().dimension()), manager),
                reference.provenance(),
                progress);
    }

    /**
     * Against data that are the whole distribution that the model was to learn: all of them make
     * the density, and none are held out.
     *
     * @param model the model
     * @param reference all data
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public SupportEvaluation evaluateWhole(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> KnownData.whole(reference, manager),
                reference.provenance(),
                progress);
    }

    /**
     * Against a known distribution. Points for local frames and dimensions are draws from it.
     *
     * @param model the model
     * @param reference the distribution that the model was to learn
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public SupportEvaluation evaluate(
            FieldModel model, ReferenceDistribution reference, ProgressListener progress) {
        return evaluate(
                model,
                manager ->
                        KnownData.of(
                                reference, options.sizes(model.predictor().dimension()), manager),
                new SimpleDataSourceProvenance(
                        reference.getClass().getSimpleName(), new RegressionFactory()),
                progress);
    }

    private SupportEvaluation evaluate(
            FieldModel model,
            Function<NDManager, KnownData> known,
            DataProvenance provenance,
            ProgressListener progress) {
        try (SupportRun run = run(model, known, progress)) {
            return evaluation(model, List.of(), run.findings(), provenance);
        }
    }

    private SupportRun run(
            FieldModel model, Function<NDManager, KnownData> known, ProgressListener progress) {
        long start = System.nanoTime();
        BooleanSupplier late =
                () ->
                        options.timeBudget().isPresent()
                                && System.nanoTime() - start > options.timeBudget().get().toNanos();
        return new SupportRun(
                options, frames, model.predictor(), known, new SupportRun.Watch(progress, late));
    }

    private static SupportEvaluation evaluation(
            FieldModel model,
            List<Prediction<Regressor>> predictions,
            SupportFindings findings,
            DataProvenance provenance) {
        return new SupportEvaluation(
                new SupportMetric.Context(model, predictions, findings),
                new EvaluationProvenance(model.getProvenance(), provenance));
    }
}
