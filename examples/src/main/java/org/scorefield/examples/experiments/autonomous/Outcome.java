// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Where the samples of one field ended.
 *
 * @param way what generated them
 * @param process flow or descent
 * @param target what the field predicts
 * @param dimension D
 * @param near share of the samples within the distance of a circle
 * @param nearInPlane the same for their projections to the plane of the circles
 * @param outer part of the samples nearest to the larger circle; half of the data are
 * @param median distance to the nearest circle, in the units of the data
 */
record Outcome(
        Subject subject,
        ShareInterval near,
        ShareInterval nearInPlane,
        double outer,
        double median) {

    /** What generates. */
    enum Way {
        /** The optimal autonomous field, exactly. */
        EXACT("exact field"),
        /** A network that sees u alone. */
        BLIND("blind network"),
        /** A network that is told the noise level, too. */
        TOLD("told network");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** How. */
    enum Process {
        /** The probability flow with known gains. */
        FLOW,
        /** Gradient descent. */
        DESCENT
    }

    /**
     * The outcome of some samples.
     *
     * @param subject what made them
     * @param circles the data
     * @param x the samples, [n, D] FLOAT64. Not modified
     * @param within what counts as near
     */
    static Outcome of(Subject subject, ConcentricCircles circles, NDArray x, double within) {
        double[] distances = circles.distances(x);
        Arrays.sort(distances);
        return new Outcome(
                subject,
                share(distances, within),
                share(circles.distancesInPlane(x), within),
                circles.outermost(x),
                distances[distances.length / 2]);
    }

    private static ShareInterval share(double[] distances, double within) {
        int near = (int) Arrays.stream(distances).filter(d -> d <= within).count();
        return ShareInterval.wilson(near, distances.length);
    }

    /**
     * What makes samples.
     *
     * @param way network or exact field
     * @param process flow or descent
     * @param target what the field predicts
     * @param dimension D
     */
    record Subject(Way way, Process process, Target target, int dimension) {

        Subject by(Way other) {
            return new Subject(other, process, target, dimension);
        }

        Subject by(Process other) {
            return new Subject(way, other, target, dimension);
        }

        /** The row of a table that this is in. */
        String row() {
            return target == Target.EQUILIBRIUM
                    ? target.label() + (process == Process.FLOW ? ", flow" : ", descent")
                    : target.label();
        }
    }
}
