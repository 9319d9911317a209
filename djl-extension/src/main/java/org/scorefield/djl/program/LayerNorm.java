// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/**
 * Options of layer normalisation: over how many of the last axes, and the variance's epsilon.
 *
 * @param axes how many of the last axes are normalised together, at least 1
 * @param eps added to the variance, at least 0
 */
public record LayerNorm(int axes, double eps) {

    /**
     * Refuses values outside their ranges.
     *
     * @param axes how many of the last axes are normalised together, at least 1
     * @param eps added to the variance, at least 0
     */
    public LayerNorm {
        if (axes < 1 || !(eps >= 0)) {
            throw Shapes.refuse(
                    "LayerNorm",
                    "axes of at least 1 and eps of at least 0",
                    axes + " and " + eps,
                    "correct the options");
        }
    }
}
