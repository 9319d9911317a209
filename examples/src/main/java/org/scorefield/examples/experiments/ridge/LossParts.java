// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

/**
 * The loss of a model at some training time, mean squared error a coordinate, by its causes.
 *
 * @param irreducible the loss of the exact posterior mean: what no model can learn from x
 * @param architecturalBias what the best weights add: what these features cannot represent
 * @param optimisationError what is added by having trained for a finite time
 */
record LossParts(double irreducible, double architecturalBias, double optimisationError) {

    /** The loss. */
    double total() {
        return irreducible + architecturalBias + optimisationError;
    }
}
