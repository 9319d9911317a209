// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput;
import org.scorefield.djl.variation.Dequantization;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.djl.variation.FlowSolver;
import org.scorefield.djl.variation.LikelihoodEstimate;
import org.scorefield.djl.variation.LogLikelihood;
import org.scorefield.evaluation.reference.ReferenceData;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How likelihoods are computed, and the computation itself. */
final class LikelihoodArguments {

    /** Up to this D the divergence is exact unless probes are asked for. */
    private static final int SMALL = 64;

    private static final int PROBES = 2;
    private static final double TOLERANCE = 1e-4;
    private static final int BATCH = 16;

    /** Noise over signal where a flow ends that cannot be asked at pure noise. */
    private static final double MOST_NOISE = 1e3;

    /** Of half the data's range: far below a pixel's width, 8e-3 of it. */
    private static final double LEAST_NOISE = 1e-3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--probes",
            paramLabel = "K",
            description =
                    "Estimate the divergence with K random sign vectors (Hutchinson); 2 or more"
                            + " give a standard error. Default: 2 above 64 numbers a sample.")
    private @Nullable Integer probes;

    @Option(
            names = "--exact",
            description =
                    "Compute the divergence exactly, with D Jacobian products an evaluation."
                            + " Default: up to 64 numbers a sample.")
    private boolean exact;

    @Option(
            names = "--tolerance",
            paramLabel = "TOL",
            description =
                    "Error of an adaptive step, relative and absolute, Dormand-Prince 5(4)."
                            + " Default: 1e-4.")
    private @Nullable Double tolerance;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "N fixed steps of order 4 instead, at times whose distance from t-min grows"
                            + " with the square of their number.")
    private @Nullable Integer steps;

    @Option(
            names = "--t-min",
            paramLabel = "T",
            description =
                    "Time of the data, 0 to 1. Default: the schedule's least noise, or where it"
                            + " has none sigma / alpha = 0.001 of half the data's range.")
    private @Nullable Double tMin;

    @Option(
            names = "--continuous",
            description =
                    "The data are no stored pixels: no dequantization. Default: for data that are"
                            + " no images.")
    private boolean continuous;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of every random number. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            description = "Samples carried together. Default: ${DEFAULT-VALUE}.")
    private int batch = BATCH;

    /** For the parser. */
    LikelihoodArguments() {}

    /** Refuses values that cannot be. */
    void check() {
        require(!exact || probes == null, "--exact", "without --probes", "both");
        require(tolerance == null || steps == null, "--tolerance", "without --steps", "both");
        require(probes == null || probes >= 1, "--probes", "at least 1", probes);
        require(steps == null || steps >= 1, "--steps", "at least 1", steps);
        require(batch >= 1, "--batch", "at least 1", batch);
        require(
                tolerance == null || tolerance >= 1e-12 && tolerance <= 0.1,
                "--tolerance",
                "1e-12 to 0.1",
                tolerance);
        require(tMin == null || tMin >= 0 && tMin < 1, "--t-min", "0 to below 1", tMin);
    }

    private void require(boolean holds, String option, String rule, @Nullable Object found) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": expected " + rule + ", found " + found + "; correct it");
        }
    }

    /**
     * The likelihoods of some data: log q(x0) = D log alpha + log p_t(alpha x0) at t-min, a density
     * of x0.
     */
    LikelihoodResult measure(DiffusionModel model, ReferenceData data, Progress progress) {
        NoiseSchedule schedule = model.parameterization().schedule();
        double first = first(schedule, model.dataRange());
        require(
                schedule.sigma(first) > 0,
                "--t-min",
                "a time with noise in it",
                first + ", where sigma is 0");
        double alpha = schedule.alpha(first);
        double last = last(model);
        require(first < last, "--t-min", "a time before the flow's end at t = " + last, first);
        FlowSolver solver = solver(first, last);
        Divergence divergence = divergence(data.dimension());
        LogLikelihood likelihood =
                LogLikelihood.of(
                        TimedField.of(model, Quantity.VELOCITY), schedule, solver, divergence);
        Optional<Dequantization> pixels =
                continuous || model.dataShape().length < 2
                        ? Optional.empty()
                        : Optional.of(Dequantization.of(model));
        List<LikelihoodEstimate> parts = new ArrayList<>();
        int n = data.count();
        try (NDManager manager = model.newManager()) {
            NDArray stored = states(data, model, manager);
            NDArray x = pixels.map(p -> p.uniform(stored, seed)).orElse(stored).mul(alpha);
            SamplingOptions options = SamplingOptions.seed(seed).withBatchSize(batch);
            for (int from = 0; from < n; from += batch) {
                progress.step("following data to noise", from, n);
                try (NDArray rows = x.get(new NDIndex("{}:{}", from, Math.min(n, from + batch)))) {
                    parts.add(likelihood.run(rows, options.withFirstSample(from)));
                }
            }
        }
        progress.step("following data to noise", n, n);
        return LikelihoodResult.of(
                parts,
                new LikelihoodResult.Setting(
                        data.provenance(), schedule, first, solver, divergence, pixels, seed));
    }

    private double first(NoiseSchedule schedule, double[] range) {
        if (tMin != null) {
            return tMin;
        }
        return schedule.sigma(0) > 0 ? 0 : schedule.time(LEAST_NOISE * (range[1] - range[0]) / 2);
    }

    /**
     * Pure noise, or little signal where the model tells no velocity there: its time input is then
     * infinite, or its output is the noise alone.
     */
    private static double last(DiffusionModel model) {
        Parameterization told = model.parameterization();
        NoiseSchedule schedule = told.schedule();
        if (schedule.alpha(1) > 0) {
            return 1;
        }
        boolean there =
                told.time().kind() != TimeInput.Kind.LOG_SIGMA
                        && told.prediction().c(schedule, 1) != 0;
        return there ? 1 : schedule.time(MOST_NOISE);
    }

    private Divergence divergence(int dimension) {
        boolean whole = exact || probes == null && dimension <= SMALL;
        return whole ? Divergence.exact() : Divergence.hutchinson(probes == null ? PROBES : probes);
    }

    private FlowSolver solver(double first, double last) {
        if (steps == null) {
            return FlowSolver.adaptive(tolerance == null ? TOLERANCE : tolerance, first, last);
        }
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            double part = (double) i / steps;
            times.add(first + (last - first) * part * part);
        }
        return FlowSolver.rk4(times);
    }

    private static NDArray states(ReferenceData data, DiffusionModel model, NDManager manager) {
        int d = data.dimension();
        float[] values = new float[data.count() * d];
        for (int i = 0; i < data.count(); i++) {
            System.arraycopy(data.sample(i), 0, values, i * d, d);
        }
        Shape shape = new Shape(data.count()).addAll(new Shape(model.dataShape()));
        return manager.create(values, shape).toType(model.dataType(), false);
    }
}
