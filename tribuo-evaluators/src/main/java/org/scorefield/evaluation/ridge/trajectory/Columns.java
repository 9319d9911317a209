// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.evaluation.ridge.geometry.Projection;

/** The entries of a batch, filled quantity by quantity. */
final class Columns {

    private final boolean[] defined;
    private final boolean[] arrived;
    private final double[][] values;

    Columns(boolean[] defined, Projection foot) {
        this.defined = defined;
        this.arrived = new boolean[defined.length];
        for (int i = 0; i < defined.length; i++) {
            arrived[i] = foot.certificates().get(i).end() == Projection.End.CONVERGED;
        }
        this.values = new double[defined.length][RidgeQuantity.values().length];
        for (double[] row : values) {
            Arrays.fill(row, Double.NaN);
        }
    }

    /** Numbers that need no frame. */
    void always(RidgeQuantity quantity, double[] column) {
        for (int i = 0; i < column.length; i++) {
            values[i][quantity.ordinal()] = column[i];
        }
    }

    /** Numbers that need a frame. */
    void framed(RidgeQuantity quantity, double[] column) {
        for (int i = 0; i < column.length; i++) {
            values[i][quantity.ordinal()] = defined[i] ? column[i] : Double.NaN;
        }
    }

    /** Numbers that need a foot on the ridge, too. */
    void footed(RidgeQuantity quantity, double[] column) {
        for (int i = 0; i < column.length; i++) {
            boolean known = defined[i] && arrived[i];
            values[i][quantity.ordinal()] = known ? column[i] : Double.NaN;
        }
    }

    List<RidgeEntry> entries() {
        return IntStream.range(0, values.length).mapToObj(i -> new RidgeEntry(values[i])).toList();
    }
}
