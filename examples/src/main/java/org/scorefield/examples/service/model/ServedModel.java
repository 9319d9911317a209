// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.djl.engine.ModelDirectory;

/**
 * A model that DJL has loaded, and the shape of its states.
 *
 * @param model closed with this
 * @param shape of one state
 */
record ServedModel(ZooModel<Input, Output> model, long[] shape) implements AutoCloseable {

    static ServedModel load(Criteria<Input, Output> criteria) throws IOException {
        try {
            ZooModel<Input, Output> model = criteria.loadModel();
            Path path = model.getModelPath();
            Path directory = Files.isDirectory(path) ? path : path.resolveSibling("");
            return new ServedModel(model, ModelDirectory.open(directory).card().dataShape());
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The quantity at the states, by a predictor of its own. */
    DenseArray evaluate(FieldQuery query) throws TranslateException {
        Optional<float[]> times = query.timesFor(shape);
        Input input = new Input();
        input.addProperty("quantity", query.quantity());
        input.addProperty("Content-Type", "tensor/ndlist");
        try (NDManager manager = model.getNDManager().newSubManager();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            NDList list =
                    new NDList(manager.create(query.x().values(), new Shape(query.x().shape())));
            times.ifPresent(values -> list.add(manager.create(values)));
            input.add(list.encode());
            Output output = predictor.predict(input);
            NDArray found = output.getDataAsNDList(manager).singletonOrThrow();
            return new DenseArray(found.getShape().getShape(), found.toFloatArray());
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
