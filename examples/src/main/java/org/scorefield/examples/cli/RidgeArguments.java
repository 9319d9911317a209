// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Geometry;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Process;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Way;
import picocli.CommandLine.Option;

/** The options of the ridge. */
final class RidgeArguments {
    private static final RidgeEvaluatorOptions DEFAULT = AuditOptions.DEFAULT.ridge();

    /** Names in the library, and here, where they stand beside those of other evaluators. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "directions", "ridgeDirections",
                    "largest", "ridgeLargest",
                    "radius", "ridgeRadius",
                    "kappa", "ridgeKappa",
                    "samples", "ridgeSamples",
                    "steps", "ridgeSteps",
                    "heldOut", "ridgeHeldOut",
                    "reference", "ridgeReference");

    @Option(
            names = "--ridge-directions",
            paramLabel = "D",
            description =
                    "ridge: tangent directions of the ridge. Default: chosen from the data's"
                            + " eigengaps.")
    private @Nullable Integer directions;

    @Option(
            names = "--ridge-largest",
            paramLabel = "D",
            description =
                    "ridge: most tangent directions that may be chosen. Default: ${DEFAULT-VALUE}.")
    private int largest = DEFAULT.geometry().largest();

    @Option(
            names = "--ridge-radius",
            paramLabel = "R",
            description =
                    "ridge: samples that end within it of a training point are memorised, in data"
                            + " units. Default: 5 %% of held-out data are within it.")
    private @Nullable Double radius;

    @Option(
            names = "--ridge-kappa",
            paramLabel = "K",
            description =
                    "ridge: samples within K sigma sqrt(D - d) are on the ridge. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double kappa = DEFAULT.geometry().kappa();

    @Option(
            names = "--ridge-process",
            paramLabel = "NAME",
            description = "ridge: how samples are made, sde or flow. Default: ${DEFAULT-VALUE}.")
    private String process = "sde";

    @Option(
            names = "--ridge-samples",
            paramLabel = "N",
            description = "ridge: samples to make and follow. Default: ${DEFAULT-VALUE}.")
    private int samples = DEFAULT.way().samples();

    @Option(
            names = "--ridge-steps",
            paramLabel = "N",
            description = "ridge: steps of each sample. Default: ${DEFAULT-VALUE}.")
    private int steps = DEFAULT.way().steps();

    @Option(
            names = "--ridge-held-out",
            paramLabel = "N",
            description =
                    "ridge: most held-out data that are looked at beside the samples. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int heldOut = DEFAULT.way().heldOut();

    @Option(
            names = "--ridge-reference",
            paramLabel = "N",
            description =
                    "ridge: most points of the reference data that make the density. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int reference = DEFAULT.reference();

    /** For the parser. */
    RidgeArguments() {}

    /**
     * Options of an audit with these.
     *
     * @param options the others
     * @throws IllegalArgumentException where a value is refused; the message starts with its name
     */
    AuditOptions apply(AuditOptions options) {
        try {
            Geometry geometry =
                    new Geometry(
                            directions == null ? OptionalInt.empty() : OptionalInt.of(directions),
                            largest,
                            radius == null ? OptionalDouble.empty() : OptionalDouble.of(radius),
                            kappa);
            return options.withRidge(
                    DEFAULT.withWay(new Way(process(), samples, steps, heldOut))
                            .withGeometry(geometry)
                            .withReference(reference));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named(Objects.toString(e.getMessage())), e);
        }
    }

    private Process process() {
        return switch (process) {
            case "sde" -> Process.REVERSE_SDE;
            case "flow" -> Process.PROBABILITY_FLOW;
            default ->
                    throw new IllegalArgumentException(
                            "ridgeProcess: expected sde or flow, found "
                                    + process
                                    + "; correct the word");
        };
    }

    private static String named(String message) {
        int colon = Math.max(0, message.indexOf(':'));
        String name = message.substring(0, colon);
        return NAMES.getOrDefault(name, name) + message.substring(colon);
    }
}
