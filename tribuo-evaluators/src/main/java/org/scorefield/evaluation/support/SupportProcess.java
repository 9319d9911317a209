// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.HeunFlow;
import org.scorefield.djl.process.KarrasHeun;
import org.scorefield.djl.process.ReverseProcess;

/** The processes whose variations can be asked for by name. */
public enum SupportProcess {
    /** Probability flow, one evaluation a step. */
    DDIM("probability flow (DDIM)", ReverseProcess.DDIM),
    /** Probability flow, two evaluations a step, second order. */
    HEUN("probability flow (Heun)", new HeunFlow()),
    /** Probability flow in sigma / alpha by the sampler of EDM, without fresh noise. */
    EDM("probability flow (EDM Heun)", KarrasHeun.deterministic()),
    /** Ancestral sampling with the noise held fixed. */
    ANCESTRAL("reverse SDE (ancestral), noise held fixed", ReverseProcess.ANCESTRAL),
    /** Euler-Maruyama steps of the reverse SDE with the noise held fixed. */
    EULER_MARUYAMA("reverse SDE (Euler-Maruyama), noise held fixed", ReverseProcess.EULER_MARUYAMA);

    private final String title;
    private final GeneratingProcess steps;

    SupportProcess(String title, GeneratingProcess steps) {
        this.title = title;
        this.steps = steps;
    }

    /**
     * The process of a name as the command line writes it.
     *
     * @param name ddim, heun, edm, ancestral or euler-maruyama
     * @return the process
     * @throws IllegalArgumentException if there is none of that name
     */
    public static SupportProcess named(String name) {
        return Arrays.stream(values())
                .filter(process -> process.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "process: expected one of "
                                                + labels()
                                                + ", found "
                                                + name
                                                + "; correct the name"));
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(SupportProcess::label).toList();
    }

    /** {@return the name in lower case, with hyphens} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the name for people} */
    public String title() {
        return title;
    }

    /** {@return its steps} */
    public GeneratingProcess steps() {
        return steps;
    }
}
