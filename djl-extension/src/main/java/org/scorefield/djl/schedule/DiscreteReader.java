// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import java.util.List;
import java.util.Set;

/**
 * Reads the configurations that are defined by betas.
 *
 * @param config the configuration
 * @param betaStart first beta where the configuration has none
 * @param betaEnd last beta where the configuration has none
 */
record DiscreteReader(SchedulerConfig config, double betaStart, double betaEnd) {

    private static final Set<String> READ =
            Set.of(
                    "num_train_timesteps",
                    "beta_schedule",
                    "beta_start",
                    "beta_end",
                    "trained_betas",
                    "rescale_betas_zero_snr",
                    "prediction_type",
                    "predict_epsilon",
                    "timestep_type",
                    "use_flow_sigmas",
                    "flow_shift");

    /** What only the sampler uses: spacing of the steps, order of the solver, clipping. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "algorithm_type",
                    "clip_sample",
                    "clip_sample_range",
                    "corrector_order",
                    "disable_corrector",
                    "dynamic_thresholding_ratio",
                    "eta",
                    "euler_at_final",
                    "final_sigmas_type",
                    "interpolation_type",
                    "lambda_min_clipped",
                    "lower_order_final",
                    "noise_sampler_seed",
                    "predict_x0",
                    "predictor_order",
                    "sample_max_value",
                    "set_alpha_to_one",
                    "set_alpha_to_zero",
                    "shift_terminal",
                    "sigma_max",
                    "sigma_min",
                    "skip_prk_steps",
                    "solver_order",
                    "solver_p",
                    "solver_type",
                    "steps_offset",
                    "tau_func",
                    "thresholding",
                    "time_shift_type",
                    "timestep_spacing",
                    "use_beta_sigmas",
                    "use_dynamic_shifting",
                    "use_exponential_sigmas",
                    "use_karras_sigmas",
                    "use_lu_lambdas",
                    "variance_type");

    Parameterization read() {
        config.requireKnown(READ, HARMLESS);
        String prediction = predictionType();
        if (config.flag("use_flow_sigmas")) {
            return ContinuousReaders.flow(
                    config.number("flow_shift", 1),
                    config.integer("num_train_timesteps", 1000),
                    prediction(prediction));
        }
        if (prediction.equals("flow_prediction")) {
            throw config.refusal(
                    "prediction_type",
                    "epsilon, sample or v_prediction where use_flow_sigmas is not true",
                    prediction,
                    "set use_flow_sigmas, or use FlowMatchEulerDiscreteScheduler");
        }
        return new Parameterization(
                schedule(), prediction(prediction), time(prediction), InputScale.UNIT);
    }

    /** Configurations before diffusers 0.9 say predict_epsilon false for sample. */
    private String predictionType() {
        String type =
                config.word(
                        "prediction_type",
                        List.of(
                                "epsilon",
                                "sample",
                                "v_prediction",
                                "original_sample",
                                "flow_prediction"));
        if (!config.flag("predict_epsilon", true)) {
            if (!type.equals("epsilon") && !type.equals("sample")) {
                throw config.refusal(
                        "predict_epsilon",
                        "true or nothing beside prediction_type " + type,
                        "false",
                        "remove the one that is wrong");
            }
            return "sample";
        }
        return type;
    }

    private DiscreteSchedule schedule() {
        DiscreteSchedule schedule = trained();
        return config.flag("rescale_betas_zero_snr") ? schedule.withZeroTerminalSnr() : schedule;
    }

    private DiscreteSchedule trained() {
        double[] betas = config.numbers("trained_betas");
        if (betas == null) {
            String name = config.word("beta_schedule", BetaSchedule.labels());
            return DiscreteSchedule.of(
                    BetaSchedule.named(name),
                    config.integer("num_train_timesteps", 1000),
                    config.number("beta_start", betaStart),
                    config.number("beta_end", betaEnd));
        }
        int steps = config.integer("num_train_timesteps", betas.length);
        if (steps != betas.length) {
            throw config.refusal(
                    "trained_betas",
                    String.format("num_train_timesteps = %d numbers", steps),
                    Integer.toString(betas.length),
                    "make the two agree");
        }
        return DiscreteSchedule.ofBetas(String.format("trained betas(T %d)", steps), betas);
    }

    /** The continuous time of EDM networks that are run with the betas of Euler's scheduler. */
    private TimeInput time(String prediction) {
        String type = config.word("timestep_type", List.of("discrete", "continuous"));
        return type.equals("continuous") && prediction.equals("v_prediction")
                ? new TimeInput(TimeInput.Kind.LOG_SIGMA, TimeInput.Direction.NOISE, 0.25)
                : TimeInput.INDEX;
    }

    private static Prediction prediction(String name) {
        return switch (name) {
            case "original_sample" -> Predictions.SAMPLE;
            case "flow_prediction" -> Predictions.FLOW;
            default -> Predictions.named(name);
        };
    }
}
