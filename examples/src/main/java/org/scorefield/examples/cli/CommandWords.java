// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.support.SupportOptions;

/**
 * A command line that is being written: the inverse of {@link AuditArguments}. Defaults are written
 * out, so that a release with other defaults does the same; what an evaluator chooses for the data
 * stays its choice.
 */
final class CommandWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private final List<String> words;

    /** A line that begins with some words. */
    CommandWords(String... first) {
        this.words = new ArrayList<>(List.of(first));
    }

    /** With one more option, and its value as it is written. */
    CommandWords with(String option, Object value) {
        words.add(option);
        words.add(String.valueOf(value));
        return this;
    }

    private CommandWords with(String option, OptionalInt value) {
        return value.isPresent() ? with(option, value.getAsInt()) : this;
    }

    private CommandWords with(String option, OptionalDouble value) {
        return value.isPresent() ? with(option, value.getAsDouble()) : this;
    }

    /**
     * With all options of an audit. A file of sums is left out: it changes no number.
     *
     * @param options to write
     * @return this
     */
    CommandWords with(AuditOptions options) {
        options.evaluators().forEach(name -> with("--evaluator", name));
        with("--levels", options.levels());
        with("--samples", options.samples());
        with("--seed", options.seed());
        with("--batch", options.batchSize());
        with("--images", options.images());
        with("--reference-role", word(options.referenceRole()));
        for (TestFunctionSpec spec : options.scoreError().testFunctions()) {
            with("--test-functions", spec);
        }
        with("--confidence", options.confidence());
        with("--fit-samples", options.scoreError().fitSamples());
        with("--estimator", word(options.scoreError().estimator()));
        options.timeBudget().ifPresent(budget -> with("--time-budget", time(budget)));
        return with(options.marginalEnergy()).with(options.support()).with(options.ridge());
    }

    private CommandWords with(MarginalEnergyOptions energy) {
        return with("--prior", energy.prior().tMin() + ":" + energy.prior().tMax())
                .with("--energy-states", energy.states())
                .with("--energy-reference", energy.reference())
                .with("--blind-runs", energy.runs())
                .with("--generation-steps", energy.steps());
    }

    private CommandWords with(SupportOptions support) {
        return with("--support-process", support.path().process().label())
                .with("--support-steps", support.path().steps())
                .with("--support-end", support.path().end())
                .with("--support-samples", support.samples())
                .with("--support-vectors", support.vectors())
                .with("--support-directions", support.directions())
                .with("--support-reference", support.reference());
    }

    private CommandWords with(RidgeEvaluatorOptions ridge) {
        boolean flow = ridge.way().process() == RidgeEvaluatorOptions.Process.PROBABILITY_FLOW;
        return with("--ridge-process", flow ? "flow" : "sde")
                .with("--ridge-samples", ridge.way().samples())
                .with("--ridge-steps", ridge.way().steps())
                .with("--ridge-held-out", ridge.way().heldOut())
                .with("--ridge-directions", ridge.geometry().directions())
                .with("--ridge-largest", ridge.geometry().largest())
                .with("--ridge-radius", ridge.geometry().radius())
                .with("--ridge-kappa", ridge.geometry().kappa())
                .with("--ridge-reference", ridge.reference());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String time(Duration budget) {
        return budget.toHours() + "h" + budget.toMinutesPart() + "m" + budget.toSecondsPart() + "s";
    }

    /** The words, as a program receives them. */
    List<String> words() {
        return List.copyOf(words);
    }

    /** One line for a shell of POSIX: words with other signs than plain ones are in quotes. */
    String line() {
        return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
