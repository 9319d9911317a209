// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The sum of potentials.
 *
 * @param terms at least one, of one dimension
 */
public record SumPotential(List<Potential> terms) implements Potential {

    /**
     * Copies.
     *
     * @param terms at least one, of one dimension
     */
    public SumPotential {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException(
                    "terms: expected at least one potential, found none; leave the sum away");
        }
    }

    @Override
    public int dimension() {
        return terms.get(0).dimension();
    }

    @Override
    public NDArray gradient(NDArray x) {
        NDArray sum = terms.get(0).gradient(x);
        for (Potential term : terms.subList(1, terms.size())) {
            sum = sum.add(term.gradient(x));
        }
        return sum;
    }

    @Override
    public NDArray laplacian(NDArray x) {
        NDArray sum = terms.get(0).laplacian(x);
        for (Potential term : terms.subList(1, terms.size())) {
            sum = sum.add(term.laplacian(x));
        }
        return sum;
    }
}
