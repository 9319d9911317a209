// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The largest resident memory of the forked JVM in MiB, loading included: VmHWM of
 * /proc/self/status, so on Linux only.
 */
public final class PeakMemory implements InternalProfiler {

    /** The name of the result. */
    static final String PEAK = "resident";

    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public String getDescription() {
        return "largest resident memory of the forked JVM";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (!Files.exists(STATUS)) {
            return List.of();
        }
        return List.of(new ScalarResult(PEAK, mebibytes("VmHWM"), "MiB", AggregationPolicy.MAX));
    }

    private static double mebibytes(String key) {
        try {
            return Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith(key + ":"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
