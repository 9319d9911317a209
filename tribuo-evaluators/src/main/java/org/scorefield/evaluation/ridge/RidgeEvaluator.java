// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldEvaluator;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Follows a checkpoint's own samples to the ridge of the data and says what became of them:
 * memorised, on the ridge between the data, or off it.
 *
 * <p>Samples are made by {@link RidgeEvaluatorOptions.Process} on a grid of equal steps in log SNR,
 * and looked at where {@link RidgePath} says: frames, distances, and the model's error split by the
 * frame. Held-out data, noised to the same levels, are looked at in the same way: what they are a
 * good model's samples would be. d and the radius come from the options or from the data, see
 * {@link DirectionVote} and {@link MemoryRadius}; phases and the ridge are read down to the noise
 * at which nine in ten held-out data are still on the ridge. Source: spec ridge-manifold; He, Qiu,
 * Tao, arXiv 2602.06021.
 */
public final class RidgeEvaluator implements FieldEvaluator<RidgeEvaluation> {
    private final RidgeEvaluatorOptions options;
    private final Optional<ReferenceDistribution> distribution;

    /** An evaluator with {@link RidgeEvaluatorOptions#DEFAULT}. */
    public RidgeEvaluator() {
        this(RidgeEvaluatorOptions.DEFAULT);
    }

    /**
     * An evaluator with options.
     *
     * @param options how samples are made, which ridge, and what counts as memorised
     */
    public RidgeEvaluator(RidgeEvaluatorOptions options) {
        this(options, Optional.empty());
    }

    /**
     * An evaluator for Tribuo's data sets, which do not tell their own distribution.
     *
     * @param options how samples are made is not used there
     * @param distribution of the data without noise
     */
    public RidgeEvaluator(RidgeEvaluatorOptions options, ReferenceDistribution distribution) {
        this(options, Optional.of(distribution));
    }

    private RidgeEvaluator(
            RidgeEvaluatorOptions options, Optional<ReferenceDistribution> distribution) {
        this.options = options;
        this.distribution = distribution;
    }

    /**
     * At the states of examples: features {@code t} and coordinates, as {@link FieldModel} takes
     * them. Nothing is generated, so that there are no shares of verdicts.
     *
     * @throws EvaluationException where no distribution was given at construction, or data and d do
     *     not allow a frame
     */
    @Override
    public RidgeEvaluation evaluate(
            Model<Regressor> model,
            List<Prediction<Regressor>> predictions,
            DataProvenance provenance) {
        FieldModel field = FieldModel.require(model);
        ReferenceDistribution reference =
                distribution.orElseThrow(
                        () ->
                                new EvaluationException(
                                        "reference: expected a distribution given at construction,"
                                                + " found none; use new RidgeEvaluator(options,"
                                                + " distribution) for data sets"));
        Map<Double, List<double[]>> states = new TreeMap<>();
        for (Prediction<Regressor> prediction : predictions) {
            Example<Regressor> example = prediction.getExample();
            states.computeIfAbsent(FieldModel.time(example), t -> new ArrayList<>())
                    .add(field.state(example));
        }
        try (RidgeRun run =
                new RidgeRun(
                        options,
                        field.predictor(),
                        manager -> RidgeData.of(reference, options, manager),
                        ProgressListener.NONE)) {
            return evaluation(model, predictions, run.look(states), provenance);
        }
    }

    /**
     * Against data, some of which make the density and count as training points, while others are
     * held out.
     *
     * @param model the model
     * @param reference data of the model's dimension
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException where the data or the network's numbers do not allow it
     * @throws CancellationException where the thread was interrupted
     */
    public RidgeEvaluation evaluate(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> RidgeData.split(reference, options, manager),
                reference.provenance(),
                progress);
    }

    /**
     * Against the data that the model was trained on, and others that it was not.
     *
     * @param model the model
     * @param training the density, and what samples can have been memorised from
     * @param heldOut data of the same distribution
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public RidgeEvaluation evaluate(
            FieldModel model,
            ReferenceData training,
            ReferenceData heldOut,
            ProgressListener progress) {
        return evaluate(
                model,
                manager -> RidgeData.apart(training, heldOut, options, manager),
                training.provenance(),
                progress);
    }

    /**
     * Against data that are the whole distribution that the model was to learn: all of them make
     * the density and count as training points, and none are held out.
     *
     * @param model the model
     * @param reference all data
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public RidgeEvaluation evaluateWhole(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> RidgeData.whole(reference, manager),
                reference.provenance(),
                progress);
    }

    /**
     * Against a known distribution. Training points and held-out data are draws from it.
     *
     * @param model the model
     * @param reference the distribution that the model was to learn
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public RidgeEvaluation evaluate(
            FieldModel model, ReferenceDistribution reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> RidgeData.of(reference, options, manager),
                new SimpleDataSourceProvenance(
                        reference.getClass().getSimpleName(), new RegressionFactory()),
                progress);
    }

    private RidgeEvaluation evaluate(
            FieldModel model,
            Function<NDManager, RidgeData> source,
            DataProvenance provenance,
            ProgressListener progress) {
        try (RidgeRun run = new RidgeRun(options, model.predictor(), source, progress)) {
            return evaluation(model, List.of(), run.run(), provenance);
        }
    }

    private RidgeEvaluation evaluation(
            Model<Regressor> model,
            List<Prediction<Regressor>> predictions,
            RidgeRun.Result result,
            DataProvenance provenance) {
        RidgeMetric.Context context =
                new RidgeMetric.Context(
                        model,
                        predictions,
                        result.statistics().levels(options.geometry().kappa()),
                        result.findings().shares());
        return new RidgeEvaluation(
                context, result, new EvaluationProvenance(model.getProvenance(), provenance));
    }
}
