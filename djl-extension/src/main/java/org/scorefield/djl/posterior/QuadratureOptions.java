// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.posterior;

/**
 * How finely p(t | u) is resolved.
 *
 * @param nodes Gauss-Legendre nodes a round, at least 2
 * @param rounds how often the interval may shrink to where the mass is; 0 keeps the nodes on the
 *     whole of the prior's interval
 * @param tail the mass that a shrunken interval may leave out at either end, a round, in [0, 0.01]
 */
public record QuadratureOptions(int nodes, int rounds, double tail) {

    private static final double LARGEST_TAIL = 0.01;

    /**
     * Refuses values outside their ranges.
     *
     * @param nodes Gauss-Legendre nodes a round, at least 2
     * @param rounds how often the interval may shrink to where the mass is; 0 keeps the nodes on
     *     the whole of the prior's interval
     * @param tail the mass that a shrunken interval may leave out at either end, a round, in [0,
     *     0.01]
     */
    public QuadratureOptions {
        if (nodes < 2 || rounds < 0 || !(tail >= 0 && tail <= LARGEST_TAIL)) {
            throw new IllegalArgumentException(
                    String.format(
                            "quadrature: expected nodes >= 2, rounds >= 0 and tail in [0, %s], found"
                                    + " nodes %d, rounds %d, tail %s; start from"
                                    + " QuadratureOptions.defaults()",
                            LARGEST_TAIL, nodes, rounds, tail));
        }
    }

    /**
     * {@return 32 nodes, at most 12 rounds, tail 1e-12: log p(u) of one point to about nine digits
     * in a hundred dimensions and more, six in ten and four in three, where the posterior has long
     * tails}
     */
    public static QuadratureOptions defaults() {
        return new QuadratureOptions(32, 12, 1e-12);
    }

    /**
     * These options with another number of nodes.
     *
     * @param count Gauss-Legendre nodes a round, at least 2
     * @return these options with another number of nodes
     */
    public QuadratureOptions withNodes(int count) {
        return new QuadratureOptions(count, rounds, tail);
    }

    /** {@return the same nodes for every u, on the whole of the prior's interval} */
    public QuadratureOptions fixed() {
        return new QuadratureOptions(nodes, 0, tail);
    }
}
