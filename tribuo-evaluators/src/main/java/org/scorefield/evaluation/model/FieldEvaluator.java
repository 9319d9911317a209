// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import java.util.ArrayList;
import java.util.List;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.regression.Regressor;

/**
 * An evaluator of {@link FieldModel}s on Tribuo's data sets: whatever holds the examples, what is
 * evaluated are the model's predictions for them.
 *
 * @param <E> the evaluation
 */
public interface FieldEvaluator<E extends Evaluation<Regressor>> extends Evaluator<Regressor, E> {

    @Override
    default E evaluate(Model<Regressor> model, Dataset<Regressor> dataset) {
        return evaluate(model, model.predict(dataset), dataset.getProvenance());
    }

    @Override
    default E evaluate(Model<Regressor> model, DataSource<Regressor> source) {
        List<Example<Regressor>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return evaluate(model, model.predict(examples), source.getProvenance());
    }
}
