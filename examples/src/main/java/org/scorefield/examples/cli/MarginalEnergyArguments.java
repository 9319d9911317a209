// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.report.AuditOptions;
import picocli.CommandLine.Option;

/** The options of the marginal energy. */
final class MarginalEnergyArguments {
    private static final MarginalEnergyOptions DEFAULT = AuditOptions.DEFAULT.marginalEnergy();

    /** Names in the library, and here, where they stand beside those of other evaluators. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "states", "energyStates",
                    "reference", "energyReference",
                    "runs", "blindRuns",
                    "steps", "generationSteps");

    @Option(
            names = "--prior",
            paramLabel = "LOW:HIGH",
            description =
                    "marginal-energy: times that a blind network averages over, uniformly; 0 is"
                            + " data, 1 is noise. Default: 0.001:0.999.")
    private @Nullable String prior;

    @Option(
            names = "--energy-states",
            paramLabel = "N",
            description =
                    "marginal-energy: states at each place and noise level. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int states = DEFAULT.states();

    @Option(
            names = "--energy-reference",
            paramLabel = "N",
            description =
                    "marginal-energy: most points of the reference data that make the density;"
                            + " further ones are held out. Default: ${DEFAULT-VALUE}.")
    private int reference = DEFAULT.reference();

    @Option(
            names = "--blind-runs",
            paramLabel = "N",
            description =
                    "marginal-energy: start noises of each blind generation. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int runs = DEFAULT.runs();

    @Option(
            names = "--generation-steps",
            paramLabel = "N",
            description = "marginal-energy: steps of each generation. Default: ${DEFAULT-VALUE}.")
    private int steps = DEFAULT.steps();

    /** For the parser. */
    MarginalEnergyArguments() {}

    /**
     * Options of an audit with these.
     *
     * @param options the others
     * @throws IllegalArgumentException where a value is refused; the message starts with its name
     */
    AuditOptions apply(AuditOptions options) {
        TimePrior times = prior == null ? DEFAULT.prior() : times(prior);
        try {
            return options.withMarginalEnergy(
                    new MarginalEnergyOptions(
                            times,
                            options.levels(),
                            states,
                            runs,
                            steps,
                            reference,
                            options.seed(),
                            options.batchSize()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named(Objects.toString(e.getMessage())), e);
        }
    }

    private static String named(String message) {
        int colon = Math.max(0, message.indexOf(':'));
        String name = message.substring(0, colon);
        return NAMES.getOrDefault(name, name) + message.substring(colon);
    }

    private static TimePrior times(String text) {
        String[] ends = text.split(":", -1);
        try {
            if (ends.length == 2) {
                return TimePrior.uniform(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
            }
        } catch (NumberFormatException e) {
            // Refused below, with the text itself.
        }
        throw new IllegalArgumentException(
                "prior: expected two times such as 0.05:0.95, found "
                        + text
                        + "; write the lower one, a colon and the higher one");
    }
}
