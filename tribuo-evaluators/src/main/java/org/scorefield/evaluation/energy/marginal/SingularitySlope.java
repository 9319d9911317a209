// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

/**
 * The singularity of the marginal energy at the data, seen along given directions.
 *
 * @param slope dE / d log r, [n]
 * @param codimension the slope plus 1/q for sigma ~ t^q, an estimate of D less the dimension of the
 *     support where that is above 1/q, [n]; NaN where the slope is not positive, since no
 *     codimension above 1/q explains that, and where the estimate is more than 1 % above D
 */
public record SingularitySlope(double[] slope, double[] codimension) {

    /**
     * Copies both.
     *
     * @param slope dE / d log r, [n]
     * @param codimension the slope plus 1/q for sigma ~ t^q, an estimate of D less the dimension of
     *     the support where that is above 1/q, [n]; NaN where the slope is not positive, since no
     *     codimension above 1/q explains that, and where the estimate is more than 1 % above D
     */
    public SingularitySlope {
        slope = slope.clone();
        codimension = codimension.clone();
    }

    /** {@return the slopes dE / d log r, [n]} A copy. */
    @Override
    public double[] slope() {
        return slope.clone();
    }

    /**
     * {@return the slope plus 1/q for sigma ~ t^q, an estimate of D less the dimension of the
     * support where that is above 1/q, [n]; NaN where the slope is not positive, since no
     * codimension above 1/q explains that, and where the estimate is more than 1 % above D} A copy.
     */
    @Override
    public double[] codimension() {
        return codimension.clone();
    }
}
