// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

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
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.model.FieldEvaluator;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.KnownData;
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
 * Measures the landscape that a checkpoint descends when it is not told the noise level, and
 * whether its parameterisation survives that.
 *
 * <p>States are taken at data, noised data, on the way of the checkpoint's own generation and at
 * its end; at each, {@link MarginalEnergyMetrics} compare the checkpoint with what is optimal for
 * the reference distribution. Source: spec autonomous-fields; Sahraee-Ardakan, Delbracio, Milanfar,
 * arXiv 2602.18428.
 */
public final class MarginalEnergyEvaluator implements FieldEvaluator<MarginalEnergyEvaluation> {
    private final MarginalEnergyOptions options;
    private final Optional<ReferenceDistribution> distribution;

    /** An evaluator with {@link MarginalEnergyOptions#DEFAULT}. */
    public MarginalEnergyEvaluator() {
        this(MarginalEnergyOptions.DEFAULT);
    }

    /**
     * An evaluator with options.
     *
     * @param options levels, samples, runs and seed
     */
    public MarginalEnergyEvaluator(MarginalEnergyOptions options) {
        this(options, Optional.empty());
    }

    /**
     * An evaluator for Tribuo's data sets, which do not tell their own distribution.
     *
     * @param options levels, runs and steps are not used there
     * @param distribution of the data without noise
     */
    public MarginalEnergyEvaluator(
            MarginalEnergyOptions options, ReferenceDistribution distribution) {
        this(options, Optional.of(distribution));
    }

    private MarginalEnergyEvaluator(
            MarginalEnergyOptions options, Optional<ReferenceDistribution> distribution) {
        this.options = options;
        this.distribution = distribution;
    }

    /**
     * At the states of examples: features {@code t} and coordinates, as {@link FieldModel} takes
     * them. Nothing is generated, so that the verdict stays open.
     *
     * @throws EvaluationException where no distribution was given at construction
     */
    @Override
    public MarginalEnergyEvaluation evaluate(
            Model<Regressor> model,
            List<Prediction<Regressor>> predictions,
            DataProvenance provenance) {
        FieldModel field = FieldModel.require(model);
        ReferenceDistribution reference =
                distribution.orElseThrow(
                        () ->
                                new EvaluationException(
                                        "reference: expected a distribution given at construction,"
                                                + " found none; use new"
                                                + " MarginalEnergyEvaluator(options,"
                                                + " distribution) for data sets"));
        Map<Double, List<double[]>> states = new TreeMap<>();
        for (Prediction<Regressor> prediction : predictions) {
            Example<Regressor> example = prediction.getExample();
            states.computeIfAbsent(FieldModel.time(example), t -> new ArrayList<>())
                    .add(field.state(example));
        }
        if (states.isEmpty()) {
            throw new EvaluationException(
                    "predictions: expected some, found none; evaluate a data set with examples");
        }
        try (MarginalEnergyRun run =
                new MarginalEnergyRun(
                        options,
                        field.predictor(),
                        manager -> KnownData.of(reference, options.sizes(), manager),
                        ProgressListener.NONE)) {
            EnergyFindings findings = run.findings(states);
            return new MarginalEnergyEvaluation(
                    new MarginalEnergyMetric.Context(model, predictions, run.statistics().levels()),
                    findings,
                    new EvaluationProvenance(model.getProvenance(), provenance));
        }
    }

    /**
     * Against data, some of which make the reference density, while others are held out.
     *
     * @param model the model
     * @param reference data of the model's dimension
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException where the data or the network's numbers do not allow it
     * @throws CancellationException where the thread was interrupted
     */
    public MarginalEnergyEvaluation evaluate(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> KnownData.split(reference, options.sizes(), manager),
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
    public MarginalEnergyEvaluation evaluateWhole(
            FieldModel model, ReferenceData reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> KnownData.whole(reference, manager),
                reference.provenance(),
                progress);
    }

    /**
     * Against a known distribution. Points of the reference and held-out data are draws from it.
     *
     * @param model the model
     * @param reference the distribution that the model was to learn
     * @param progress hears how far it is
     * @return the evaluation
     * @throws EvaluationException as {@link #evaluate(FieldModel, ReferenceData, ProgressListener)}
     */
    public MarginalEnergyEvaluation evaluate(
            FieldModel model, ReferenceDistribution reference, ProgressListener progress) {
        return evaluate(
                model,
                manager -> KnownData.of(reference, options.sizes(), manager),
                new SimpleDataSourceProvenance(
                        reference.getClass().getSimpleName(), new RegressionFactory()),
                progress);
    }

    private MarginalEnergyEvaluation evaluate(
            FieldModel model,
            Function<NDManager, KnownData> known,
            DataProvenance provenance,
            ProgressListener progress) {
        try (MarginalEnergyRun run =
                new MarginalEnergyRun(options, model.predictor(), known, progress)) {
            EnergyFindings findings = run.findings();
            return new MarginalEnergyEvaluation(
                    new MarginalEnergyMetric.Context(model, List.of(), run.statistics().levels()),
                    findings,
                    new EvaluationProvenance(model.getProvenance(), provenance));
        }
    }
}
