// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.MutableFeatureMap;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A diffusion model as a Tribuo regression: features are the time {@code t} and the coordinates
 * {@code x0, x1, ...} of a noised sample, outputs the coordinates {@code eps0, eps1, ...} of its
 * noise.
 *
 * <p>Names are padded with zeros, so that their order is that of the coordinates. Meant for modest
 * dimension: Tribuo's examples hold a name for every number. A feature that is absent is 0. Cannot
 * be serialised: it stands for a network in memory.
 */
public final class FieldModel extends Model<Regressor> {
    private static final long serialVersionUID = 1L;
    private static final String TIME = "t";
    private static final int BATCH = 64;

    private final transient NoisePredictor predictor;

    private FieldModel(
            String name,
            ModelProvenance provenance,
            NoisePredictor predictor,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs) {
        super(name, provenance, features, outputs, false);
        this.predictor = predictor;
    }

    /**
     * A model over a predictor.
     *
     * @param name for people
     * @param predictor the diffusion model
     * @param facts what is known of it, for example its SHA-256; becomes instance provenance
     * @return the model
     */
    public static FieldModel of(String name, NoisePredictor predictor, Map<String, String> facts) {
        MutableFeatureMap features = new MutableFeatureMap();
        features.add(TIME, 1);
        for (String feature : names("x", predictor.dimension())) {
            features.add(feature, 1);
        }
        String[] outputs = names("eps", predictor.dimension());
        MutableOutputInfo<Regressor> info = new RegressionFactory().generateInfo();
        info.observe(new Regressor(outputs, new double[outputs.length]));
        ModelProvenance provenance = FieldProvenance.of(FieldModel.class, facts);
        return new FieldModel(
                name,
                provenance,
                predictor,
                new ImmutableFeatureMap(features),
                info.generateImmutableOutputInfo());
    }

    /**
     * The model itself, where it is one of these.
     *
     * @param model any model
     * @return the same
     * @throws IllegalArgumentException if it is another kind of model
     */
    public static FieldModel require(Model<Regressor> model) {
        if (model instanceof FieldModel) {
            return (FieldModel) model;
        }
        throw new IllegalArgumentException(
                "model: expected a FieldModel, found "
                        + model.getClass().getSimpleName()
                        + "; wrap the diffusion model with FieldModel.of, which knows its noise"
                        + " schedule");
    }

    /** {@return the diffusion model} */
    public NoisePredictor predictor() {
        return predictor;
    }

    /**
     * Names of D outputs, in the order of the coordinates.
     *
     * @param dimension D, at least 1
     * @return the names, [D]
     */
    public static String[] names(int dimension) {
        return names("eps", dimension);
    }

    private static String[] names(String prefix, int dimension) {
        return new Coordinates(prefix, dimension).names().toArray(String[]::new);
    }

    /**
     * The features of a state x, [D], at time t.
     *
     * @param x a state, [D]
     * @param t its time in [0, 1], 1 = noise
     * @return the value of each feature by name: the coordinates, and the time
     */
    public static Map<String, Double> features(double[] x, double t) {
        Map<String, Double> features = new HashMap<>();
        String[] names = names("x", x.length);
        for (int i = 0; i < x.length; i++) {
            features.put(names[i], x[i]);
        }
        features.put(TIME, t);
        return features;
    }

    /**
     * The time of an example, in [0, 1], 1 = noise.
     *
     * @param example an example made of {@link #features}
     * @return its time
     */
    public static double time(Example<Regressor> example) {
        Feature feature = example.lookup(TIME);
        if (feature == null) {
            throw new IllegalArgumentException(
                    "example: expected a feature named t, found none; make examples with"
                            + " NoisedExamples");
        }
        return feature.getValue();
    }

    /**
     * The state of an example, [D].
     *
     * @param example an example made of {@link #features}
     * @return its state
     */
    public double[] state(Example<Regressor> example) {
        return new Coordinates("x", predictor.dimension()).of(example);
    }

    /**
     * The noise that an output stands for, [D].
     *
     * @param output an output of D coordinates
     * @return the noise, in units of sigma
     */
    public double[] noise(Regressor output) {
        return new Coordinates("eps", predictor.dimension()).of(output);
    }

    @Override
    public Prediction<Regressor> predict(Example<Regressor> example) {
        return predict(List.of(example), time(example)).get(0);
    }

    @Override
    protected List<Prediction<Regressor>> innerPredict(Iterable<Example<Regressor>> examples) {
        List<Prediction<Regressor>> predictions = new ArrayList<>();
        List<Example<Regressor>> batch = new ArrayList<>();
        for (Example<Regressor> example : examples) {
            if (batch.size() == BATCH
                    || (!batch.isEmpty() && time(batch.get(0)) != time(example))) {
                predictions.addAll(predict(batch, time(batch.get(0))));
                batch.clear();
            }
            batch.add(example);
        }
        if (!batch.isEmpty()) {
            predictions.addAll(predict(batch, time(batch.get(0))));
        }
        return predictions;
    }

    private List<Prediction<Regressor>> predict(List<Example<Regressor>> examples, double t) {
        int dimension = predictor.dimension();
        double[] x = new double[examples.size() * dimension];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(state(examples.get(i)), 0, x, i * dimension, dimension);
        }
        double[] noise = epsilon(x, t);
        String[] names = names("eps", dimension);
        List<Prediction<Regressor>> predictions = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            double[] row = Arrays.copyOfRange(noise, i * dimension, (i + 1) * dimension);
            Example<Regressor> example = examples.get(i);
            predictions.add(new Prediction<>(new Regressor(names, row), example.size(), example));
        }
        return predictions;
    }

    private double[] epsilon(double[] x, double t) {
        try (NDManager manager = predictor.newManager()) {
            Shape shape = new Shape(x.length / predictor.dimension(), predictor.dimension());
            return predictor.epsilon(manager.create(x, shape), t).toDoubleArray();
        }
    }

    /** Empty: a network has no ranking of its features. */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    /** Empty: a network explains nothing. */
    @Override
    public Optional<Excuse<Regressor>> getExcuse(Example<Regressor> example) {
        return Optional.empty();
    }

    @Override
    protected FieldModel copy(String newName, ModelProvenance newProvenance) {
        return new FieldModel(
                newName, newProvenance, predictor, getFeatureIDMap(), getOutputIDInfo());
    }
}
