// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What is compared with what, and the table of it. */
enum Comparison {
    /** Compiled here against traced by PyTorch. */
    EVALUATION(EvaluationBenchmark.class, "traced", CpuTime.TIME, PeakMemory.PEAK),
    /** k products against one evaluation. */
    JACOBIAN(JacobianBenchmark.class, "evaluate", CpuTime.TIME, PeakMemory.PEAK),
    /** Loading against reading. */
    LOADING(LoadingBenchmark.class, "readOnce", PeakHeap.PEAK),
    /** A sweep of tangent vectors against one evaluation. */
    SWEEP(SweepBenchmark.class, "evaluate", CpuTime.TIME, PeakMemory.PEAK);

    private final Class<?> benchmark;
    private final String baseline;
    private final List<String> sizes;

    Comparison(Class<?> benchmark, String baseline, String... sizes) {
        this.benchmark = benchmark;
        this.baseline = baseline;
        this.sizes = List.of(sizes);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The pattern of the benchmark's names. */
    String benchmark() {
        return benchmark.getName();
    }

    /** The network, if there is a choice, and what runs on it. */
    Case caseOf(RunResult result) {
        BenchmarkParams params = result.getParams();
        String method = params.getBenchmark().replaceFirst(".*\\.", "");
        String network =
                params.getParamsKeys().contains("network") ? params.getParam("network") : "";
        String variant =
                params.getParamsKeys().stream()
                        .filter(key -> !key.equals("network"))
                        .map(params::getParam)
                        .collect(Collectors.joining(" "));
        return new Case(network, variant.isEmpty() ? method : variant);
    }

    /** Prints medians over the rounds, and the ratios to the baseline within each round. */
    void print(Map<Case, List<RunResult>> results) {
        System.out.printf("%n| %s | ms | ratio to %s (smallest, largest) |", label(), baseline);
        sizes.forEach(
                size ->
                        System.out.printf(
                                " %s %s | ratio |",
                                size, size.equals(CpuTime.TIME) ? "ms" : "MiB"));
        System.out.printf("%n| --- | --- | --- |%s%n", " --- | --- |".repeat(sizes.size()));
        for (Case one : results.keySet()) {
            List<RunResult> runs = results.get(one);
            List<RunResult> base = results.get(new Case(one.network(), baseline));
            System.out.printf("| %s |%s", one, cells(runs, base, Comparison::time));
            for (String size : sizes) {
                ToDoubleFunction<RunResult> value = run -> size(run, size);
                System.out.print(cells(runs, base, value));
            }
            System.out.println();
        }
    }

    private static String cells(
            List<RunResult> runs, List<RunResult> base, ToDoubleFunction<RunResult> value) {
        double[] values = runs.stream().mapToDouble(value).toArray();
        double[] ratios =
                IntStream.range(0, runs.size())
                        .mapToDouble(i -> values[i] / value.applyAsDouble(base.get(i)))
                        .sorted()
                        .toArray();
        return String.format(
                Locale.ROOT,
                " %.0f | %.2f (%.2f, %.2f) |",
                median(values),
                median(ratios),
                ratios[0],
                ratios[ratios.length - 1]);
    }

    private static double time(RunResult run) {
        return run.getPrimaryResult().getScore();
    }

    private static double size(RunResult run, String label) {
        Result<?> result = run.getSecondaryResults().get(label);
        return result == null ? Double.NaN : result.getScore();
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * One case.
     *
     * @param network the network, or nothing
     * @param variant what runs on it
     */
    record Case(String network, String variant) {

        @Override
        public String toString() {
            return (network + " " + variant).strip();
        }
    }
}
