// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.scorefield.djl.benchmark.Comparison.Case;

/**
 * Runs the benchmarks in rounds and prints ratios.
 *
 * <p>A round runs every case once, each in a JVM of its own; ratios are taken within a round, where
 * the machine's state is most alike, and the median over the rounds is printed with the smallest
 * and the largest.
 */
public final class Benchmarks {

    private static final int ROUNDS = 5;

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param arguments which of evaluation, jacobian, loading, sweep (none: all), and the number of
     *     rounds; sweep needs the zoo only
     */
    public static void main(String... arguments) throws IOException, RunnerException {
        List<String> names = new ArrayList<>();
        int rounds = ROUNDS;
        for (String argument : arguments) {
            if (argument.matches("[0-9]+")) {
                rounds = Integer.parseInt(argument);
            } else {
                names.add(argument);
            }
        }
        if (!names.equals(List.of(Comparison.SWEEP.label()))) {
            Networks.compileAll();
        }
        for (Comparison comparison : Comparison.values()) {
            if (names.isEmpty() || names.contains(comparison.label())) {
                run(comparison, rounds);
            }
        }
    }

    /** Prints the table after every round, of all rounds so far. */
    private static void run(Comparison comparison, int rounds) throws RunnerException {
        Map<Case, List<RunResult>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            System.err.printf("%s, round %d of %d%n", comparison.label(), round + 1, rounds);
            for (RunResult result :
                    new Runner(
                                    new OptionsBuilder()
                                            .include(comparison.benchmark())
                                            .addProfiler(CpuTime.class)
                                            .addProfiler(PeakMemory.class)
                                            .addProfiler(PeakHeap.class)
                                            .verbosity(VerboseMode.SILENT)
                                            .shouldFailOnError(true)
                                            .build())
                            .run()) {
                results.computeIfAbsent(comparison.caseOf(result), key -> new ArrayList<>())
                        .add(result);
            }
            comparison.print(results);
        }
    }
}
