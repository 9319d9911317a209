// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import java.util.List;
import java.util.Set;
import org.scorefield.djl.schedule.TimeInput.Direction;
import org.scorefield.djl.schedule.TimeInput.Kind;

/** Reads the configurations whose noise level is continuous. */
final class ContinuousReaders {

    private ContinuousReaders() {}

    static Parameterization varianceExploding(SchedulerConfig config) {
        config.requireKnown(
                Set.of("sigma_min", "sigma_max"),
                Set.of("num_train_timesteps", "snr", "sampling_eps", "correct_steps"));
        return new Parameterization(
                new VeSchedule(
                        config.number("sigma_min", 0.01), config.number("sigma_max", 1348.0)),
                Predictions.SCORE,
                new TimeInput(Kind.SIGMA, Direction.NOISE, 1),
                InputScale.UNIT);
    }

    static Parameterization edm(SchedulerConfig config) {
        config.requireKnown(
                Set.of(
                        "sigma_min",
                        "sigma_max",
                        "sigma_data",
                        "sigma_schedule",
                        "rho",
                        "prediction_type"),
                Set.of(
                        "algorithm_type",
                        "dynamic_thresholding_ratio",
                        "euler_at_final",
                        "final_sigmas_type",
                        "lower_order_final",
                        "num_train_timesteps",
                        "sample_max_value",
                        "solver_order",
                        "solver_type",
                        "thresholding"));
        double sigmaMin = config.number("sigma_min", 0.002);
        double sigmaMax = config.number("sigma_max", 80);
        double sigmaData = config.number("sigma_data", 0.5);
        String levels = config.word("sigma_schedule", List.of("karras", "exponential"));
        String type = config.word("prediction_type", List.of("epsilon", "v_prediction"));
        return new Parameterization(
                levels.equals("karras")
                        ? new EdmSchedule(sigmaMin, sigmaMax, config.number("rho", 7))
                        : new VeSchedule(sigmaMin, sigmaMax),
                type.equals("epsilon")
                        ? Predictions.edm(sigmaData)
                        : Predictions.edmNegated(sigmaData),
                new TimeInput(Kind.LOG_SIGMA, Direction.NOISE, 0.25),
                InputScale.edm(sigmaData));
    }

    static Parameterization flowMatch(SchedulerConfig config) {
        config.requireKnown(
                Set.of("num_train_timesteps", "shift", "use_dynamic_shifting", "invert_sigmas"),
                Set.of(
                        "base_shift",
                        "max_shift",
                        "base_image_seq_len",
                        "max_image_seq_len",
                        "shift_terminal",
                        "use_karras_sigmas",
                        "use_exponential_sigmas",
                        "use_beta_sigmas",
                        "time_shift_type",
                        "stochastic_sampling"));
        if (config.flag("invert_sigmas")) {
            throw config.refusal(
                    "invert_sigmas",
                    "false",
                    "true",
                    "write a card with schedule RectifiedFlow, time direction data and prediction"
                            + " {\"c\": 1, \"d\": -1}");
        }
        return flow(
                config.flag("use_dynamic_shifting") ? 1 : config.number("shift", 1),
                config.integer("num_train_timesteps", 1000),
                Predictions.FLOW);
    }

    static Parameterization flow(double shift, int steps, Prediction prediction) {
        return new Parameterization(
                new RectifiedFlow(shift),
                prediction,
                new TimeInput(Kind.SIGMA, Direction.NOISE, steps),
                InputScale.UNIT);
    }

    static Parameterization rectifiedFlow(SchedulerConfig config) {
        config.requireKnown(Set.of(), Set.of());
        return new Parameterization(
                new RectifiedFlow(), Predictions.FLOW, TimeInput.CONTINUOUS, InputScale.UNIT);
    }

    /**
     * The gains of Wang and Du 2025 (arXiv 2510.02300, c(gamma)) with t = 1 - gamma and start = 1 -
     * a: linear t; truncated min(1, t / start); piecewise t / start up to start, then a line to
     * head at t = 1; each times scale.
     *
     * <p>The authors' training code has scale min(head - (head - 1) gamma / a, (1 - gamma) / (1 -
     * a)), the same for head &lt;= 1 / start, with a = 0.8, head 1 and scale 4, so that released
     * checkpoints are truncated, start 0.2, scale 4. Their target is data minus noise, which makes
     * the output the step of descent, minus the gradient.
     */
    static Parameterization equilibriumMatching(SchedulerConfig config) {
        config.requireKnown(Set.of("gain", "start", "scale", "head", "output"), Set.of());
        double scale = Checks.positive("scale", config.number("scale", 1));
        String gain = config.word("gain", List.of("linear", "truncated", "piecewise"));
        String output = config.word("output", List.of("gradient", "descent"));
        double start = gain.equals("linear") ? 1 : config.number("start", 0.2);
        double head =
                gain.equals("piecewise") ? Checks.positive("head", config.number("head", 1)) : 1;
        boolean room = gain.equals("piecewise") ? start < 1 : start <= 1;
        if (!(start > 0 && room)) {
            throw config.refusal(
                    "start", "a number in (0, 1]", Double.toString(start), "correct the value");
        }
        int sign = output.equals("descent") ? -1 : 1;
        String name =
                head == 1
                        ? String.format("%s min(1, t / %s)", sign * scale, start)
                        : String.format("%s (t / %s, then to %s)", sign * scale, start, head);
        return new Parameterization(
                new RectifiedFlow(),
                Predictions.eqm(name, t -> sign * scale * gain(t, start, head)),
                TimeInput.NONE,
                InputScale.UNIT);
    }

    private static double gain(double t, double start, double head) {
        return t <= start ? t / start : 1 + (head - 1) * (t - start) / (1 - start);
    }
}
