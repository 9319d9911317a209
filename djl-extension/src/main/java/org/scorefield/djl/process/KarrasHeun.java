// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.List;
import java.util.Locale;

/**
 * The sampler of EDM: Heun's method for x / alpha in the noise level sigma / alpha, with fresh
 * noise put in before a step.
 *
 * <p>With z = x / alpha and l = sigma / alpha: where l is in [lowest, highest], l^ = l (1 + churn)
 * and z^ = z + inflation sqrt(l^^2 - l^2) eps, else l^ = l; d = (z^ - D(z^, l^)) / l^, z' = z^ +
 * (l' - l^) d and, unless l' = 0, d' = (z' - D(z', l')) / l' and z' = z^ + (l' - l^) (d + d') / 2.
 * Order 2 without churn. A level above the schedule's highest is cut down to it. A step from alpha
 * = 0, where l is infinite, is DDIM's. Source: Karras et al. 2022 (arXiv 2206.00364), algorithm 2.
 *
 * @param churn how much the level is raised, in [0, sqrt(2) - 1]; the paper's gamma
 * @param lowest least level at which noise is put in; S_tmin
 * @param highest greatest level at which noise is put in; S_tmax
 * @param inflation factor of the fresh noise, positive; S_noise
 */
public record KarrasHeun(double churn, double lowest, double highest, double inflation)
        implements GeneratingProcess {

    private static final double MOST = Math.sqrt(2) - 1;

    /**
     * Refuses values outside their ranges.
     *
     * @param churn how much the level is raised, in [0, sqrt(2) - 1]; the paper's gamma
     * @param lowest least level at which noise is put in; S_tmin
     * @param highest greatest level at which noise is put in; S_tmax
     * @param inflation factor of the fresh noise, positive; S_noise
     */
    public KarrasHeun {
        boolean fits = churn >= 0 && churn <= MOST && lowest >= 0 && highest >= lowest;
        if (!fits || !(inflation > 0 && Double.isFinite(inflation))) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "churn: expected churn in [0, sqrt(2) - 1], 0 <= lowest <= highest and"
                                    + " a positive inflation, found %s, [%s, %s] and %s; divide the"
                                    + " paper's S_churn by the number of steps",
                            churn,
                            lowest,
                            highest,
                            inflation));
        }
    }

    /** {@return the process without fresh noise} */
    public static KarrasHeun deterministic() {
        return new KarrasHeun(0, 0, Double.POSITIVE_INFINITY, 1);
    }

    /**
     * With fresh noise at every level.
     *
     * @param total the paper's S_churn, at least 0
     * @param steps steps of the grid
     * @return churn min(total / steps, sqrt(2) - 1)
     */
    public static KarrasHeun churned(double total, int steps) {
        return new KarrasHeun(Math.min(total / steps, MOST), 0, Double.POSITIVE_INFINITY, 1);
    }

    @Override
    public StepPlan plan(Step step) {
        if (step.alphaFrom() == 0) {
            return ReverseProcess.DDIM.plan(step);
        }
        double level = step.sigmaFrom() / step.alphaFrom();
        double next = step.sigmaTo() / step.alphaTo();
        double raised = level;
        double t = step.from();
        if (churn > 0 && level >= lowest && level <= highest) {
            raised = Math.min(level * (1 + churn), step.schedule().sigmaOverAlpha(1));
            t = step.schedule().time(raised);
        }
        // z^, of which x^ = alpha^ z^ goes into the denoiser.
        double fresh = inflation * Math.sqrt(Math.max(0, raised * raised - level * level));
        Weights z = new Weights(1 / step.alphaFrom(), fresh, List.of());
        StepPlan.Stage first = new StepPlan.Stage(t, z.times(step.schedule().alpha(t)));
        Weights slope = z.plus(Weights.value(0).times(-1)).times(1 / raised);
        Weights euler = z.plus(slope.times(next - raised));
        if (next == 0) {
            return new StepPlan(List.of(first), euler.times(step.alphaTo()));
        }
        Weights corrected = euler.plus(Weights.value(1).times(-1)).times(1 / next);
        Weights end = z.plus(slope.plus(corrected).times((next - raised) / 2));
        StepPlan.Stage second = new StepPlan.Stage(step.to(), euler.times(step.alphaTo()));
        return new StepPlan(List.of(first, second), end.times(step.alphaTo()));
    }

    @Override
    public int evaluations() {
        return 2;
    }
}
