// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The table of {@link RidgeFrameBenchmark}. */
final class RidgeFrameTable {

    private RidgeFrameTable() {}

    /** Runs with a number of points and of states, and prints the ratio of frame to score. */
    static void print(String points, String states) throws RunnerException {
        Map<String, Double> scores = new TreeMap<>();
        Map<String, Double> frames = new TreeMap<>();
        for (RunResult run :
                new Runner(
                                new OptionsBuilder()
                                        .include(RidgeFrameBenchmark.class.getName())
                                        .param("points", points)
                                        .param("states", states)
                                        .verbosity(VerboseMode.SILENT)
                                        .shouldFailOnError(true)
                                        .build())
                        .run()) {
            boolean frame = run.getParams().getBenchmark().endsWith("frame");
            (frame ? frames : scores)
                    .put(run.getParams().getParam("sigma"), run.getPrimaryResult().getScore());
        }
        System.out.println("| sigma | score s | frame s | ratio |");
        System.out.println("| --- | --- | --- | --- |");
        scores.forEach(
                (sigma, score) ->
                        System.out.printf(
                                Locale.ROOT,
                                "| %s | %.2f | %.2f | %.2f |%n",
                                sigma,
                                score,
                                frames.getOrDefault(sigma, Double.NaN),
                                frames.getOrDefault(sigma, Double.NaN) / score));
    }
}
