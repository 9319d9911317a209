// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

/**
 * How far one step may tilt a subspace away from the tangent space.
 *
 * <p>In frames (tangent, normal) before and after the step its Jacobian is [[A, B], [C, N]], with
 * sigma_min(A) &gt;= a, |B| &lt;= b, |C| &lt;= c and |N| &lt;= d_n. The graph of a linear map of
 * norm l over the tangent space goes to one of norm at most
 *
 * <pre>  l' = (c + d_n l) / (a - b l)  where a &gt; b l. </pre>
 *
 * <p>If a &gt; d_n and (a - d_n)^2 &gt; 4 b c, repeated steps contract to l* = [(a - d_n) - sqrt((a
 * - d_n)^2 - 4 b c)] / (2 b), which is c / (a - d_n) for b = 0. Spec case D8.
 *
 * @param tangent a, at least 0
 * @param mixing b, at least 0
 * @param leak c, at least 0
 * @param normal d_n, at least 0
 */
public record SlopeBound(double tangent, double mixing, double leak, double normal) {

    /**
     * Refuses what cannot be norms.
     *
     * @param tangent a, at least 0
     * @param mixing b, at least 0
     * @param leak c, at least 0
     * @param normal d_n, at least 0
     */
    public SlopeBound {
        if (!(tangent >= 0 && mixing >= 0 && leak >= 0 && normal >= 0)) {
            throw new IllegalArgumentException(
                    "step: expected norms of at least 0, found a "
                            + tangent
                            + ", b "
                            + mixing
                            + ", c "
                            + leak
                            + " and d_n "
                            + normal
                            + "; give singular values");
        }
    }

    /**
     * The bound after the step.
     *
     * @param slope l before it, the tangent of the largest angle, at least 0
     * @return l', infinite where a &lt;= b l
     */
    public double next(double slope) {
        double kept = tangent - mixing * slope;
        return slope < Double.POSITIVE_INFINITY && kept > 0
                ? (leak + normal * slope) / kept
                : Double.POSITIVE_INFINITY;
    }

    /** {@return l*; infinite where repeated steps do not contract} */
    public double fixedPoint() {
        double gap = tangent - normal;
        double square = gap * gap - 4 * mixing * leak;
        // The smaller root without cancellation: 2 c / (gap + sqrt(..)).
        return gap > 0 && square > 0
                ? 2 * leak / (gap + Math.sqrt(square))
                : Double.POSITIVE_INFINITY;
    }

    /** {@return d_n / a: below 1 where normal directions are compressed against tangent ones} */
    public double compression() {
        return tangent > 0 ? normal / tangent : Double.POSITIVE_INFINITY;
    }
}
