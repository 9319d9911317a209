// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.ArrayList;
import java.util.List;

/**
 * An explicit Runge-Kutta method in t for the probability flow of a denoiser, in the schedule's t.
 *
 * <p>For the straight path of flow matching this is the flow-matching ODE. A step to sigma = 0,
 * where the velocity does not follow from the denoiser, is Euler's. Order: the tableau's (tested on
 * a Gaussian).
 *
 * @param tableau the method
 */
public record RungeKutta(ButcherTableau tableau) implements GeneratingProcess {

    @Override
    public StepPlan plan(Step step) {
        ButcherTableau method = step.sigmaTo() == 0 ? ButcherTableau.EULER : tableau;
        double h = step.to() - step.from();
        List<StepPlan.Stage> stages = new ArrayList<>();
        List<Weights> velocities = new ArrayList<>();
        for (int i = 0; i < method.stages(); i++) {
            Weights at = Weights.STATE;
            for (int j = 0; j < i; j++) {
                at = at.plus(velocities.get(j).times(h * method.a(i, j)));
            }
            double node = method.node(i);
            double t = node == 0 ? step.from() : node == 1 ? step.to() : step.from() + node * h;
            StepCoefficients velocity = ReverseProcess.velocity(step.schedule(), t);
            stages.add(new StepPlan.Stage(t, at));
            velocities.add(
                    at.times(velocity.state()).plus(Weights.value(i).times(velocity.denoised())));
        }
        Weights end = Weights.STATE;
        for (int i = 0; i < method.stages(); i++) {
            end = end.plus(velocities.get(i).times(h * method.b(i)));
        }
        return new StepPlan(stages, end);
    }

    @Override
    public int evaluations() {
        return tableau.stages();
    }
}
