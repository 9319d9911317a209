// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * A loaded diffusion model as a {@link NoisePredictor}. Does not own the model. Thread-safe as the
 * model is.
 */
public final class DiffusionPredictor implements NoisePredictor {
    private final DiffusionModel model;
    private final int dimension;

    /** A predictor over a model, which must stay open. */
    public DiffusionPredictor(DiffusionModel model) {
        this.model = model;
        this.dimension =
                Math.toIntExact(LongStream.of(model.dataShape()).reduce(1, Math::multiplyExact));
    }

    @Override
    public NoiseSchedule schedule() {
        return model.parameterization().schedule();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double[] epsilon(double[] x, int batch, double t) {
        Shape shape = new Shape(batch).addAll(new Shape(model.dataShape()));
        try (NDManager manager = model.newManager()) {
            if (model.dataType() == DataType.FLOAT64) {
                return model.epsilon(manager.create(x, shape), t).toDoubleArray();
            }
            float[] single = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                single[i] = (float) x[i];
            }
            NDArray predicted = model.epsilon(manager.create(single, shape), t);
            float[] values = predicted.toFloatArray();
            double[] epsilon = new double[values.length];
            Arrays.setAll(epsilon, i -> values[i]);
            return epsilon;
        }
    }
}
