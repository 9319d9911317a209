// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * A vector field that depends on a time, with Jacobian products: at each t a {@link VectorField}.
 *
 * <p>Of a checkpoint by {@link #of}, autonomous as {@code t -> field}. Where a process is to be
 * sampled only, a {@link Denoiser} or {@link RightHandSide} is enough; variations need this.
 */
public interface TimedField extends RightHandSide {

    /**
     * The field at a time.
     *
     * @param t time
     * @return the field of the state alone
     */
    VectorField at(double t);

    @Override
    default NDArray evaluate(NDArray x, double t) {
        return at(t).evaluate(x);
    }

    /** {@return what a reader of results should know, such as products by central differences} */
    default List<String> notes() {
        return List.of();
    }

    /**
     * A quantity of a checkpoint as a function of state and time.
     *
     * <p>A module that the engine cannot differentiate gives products by central differences; its
     * {@link #notes} say so.
     *
     * @param model the model, which the caller closes after the last use
     * @param quantity what the field is: {@link Quantity#DENOISER} for a process of the denoiser,
     *     {@link Quantity#VELOCITY} for the right-hand side of its probability flow, which for flow
     *     matching is the network's own output
     * @return the field
     */
    static TimedField of(DiffusionModel model, Quantity quantity) {
        return new ModelField(model, quantity);
    }

    /**
     * The probability flow of a denoiser with its Jacobian products; the formula is {@link
     * RightHandSide#probabilityFlow}'s.
     *
     * @param denoiser D(x, t)
     * @param schedule its alpha and sigma; sigma must be positive where the flow is asked
     * @return its right-hand side
     */
    static TimedField probabilityFlow(TimedField denoiser, NoiseSchedule schedule) {
        return new ProbabilityFlow(denoiser, schedule);
    }
}
