// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkDescription;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.field.DataSpace;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.ModelProvenance;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.Conversion;
import org.scorefield.djl.schedule.InputScale;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.TimeInput;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** The exact prediction for a known distribution, as a network of (x, t). */
record ReferenceNetwork(
        ReferenceDistribution reference, NoiseSchedule schedule, Prediction prediction)
        implements Network {

    DiffusionModel model() {
        return new DiffusionModel(
                this,
                new Parameterization(schedule, prediction, TimeInput.CONTINUOUS, InputScale.UNIT),
                new DataSpace(new long[] {reference.dimension()}, new double[] {-1, 1}),
                new ModelProvenance(
                        "0", "test", "exact", description(), new JsonObject(), List.of()));
    }

    @Override
    public NDArray evaluate(NDArray x, @Nullable NDArray time) {
        return rows(
                x,
                time,
                (row, t) ->
                        combined(
                                row,
                                reference.score(row, schedule.alpha(t), schedule.sigma(t)),
                                t));
    }

    @Override
    public NDArray jvp(NDArray x, @Nullable NDArray time, NDArray v) {
        if (v.getShape().dimension() == 2) {
            return jvp(x, time, v.expandDims(0)).squeeze(0);
        }
        NDList all = new NDList();
        long directions = v.getShape().get(0);
        for (long k = 0; k < directions; k++) {
            NDArray one = v.get(k);
            int[] row = {0};
            all.add(
                    rows(
                            x,
                            time,
                            (state, t) -> {
                                String at = row[0] + ":" + ++row[0];
                                NDArray direction = one.get(at);
                                NDArray product =
                                        reference.hessianProduct(
                                                state,
                                                direction,
                                                schedule.alpha(t),
                                                schedule.sigma(t));
                                return combined(direction, product, t);
                            }));
        }
        return NDArrays.stack(all);
    }

    @Override
    public Linearization linearize(NDArray x, @Nullable NDArray time, NDArray v) {
        return new Linearization(evaluate(x, time), jvp(x, time, v));
    }

    /** The Jacobian is symmetric. */
    @Override
    public NDArray vjp(NDArray x, @Nullable NDArray time, NDArray w) {
        return jvp(x, time, w);
    }

    /** The prediction from the state and the score, or from derivatives of both. */
    private NDArray combined(NDArray state, NDArray score, double t) {
        Combination from = Conversion.between(Predictions.SCORE, prediction, schedule, t);
        return state.mul(from.ofState()).add(score.mul(from.ofOutput()));
    }

    private interface OfRow {
        NDArray at(NDArray row, double t);
    }

    private static NDArray rows(NDArray x, @Nullable NDArray time, OfRow function) {
        double[] t = Objects.requireNonNull(time).toDoubleArray();
        NDList rows = new NDList();
        for (int i = 0; i < t.length; i++) {
            rows.add(function.at(x.get(i + ":" + (i + 1)), t[i]));
        }
        return NDArrays.concat(rows);
    }

    @Override
    public NetworkSignature signature() {
        return NetworkSignature.timed(new Shape(reference.dimension()));
    }

    @Override
    public NetworkDescription description() {
        return new NetworkDescription(
                "PyTorch",
                Device.cpu(),
                DataType.FLOAT64,
                JacobianMethod.TANGENT_PROGRAM,
                JacobianMethod.TANGENT_PROGRAM,
                List.of());
    }

    @Override
    public void close() {}
}
