// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Mean and leading principal axes of data; those of noised data are alpha times the mean and the
 * same axes, since noise adds sigma^2 I to the covariance.
 *
 * @param mean [D]
 * @param axes leading axes
 */
public record DataAxes(double[] mean, PrincipalAxes axes) {
    private static final int MOST_ROWS = 4096;
    private static final int ROWS_AN_AXIS = 8;
    private static final int FEW = 24;

    /**
     * Of data.
     *
     * @param rows [n, D] FLOAT64, of which the first 4096 are used; not modified
     * @param count axes wanted, 0 for none
     * @return mean and axes
     */
    public static DataAxes of(NDArray rows, int count) {
        try (NDManager manager = rows.getManager().newSubManager()) {
            NDArray some = rows.get(":" + Math.min(MOST_ROWS, rows.getShape().get(0)));
            some.attach(manager);
            NDArray mean = some.mean(new int[] {0}, true);
            PrincipalAxes axes =
                    count == 0
                            ? new PrincipalAxes(
                                    (int) rows.getShape().get(1), new double[0], new double[0], 0)
                            : PrincipalAxes.of(some.sub(mean), count);
            return new DataAxes(mean.toDoubleArray(), axes);
        }
    }

    /**
     * Of data that also fit the potentials. Trailing axes would follow those very rows, along which
     * other data spread more: {@value #ROWS_AN_AXIS} rows are asked for an axis, once there are
     * more axes than {@value #FEW}.
     *
     * @param rows [n, D] FLOAT64; not modified
     * @param count axes wanted, 0 for none
     * @return mean and axes
     */
    public static DataAxes ofFitting(NDArray rows, int count) {
        int most = (int) Math.max(FEW, rows.getShape().get(0) / ROWS_AN_AXIS);
        return of(rows, Math.min(count, most));
    }
}
