// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The scheduler classes that share one mathematics, and how a configuration of theirs is read. */
enum SchedulerFamily {
    /** Discrete betas; the samplers differ, the network does not. Defaults of Ho et al. 2020. */
    DISCRETE(
            Set.of(
                    "DDPMScheduler",
                    "DDPMParallelScheduler",
                    "DDIMScheduler",
                    "DDIMParallelScheduler",
                    "DDIMInverseScheduler",
                    "PNDMScheduler",
                    "EulerDiscreteScheduler",
                    "EulerAncestralDiscreteScheduler",
                    "LMSDiscreteScheduler",
                    "DPMSolverMultistepScheduler",
                    "DPMSolverMultistepInverseScheduler",
                    "DPMSolverSinglestepScheduler",
                    "DEISMultistepScheduler",
                    "UniPCMultistepScheduler",
                    "SASolverScheduler",
                    "RePaintScheduler")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return new DiscreteReader(config, 0.0001, 0.02).read();
        }
    },
    /** Discrete betas with the defaults of latent diffusion. */
    LATENT(
            Set.of(
                    "HeunDiscreteScheduler",
                    "KDPM2DiscreteScheduler",
                    "KDPM2AncestralDiscreteScheduler",
                    "DPMSolverSDEScheduler")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return new DiscreteReader(config, 0.00085, 0.012).read();
        }
    },
    /** Variance exploding: the output is the score, the network is fed sigma. */
    VARIANCE_EXPLODING(Set.of("ScoreSdeVeScheduler")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return ContinuousReaders.varianceExploding(config);
        }
    },
    /** The preconditioned networks of Karras et al. */
    EDM(Set.of("EDMEulerScheduler", "EDMDPMSolverMultistepScheduler")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return ContinuousReaders.edm(config);
        }
    },
    /** Flow matching as diffusers trains it: fed the number of steps times sigma. */
    FLOW_MATCH(Set.of("FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return ContinuousReaders.flowMatch(config);
        }
    },
    /** Ours: the straight path, fed t. */
    RECTIFIED_FLOW(Set.of("RectifiedFlow")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return ContinuousReaders.rectifiedFlow(config);
        }
    },
    /** Ours: the straight path, a gradient as output, no time. */
    EQUILIBRIUM_MATCHING(Set.of("EquilibriumMatching")) {
        @Override
        Parameterization parse(SchedulerConfig config) {
            return ContinuousReaders.equilibriumMatching(config);
        }
    };

    private final Set<String> classNames;

    SchedulerFamily(Set<String> classNames) {
        this.classNames = classNames;
    }

    abstract Parameterization parse(SchedulerConfig config);

    static Parameterization read(JsonObject json) {
        SchedulerConfig config = SchedulerConfig.of(json);
        for (SchedulerFamily family : values()) {
            if (family.classNames.contains(config.className())) {
                return family.parse(config);
            }
        }
        Set<String> known =
                Arrays.stream(values())
                        .flatMap(f -> f.classNames.stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        throw new IllegalArgumentException(
                String.format(
                        "scheduler: expected a class name that the reader knows, found %s (the nearest"
                                + " is %s); write the noise schedule it was trained with as one of %s",
                        config.className(),
                        SchedulerConfig.nearest(config.className(), known),
                        known));
    }
}
