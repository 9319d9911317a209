// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.evaluation.support.tangent.VectorRows;

/** Norms of the blocks of steps in tangent frames. */
sealed interface BlockNorms permits BlockNorms.Whole, BlockNorms.Products {

    /**
     * The blocks of one step.
     *
     * @param x states before it, {@code [n, D]}; not modified
     * @param at the step
     * @param frames before and after it, of all states
     */
    SlopeBound[] of(NDArray x, StepMaps.Place at, Frames frames);

    /** Largest relative change of d_n in a last power iteration so far; 0 where all is exact. */
    double change();

    /** Orthonormal axes before and after a step, {@code [n][d][D]}. */
    record Frames(double[][][] before, double[][][] after) {}

    /** From whole Jacobians of one step, by D products: exact but for rounding. */
    record Whole(StepMaps maps) implements BlockNorms {

        @Override
        public SlopeBound[] of(NDArray x, StepMaps.Place at, Frames frames) {
            int n = frames.before.length;
            int dimension = Math.toIntExact(x.getShape().get(1));
            double[][][] unit = new double[n][dimension][dimension];
            for (double[][] own : unit) {
                for (int i = 0; i < dimension; i++) {
                    own[i][i] = 1;
                }
            }
            try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
                NDArray states = x.duplicate();
                states.attach(scope);
                NDArray columns =
                        maps.linearize(states, VectorRows.directions(unit, scope), at).product();
                double[][][] all = VectorRows.byState(columns);
                SlopeBound[] blocks = new SlopeBound[n];
                Arrays.setAll(blocks, i -> of(all[i], frames.before[i], frames.after[i]));
                return blocks;
            }
        }

        @Override
        public double change() {
            return 0;
        }

        /** From the columns of M, which [I - P'] M [I - P] needs as rows too. */
        static SlopeBound of(double[][] columns, double[][] before, double[][] after) {
            double[][] rows = transposed(columns);
            double[][] normal =
                    PrincipalAngles.normal(after, transposed(PrincipalAngles.normal(before, rows)));
            double[][] pushed = PrincipalAngles.products(before, rows);
            double[][] pulled = PrincipalAngles.products(after, columns);
            return new Sides(pushed, pulled)
                    .bound(before, after, PrincipalAngles.singularValues(normal)[0]);
        }

        private static double[][] transposed(double[][] m) {
            double[][] rows = new double[m[0].length][m.length];
            for (int i = 0; i < m.length; i++) {
                for (int j = 0; j < rows.length; j++) {
                    rows[j][i] = m[i][j];
                }
            }
            return rows;
        }
    }

    /**
     * M t_i and M^T t'_j of one state, from which a, b and c follow exactly.
     *
     * @param pushed [d][D]
     * @param pulled [d][D]
     */
    record Sides(double[][] pushed, double[][] pulled) {

        SlopeBound bound(double[][] before, double[][] after, double normal) {
            double[] tangent =
                    PrincipalAngles.singularValues(PrincipalAngles.products(pushed, after));
            return new SlopeBound(
                    tangent[tangent.length - 1],
                    PrincipalAngles.singularValues(PrincipalAngles.normal(before, pulled))[0],
                    PrincipalAngles.singularValues(PrincipalAngles.normal(after, pushed))[0],
                    normal);
        }
    }

    /**
     * By products with the frames, d of each kind, and for d_n by power iterations, each a product
     * of either kind, that begin with the vectors where those of the step before ended. The first
     * step takes four times as many.
     *
     * <p>d_n is a lower bound. Mutable, for the steps of one batch.
     */
    final class Products implements BlockNorms {
        private final StepMaps maps;
        private final int powers;
        private double[][] vectors;
        private double change;

        Products(StepMaps maps, int powers, double[][] first) {
            this.maps = maps;
            this.powers = powers;
            this.vectors = first;
            this.change = Double.NaN;
        }

        @Override
        public double change() {
            return change;
        }

        @Override
        public SlopeBound[] of(NDArray x, StepMaps.Place at, Frames frames) {
            int n = frames.before.length;
            try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
                NDArray states = x.duplicate();
                states.attach(scope);
                double[][][] pushed = push(states, frames.before, at);
                double[][][] pulled = pull(states, frames.after, at);
                double[] last = new double[n];
                double[] norms = new double[n];
                int rounds = Double.isNaN(change) ? 4 * powers : powers;
                for (int round = 0; round < rounds; round++) {
                    last = norms;
                    norms = power(states, at, frames);
                }
                change = Double.isNaN(change) ? 0 : change;
                SlopeBound[] blocks = new SlopeBound[n];
                for (int i = 0; i < n; i++) {
                    if (norms[i] > 0) {
                        change = Math.max(change, Math.abs(norms[i] - last[i]) / norms[i]);
                    }
                    blocks[i] =
                            new Sides(pushed[i], pulled[i])
                                    .bound(frames.before[i], frames.after[i], norms[i]);
                }
                return blocks;
            }
        }

        /** z becomes N^T N z over its length; gives |N^T y| with y = N z / |N z|. */
        private double[] power(NDArray states, StepMaps.Place at, Frames frames) {
            int n = vectors.length;
            double[][][] one = new double[n][1][];
            for (int i = 0; i < n; i++) {
                one[i][0] = unit(PrincipalAngles.normal(frames.before[i], row(vectors[i]))[0]);
            }
            double[][][] images = push(states, one, at);
            for (int i = 0; i < n; i++) {
                images[i] = row(unit(PrincipalAngles.normal(frames.after[i], images[i])[0]));
            }
            double[][][] back = pull(states, images, at);
            double[] norms = new double[n];
            for (int i = 0; i < n; i++) {
                double[] normal = PrincipalAngles.normal(frames.before[i], back[i])[0];
                norms[i] = VectorRows.length(normal);
                // Where nothing is left the old direction is kept for the next step.
                vectors[i] = norms[i] > 0 ? normal : vectors[i];
            }
            return norms;
        }

        private static double[][] row(double[] vector) {
            return new double[][] {vector};
        }

        private static double[] unit(double[] vector) {
            double length = VectorRows.length(vector);
            return length > 0 ? Arrays.stream(vector).map(v -> v / length).toArray() : vector;
        }

        private double[][][] push(NDArray x, double[][][] vectors, StepMaps.Place at) {
            try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
                NDArray states = x.duplicate();
                states.attach(scope);
                return VectorRows.byState(
                        maps.linearize(states, VectorRows.directions(vectors, scope), at)
                                .product());
            }
        }

        private double[][][] pull(NDArray x, double[][][] vectors, StepMaps.Place at) {
            try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
                NDArray states = x.duplicate();
                states.attach(scope);
                return VectorRows.byState(
                        maps.vjp(states, VectorRows.directions(vectors, scope), at));
            }
        }
    }
}
