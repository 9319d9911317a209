// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.List;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * The processes that ask the denoiser once a step, from time t to s &lt; t.
 *
 * <p>The two stochastic ones discretise the reverse SDE dx = [f x - g^2 score] dt + g dw with f =
 * alpha'/alpha and g^2 = -sigma^2 d(log SNR)/dt, the two deterministic ones the probability flow
 * dx/dt = f x - g^2 score / 2. With the exact denoiser all have weak order 1 in the length of the
 * steps (tested on a Gaussian).
 */
public enum ReverseProcess implements GeneratingProcess {

    /**
     * Ancestral sampling: x_s is drawn from p(x_s | x_t, x0 = D(x_t, t)).
     *
     * <p>With a = alpha_t / alpha_s and v = sigma_t^2 - a^2 sigma_s^2: x_s = (a sigma_s^2 x_t +
     * alpha_s v D) / sigma_t^2 + sqrt(sigma_s^2 v) / sigma_t z. Exact where D does not change along
     * the step; any alpha_t and sigma_s, 0 among them. Source: Ho, Jain, Abbeel 2020, equations 6
     * and 7, for any schedule.
     */
    ANCESTRAL {
        @Override
        public StepCoefficients coefficients(Step step) {
            double ratio = step.alphaFrom() / step.alphaTo();
            double kept = step.sigmaTo() / step.sigmaFrom();
            // v / sigma_t^2; rounding may leave it just below 0 where the levels are close
            double lost = Math.max(0, 1 - ratio * ratio * kept * kept);
            return new StepCoefficients(
                    ratio * kept * kept, step.alphaTo() * lost, step.sigmaTo() * Math.sqrt(lost));
        }
    },

    /**
     * Euler-Maruyama in t: x_s = x_t - (t - s) (f x_t - g^2 score) + g sqrt(t - s) z, with f, g and
     * score at t.
     *
     * <p>Needs alpha_t and sigma_t positive; unstable where (t - s) g^2 / sigma^2 is not well below
     * 2. Source: Song et al. 2021, Score-based generative modeling through SDEs, appendix E.
     */
    EULER_MARUYAMA {
        @Override
        public StepCoefficients coefficients(Step step) {
            double squared = diffusionOverVariance(step);
            double f = step.schedule().alphaDot(step.from()) / step.alphaFrom();
            return new StepCoefficients(
                    1 - step.length() * (f + squared),
                    step.length() * squared * step.alphaFrom(),
                    step.sigmaFrom() * Math.sqrt(squared * step.length()));
        }
    },

    /**
     * DDIM without noise: x_s = alpha_s D + (sigma_s / sigma_t) (x_t - alpha_t D).
     *
     * <p>This is Euler's method for x / alpha as a function of sigma / alpha, so the schedule
     * between t and s does not matter. Any alpha_t and sigma_s, 0 among them. Source: Song, Meng,
     * Ermon 2021, Denoising diffusion implicit models, equation 12 with eta = 0.
     */
    DDIM {
        @Override
        public StepCoefficients coefficients(Step step) {
            double kept = step.sigmaTo() / step.sigmaFrom();
            return new StepCoefficients(kept, step.alphaTo() - kept * step.alphaFrom(), 0);
        }
    },

    /** Euler's method in t for the probability flow: x_s = x_t - (t - s) v(x_t, t). */
    EULER {
        @Override
        public StepCoefficients coefficients(Step step) {
            StepCoefficients velocity = velocity(step.schedule(), step.from());
            return new StepCoefficients(
                    1 - step.length() * velocity.state(), -step.length() * velocity.denoised(), 0);
        }
    };

    /**
     * The step as numbers.
     *
     * @param step where it goes
     * @return its coefficients
     * @throws IllegalArgumentException if they are not finite for this step
     */
    public abstract StepCoefficients coefficients(Step step);

    @Override
    public StepPlan plan(Step step) {
        StepCoefficients found = coefficients(step);
        if (found.denoised() == 0) {
            return new StepPlan(List.of(), new Weights(found.state(), found.noise(), List.of()));
        }
        return new StepPlan(
                List.of(new StepPlan.Stage(step.from(), Weights.STATE)),
                new Weights(found.state(), found.noise(), List.of(found.denoised())));
    }

    @Override
    public int evaluations() {
        return 1;
    }

    /**
     * The velocity of the probability flow, v = (sigma'/sigma) x + (alpha' - alpha sigma'/sigma) D,
     * as factors of x and D.
     */
    static StepCoefficients velocity(NoiseSchedule schedule, double t) {
        double rate = schedule.sigmaDot(t) / schedule.sigma(t);
        return new StepCoefficients(rate, schedule.alphaDot(t) - schedule.alpha(t) * rate, 0);
    }

    /** g^2 / sigma^2 = -d(log SNR)/dt at the step's beginning. */
    private static double diffusionOverVariance(Step step) {
        double t = step.from();
        return 2
                * (step.schedule().sigmaDot(t) / step.sigmaFrom()
                        - step.schedule().alphaDot(t) / step.alphaFrom());
    }
}
