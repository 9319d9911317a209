// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;

/**
 * All that evaluators ask of a diffusion model: its estimate of the noise, and its own output.
 *
 * <p>With x = alpha(t) x0 + sigma(t) eps, eps ~ N(0, I), the exact estimate is E[eps | x] =
 * -sigma(t) grad log p_t(x), the exact output E[c x0 + d eps | x]. t = 0 is data, t = 1 is noise.
 */
public interface NoisePredictor {

    /** {@return alpha and sigma over t in [0, 1]} */
    NoiseSchedule schedule();

    /** {@return numbers in one sample, D} */
    int dimension();

    /**
     * The estimate of the noise.
     *
     * @param x states, [n, D] FLOAT64, in the model's data units, on the device of {@link
     *     #newManager()}; not modified
     * @param t time in [0, 1], 1 = noise
     * @return [n, D] FLOAT64, without unit, owned by the manager of {@code x}
     */
    NDArray epsilon(NDArray x, double t);

    /**
     * {@return c and d of the target that the model was trained on; epsilon unless it says
     * otherwise}
     */
    default Prediction prediction() {
        return Predictions.EPSILON;
    }

    /**
     * {@return whether the model is not told the time: {@link #output} is then the same at every t}
     */
    default boolean blind() {
        return false;
    }

    /**
     * The model's own output, its estimate of c x0 + d eps.
     *
     * @param x states, [n, D] FLOAT64, in the model's data units; not modified
     * @param t one time a state, [n], in [0, 1], 1 = noise; a {@link #blind} model ignores them
     * @return [n, D] FLOAT64, owned by the manager of {@code x}
     */
    default NDArray output(NDArray x, double[] t) {
        NDManager owner = x.getManager();
        try (NDManager manager = owner.newSubManager(x.getDevice())) {
            NDList rows = new NDList();
            for (int i = 0; i < t.length; i++) {
                int from = i;
                while (i + 1 < t.length && t[i + 1] == t[from]) {
                    i++;
                }
                NDArray same = x.get(new NDIndex(from + ":" + (i + 1)));
                same.attach(manager);
                rows.add(epsilon(same, t[from]));
            }
            NDArray all = NDArrays.concat(rows);
            all.attach(owner);
            return all;
        }
    }

    /**
     * A quantity as a field of state and time with Jacobian products, for variations and frames.
     *
     * <p>Unless overridden, products are central differences of {@link #epsilon}, which the field's
     * notes say; transposed ones are then for at most 512 numbers.
     *
     * @param quantity what the field is
     * @return the field, on states [n, D] FLOAT64
     */
    default TimedField field(Quantity quantity) {
        return new DifferenceField(this, quantity);
    }

    /** {@return a new manager on the model's device; the caller closes it} */
    NDManager newManager();
}
