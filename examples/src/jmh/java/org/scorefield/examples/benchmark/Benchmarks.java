// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmark in JVMs of its own and prints the ratio of estimator to network. */
public final class Benchmarks {
    private static final String ROUNDS = "3";
    private static final String LEVELS = "8";

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param arguments number of rounds (3) and of noise levels (8); or {@code classes}, for the
     *     costs of each class of test functions; or {@code ridge}, number of points (50000) and of
     *     states (256), for the tangent frame beside the score
     */
    public static void main(String... arguments) throws RunnerException {
        if (arguments.length > 0 && arguments[0].equals("classes")) {
            TestFunctionTable.print();
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("ridge")) {
            RidgeFrameTable.print(
                    arguments.length > 1 ? arguments[1] : "50000",
                    arguments.length > 2 ? arguments[2] : "256");
            return;
        }
        int rounds = Integer.parseInt(arguments.length > 0 ? arguments[0] : ROUNDS);
        String levels = arguments.length > 1 ? arguments[1] : LEVELS;
        List<Double> ratios = new ArrayList<>();
        System.out.println(
                "| round | network s | estimator s | ratio | cpu s | cpu s | cpu ratio |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (RunResult run :
                new Runner(
                                new OptionsBuilder()
                                        .include(ScoreErrorBenchmark.class.getName())
                                        .param("levels", levels)
                                        .forks(rounds)
                                        .verbosity(VerboseMode.SILENT)
                                        .shouldFailOnError(true)
                                        .build())
                        .run()) {
            for (BenchmarkResult round : run.getBenchmarkResults()) {
                ratios.add(seconds(round, "estimatorMillis") / seconds(round, "networkMillis"));
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %.1f | %.1f | %.3f | %.1f | %.1f | %.3f |%n",
                        ratios.size(),
                        seconds(round, "networkMillis"),
                        seconds(round, "estimatorMillis"),
                        ratios.get(ratios.size() - 1),
                        seconds(round, "networkCpuMillis"),
                        seconds(round, "estimatorCpuMillis"),
                        seconds(round, "estimatorCpuMillis") / seconds(round, "networkCpuMillis"));
            }
        }
        List<Double> sorted = ratios.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT, "median ratio %.3f, aim 0.15%n", sorted.get(sorted.size() / 2));
    }

    private static double seconds(BenchmarkResult round, String counter) {
        return round.getSecondaryResults().get(counter).getScore() / 1000;
    }
}
