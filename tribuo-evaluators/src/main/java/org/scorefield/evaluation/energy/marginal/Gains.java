// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;

/**
 * The gains of the probability flow driven by a prediction r = c x0 + d eps: du/dt = mu u + nu
 * f(u).
 *
 * <pre>
 *   mu = (alpha' d - sigma' c) / (alpha d - sigma c)
 *   nu = (sigma' alpha - alpha' sigma) / (alpha d - sigma c)
 * </pre>
 *
 * <p>A velocity (alpha', sigma') has mu = 0 and nu = 1 on every schedule. Running blind is stable
 * only where |nu| stays bounded. Source: The Geometry of Noise, section 3 of the specification.
 *
 * @param mu gain of the state
 * @param nu gain of the field
 */
public record Gains(double mu, double nu) {

    /**
     * The gains at one time.
     *
     * @param prediction c and d
     * @param schedule alpha and sigma
     * @param t time in [0, 1], 1 = noise
     * @return the gains; infinite or NaN where alpha d = sigma c, since the prediction does not
     *     determine the flow there
     */
    public static Gains of(Prediction prediction, NoiseSchedule schedule, double t) {
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        double c = prediction.c(schedule, t);
        double d = prediction.d(schedule, t);
        double determinant = alpha * d - sigma * c;
        return new Gains(
                (schedule.alphaDot(t) * d - schedule.sigmaDot(t) * c) / determinant,
                (schedule.sigmaDot(t) * alpha - schedule.alphaDot(t) * sigma) / determinant);
    }
}
