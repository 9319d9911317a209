// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import java.util.List;
import org.scorefield.djl.process.ButcherTableau;
import org.scorefield.djl.process.OdeFlow;
import org.scorefield.djl.process.RightHandSide;
import org.scorefield.djl.process.StepRule;

/**
 * How a flow is solved: all of an {@link OdeFlow} but its right-hand side.
 *
 * @param tableau the method
 * @param rule fixed or adaptive steps
 * @param times from first to last
 */
public record FlowSolver(ButcherTableau tableau, StepRule rule, List<Double> times) {

    /**
     * Copies.
     *
     * @param tableau the method
     * @param rule fixed or adaptive steps
     * @param times from first to last
     */
    public FlowSolver {
        times = List.copyOf(times);
    }

    /**
     * Steps of the classical method of order 4 from each time to the next.
     *
     * @param times strictly rising or strictly falling, at least two; one step between neighbours
     * @return the solver, of four evaluations a step
     */
    public static FlowSolver rk4(List<Double> times) {
        return new FlowSolver(ButcherTableau.RK4, StepRule.fixed(), times);
    }

    /**
     * Dormand and Prince 5(4) with steps of each sample's own.
     *
     * @param tolerance of a step, relative and absolute; 1e-5 is common in FLOAT32
     * @param from first time
     * @param to last time
     * @return the solver
     */
    public static FlowSolver adaptive(double tolerance, double from, double to) {
        return new FlowSolver(
                ButcherTableau.DORMAND_PRINCE,
                StepRule.adaptive(tolerance, tolerance),
                List.of(from, to));
    }

    OdeFlow of(RightHandSide right) {
        return new OdeFlow(right, tableau, rule, times);
    }
}
