// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

/** How a Jacobian product of a network is computed. */
public enum JacobianMethod {
    /**
     * The forward-mode program written next to the network by the compiler: exact, the primal is
     * computed once for all directions.
     */
    TANGENT_PROGRAM,
    /**
     * PyTorch's reverse mode for {@code J^T w}, and its double-backward identity for {@code J v}:
     * exact.
     */
    AUTOGRAD,
    /**
     * Central differences, second order in the step; the last resort, for a network that the engine
     * cannot differentiate. The step: cbrt(ulp) max(1, |x|_max) in the largest coordinate.
     */
    CENTRAL_DIFFERENCES
}
