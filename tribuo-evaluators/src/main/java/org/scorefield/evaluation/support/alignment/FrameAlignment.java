// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import java.util.List;
import org.scorefield.evaluation.Band;

/**
 * Angles between the leading d Lyapunov vectors and a tangent frame.
 *
 * @param frame name of the frame
 * @param lyapunov principal angles of the left singular vectors, radians, rising, [d]
 * @param jacobian principal angles of the score Jacobian's top eigenvectors at the same states, the
 *     better estimator of tangents; empty where not measured
 * @param largest the largest Lyapunov angle of each sample with a defined frame, radians
 * @param undefined samples without a defined frame
 */
public record FrameAlignment(
        String frame, List<Band> lyapunov, List<Band> jacobian, double[] largest, int undefined) {

    /**
     * Copies.
     *
     * @param frame name of the frame
     * @param lyapunov principal angles of the left singular vectors, radians, rising, [d]
     * @param jacobian principal angles of the score Jacobian's top eigenvectors at the same states,
     *     the better estimator of tangents; empty where not measured
     * @param largest the largest Lyapunov angle of each sample with a defined frame, radians
     * @param undefined samples without a defined frame
     */
    public FrameAlignment {
        lyapunov = List.copyOf(lyapunov);
        jacobian = List.copyOf(jacobian);
        largest = largest.clone();
    }

    /** {@return the largest Lyapunov angle of each sample with a defined frame, radians} A copy. */
    @Override
    public double[] largest() {
        return largest.clone();
    }
}
