// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the score error. */
final class ScoreErrorArguments {
    private static final Pattern DURATION =
            Pattern.compile("(?=\\d)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--test-functions",
            paramLabel = "CLASS",
            description =
                    "Classes of potentials, with commas between; may be repeated: auto, linear,"
                            + " quadratic[:AXES], hermite:DEGREE[@AXES], fourier:COUNT[@AXES],"
                            + " radial:COUNT[@AXES], separable:DEGREE:BASIS,"
                            + " separable-spline:KNOTS:BASIS, local:PATCH:DEGREE,"
                            + " critic:WIDTH[@AXES]; BASIS is pixel, dct or principal, AXES are"
                            + " leading principal axes. Default: auto.")
    private List<String> testFunctions = List.of(TestFunctionSpec.AUTO.toString());

    @Option(
            names = "--confidence",
            paramLabel = "P",
            description = "Of bounds and intervals, between 0.5 and 1. Default: ${DEFAULT-VALUE}.")
    private double confidence = AuditOptions.DEFAULT.confidence();

    @Option(
            names = "--fit-samples",
            paramLabel = "N",
            description =
                    "Most samples of each half of the data that fit a potential; further ones only"
                            + " certify. Memory grows with it. Default: ${DEFAULT-VALUE}.")
    private int fitSamples = AuditOptions.DEFAULT.scoreError().fitSamples();

    @Option(
            names = "--estimator",
            paramLabel = "NAME",
            description =
                    "cross-fitted gives a lower confidence bound; plug-in and ridge fit and read"
                            + " off on the same samples and give none. Default: cross-fitted.")
    private String estimator = name(Estimator.CROSS_FITTED);

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            description =
                    "Take fewer samples so that the measurement ends near this time: 90s, 10m,"
                            + " 1h30m. Default: none.")
    private @Nullable String timeBudget;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Save sums to this file as they grow; a run that finds it goes on from there."
                            + " Default: none.")
    private @Nullable Path state;

    /** For the parser. */
    ScoreErrorArguments() {}

    /**
     * Options of an audit with these.
     *
     * @param options the others
     * @throws IllegalArgumentException where a value is refused; the message starts with its name
     */
    AuditOptions apply(AuditOptions options) {
        List<TestFunctionSpec> classes = new ArrayList<>();
        for (String texts : testFunctions) {
            classes.addAll(TestFunctionSpec.parseAll(texts));
        }
        AuditOptions with =
                options.withConfidence(confidence)
                        .withTestFunctions(classes)
                        .withFitSamples(fitSamples)
                        .withEstimator(estimator());
        if (timeBudget != null) {
            with = with.withTimeBudget(duration(timeBudget));
        }
        if (state != null) {
            OutputFolder.checkFile("--state", state, spec);
            with = with.withStateFile(state);
        }
        return with;
    }

    private Estimator estimator() {
        for (Estimator candidate : Estimator.values()) {
            if (name(candidate).equals(estimator)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "estimator: expected cross-fitted, plug-in or ridge, found "
                        + estimator
                        + "; correct the name");
    }

    private static String name(Estimator estimator) {
        return estimator.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "timeBudget: expected hours, minutes and seconds such as 10m or 1h30m, found "
                            + text
                            + "; write a unit after each number");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
