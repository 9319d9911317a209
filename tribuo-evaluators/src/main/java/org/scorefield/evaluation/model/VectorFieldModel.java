// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.VectorField;
import org.tribuo.Example;
import org.tribuo.Excuse;
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
 * A vector field as a Tribuo regression: features are the coordinates {@code x0, x1, ...} of a
 * state u, outputs the coordinates {@code f0, f1, ...} of f(u).
 *
 * <p>Names are padded with zeros, so that their order is that of the coordinates. A feature that is
 * absent is 0. Cannot be serialised: it stands for a network in memory, which must stay open.
 */
public final class VectorFieldModel extends Model<Regressor> {
    private static final long serialVersionUID = 1L;
    private static final int BATCH = 64;

    private final transient VectorField field;
    private final transient FieldSpace space;

    private VectorFieldModel(
            String name,
            ModelProvenance provenance,
            Parts parts,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs) {
        super(name, provenance, features, outputs, false);
        this.field = parts.field();
        this.space = parts.space();
    }

    private record Parts(VectorField field, FieldSpace space) {}

    /**
     * The model of a field of a checkpoint, whose provenance it takes.
     *
     * @param name for people
     * @param field the field
     * @param model the model behind it
     * @return the model
     */
    public static VectorFieldModel of(String name, VectorField field, DiffusionModel model) {
        Map<String, String> facts = new LinkedHashMap<>();
        JsonObject json = model.provenance().toJson();
        for (String key : json.keySet()) {
            facts.put(
                    key,
                    json.get(key).isJsonPrimitive()
                            ? json.get(key).getAsString()
                            : json.get(key).toString());
        }
        facts.put("field", field.getClass().getSimpleName());
        return of(name, field, FieldSpace.of(field, model), facts);
    }

    /**
     * The model of any field.
     *
     * @param name for people
     * @param field the field
     * @param space the arrays that it takes
     * @param facts what is known of it; becomes instance provenance
     * @return the model
     */
    public static VectorFieldModel of(
            String name, VectorField field, FieldSpace space, Map<String, String> facts) {
        MutableFeatureMap features = new MutableFeatureMap();
        FieldExamples.states(space.dimension()).names().forEach(x -> features.add(x, 1));
        MutableOutputInfo<Regressor> info = new RegressionFactory().generateInfo();
        Coordinates outputs = FieldExamples.values(space.dimension());
        info.observe(outputs.regressor(new double[space.dimension()]));
        return new VectorFieldModel(
                name,
                FieldProvenance.of(VectorFieldModel.class, facts),
                new Parts(field, space),
                new ImmutableFeatureMap(features),
                info.generateImmutableOutputInfo());
    }

    /** {@return the field} */
    public VectorField field() {
        return field;
    }

    /** {@return the arrays that the field takes} */
    public FieldSpace space() {
        return space;
    }

    @Override
    public Prediction<Regressor> predict(Example<Regressor> example) {
        return predictions(List.of(example)).get(0);
    }

    @Override
    protected List<Prediction<Regressor>> innerPredict(Iterable<Example<Regressor>> examples) {
        List<Prediction<Regressor>> predictions = new ArrayList<>();
        List<Example<Regressor>> batch = new ArrayList<>();
        for (Example<Regressor> example : examples) {
            batch.add(example);
            if (batch.size() == BATCH) {
                predictions.addAll(predictions(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            predictions.addAll(predictions(batch));
        }
        return predictions;
    }

    private List<Prediction<Regressor>> predictions(List<Example<Regressor>> examples) {
        int dimension = space.dimension();
        Coordinates states = FieldExamples.states(dimension);
        Coordinates values = FieldExamples.values(dimension);
        double[] x = new double[examples.size() * dimension];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(states.of(examples.get(i)), 0, x, i * dimension, dimension);
        }
        double[] f = evaluate(x, examples.size());
        List<Prediction<Regressor>> predictions = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            double[] row = Arrays.copyOfRange(f, i * dimension, (i + 1) * dimension);
            Example<Regressor> example = examples.get(i);
            predictions.add(new Prediction<>(values.regressor(row), example.size(), example));
        }
        return predictions;
    }

    private double[] evaluate(double[] x, int rows) {
        try (NDManager manager = NDManager.newBaseManager(space.device())) {
            NDArray u = manager.create(x, new Shape(rows).addAll(space.shape()));
            return field.evaluate(u.toType(space.dataType(), false))
                    .toType(DataType.FLOAT64, false)
                    .toDoubleArray();
        }
    }

    /** Empty: a field has no ranking of its features. */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    /** Empty: a field explains nothing. */
    @Override
    public Optional<Excuse<Regressor>> getExcuse(Example<Regressor> example) {
        return Optional.empty();
    }

    @Override
    protected VectorFieldModel copy(String newName, ModelProvenance newProvenance) {
        return new VectorFieldModel(
                newName,
                newProvenance,
                new Parts(field, space),
                getFeatureIDMap(),
                getOutputIDInfo());
    }
}
