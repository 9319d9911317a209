// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.support.SupportOptions;
import org.scorefield.evaluation.support.SupportProcess;
import picocli.CommandLine.Option;

/** The options of the support evaluator. */
final class SupportArguments {
    private static final SupportOptions DEFAULT = AuditOptions.DEFAULT.support();

    /** Names in the library, and here, where they stand beside those of other evaluators. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "process", "supportProcess",
                    "steps", "supportSteps",
                    "end", "supportEnd",
                    "samples", "supportSamples",
                    "vectors", "supportVectors",
                    "directions", "supportDirections",
                    "reference", "supportReference");

    @Option(
            names = "--support-process",
            paramLabel = "NAME",
            description =
                    "support: generation whose variations are followed: ddim, heun, edm, ancestral,"
                            + " euler-maruyama. Default: ${DEFAULT-VALUE}.")
    private String process = DEFAULT.path().process().label();

    @Option(
            names = "--support-steps",
            paramLabel = "N",
            description =
                    "support: steps of the generation. Default: 40, or 20 for samples of more than"
                            + " 64 numbers.")
    private @Nullable Integer steps;

    @Option(
            names = "--support-end",
            paramLabel = "T",
            description =
                    "support: time at which generation stops, t_min; 0 is data. Default: where"
                            + " sigma / alpha = 0.01, or the least noise of the schedule.")
    private @Nullable Double end;

    @Option(
            names = "--support-samples",
            paramLabel = "N",
            description =
                    "support: trajectories. Default: 32, or 4 for samples of more than 64 numbers.")
    private @Nullable Integer samples;

    @Option(
            names = "--support-vectors",
            paramLabel = "K",
            description =
                    "support: Lyapunov vectors of each trajectory, at most the numbers of a sample."
                            + " Default: 16, or as many as there are, and 8 for samples of more"
                            + " than 64 numbers.")
    private @Nullable Integer vectors;

    @Option(
            names = "--support-directions",
            paramLabel = "D",
            description =
                    "support: dimension of the support, fewer than the numbers of a sample. Default:"
                            + " estimated.")
    private @Nullable Integer directions;

    @Option(
            names = "--support-reference",
            paramLabel = "N",
            description =
                    "support: most points of the reference data that make the density; further ones"
                            + " are held out. Default: ${DEFAULT-VALUE}.")
    private int reference = DEFAULT.reference();

    /** For the parser. */
    SupportArguments() {}

    /**
     * Options of an audit with these.
     *
     * @param options the others
     * @throws IllegalArgumentException where a value is refused; the message starts with its name
     */
    AuditOptions apply(AuditOptions options) {
        try {
            return options.withSupport(
                    new SupportOptions(
                            new SupportOptions.Path(
                                    SupportProcess.named(process),
                                    optional(steps),
                                    end == null ? OptionalDouble.empty() : OptionalDouble.of(end)),
                            optional(samples),
                            optional(vectors),
                            optional(directions),
                            reference,
                            options.seed(),
                            DEFAULT.batchSize(),
                            options.timeBudget()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named(Objects.toString(e.getMessage())), e);
        }
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String named(String message) {
        int colon = Math.max(0, message.indexOf(':'));
        String name = message.substring(0, colon);
        return NAMES.getOrDefault(name, name) + message.substring(colon);
    }
}
