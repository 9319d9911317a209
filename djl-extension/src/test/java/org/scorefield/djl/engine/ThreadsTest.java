// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.field.TinyModels;

/** Four threads with 500 mixed calls each give the bits of one thread. */
class ThreadsTest {

    private static final int THREADS = 4;
    private static final int CALLS = 500;
    private static final int CASES = 25;
    private static final long SEED = 71;

    @ParameterizedTest
    @EnumSource(names = {"TIMED", "BLIND", "LABELLED"})
    void mixedCalls_fromFourThreads_areBitIdenticalToOneThread(Fixture fixture) throws Exception {
        try (Network network = fixture.load()) {
            checkThreads(network);
        }
    }

    @Test
    void mixedCalls_ofACompiledNetwork_areBitIdenticalToOneThread(@TempDir Path cache)
            throws Exception {
        Architectures architectures = Architectures.load(ThreadsTest.class.getClassLoader());
        NetworkOptions options = NetworkOptions.defaults().withCacheDirectory(cache);
        try (Network network =
                ModelCompiler.load(TinyModels.timed(SEED), architectures, options).network()) {
            assertThat(network.description().jvp()).isEqualTo(JacobianMethod.TANGENT_PROGRAM);
            checkThreads(network);
        }
    }

    private static void checkThreads(Network network) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Case> cases = cases(network.signature().sampleShape().orElseThrow());
            List<byte[]> expected = new ArrayList<>();
            for (int call = 0; call < 3 * CASES; call++) {
                expected.add(call(network, cases, call));
            }
            List<Future<Integer>> different = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random order = new Random(SEED + thread);
                Callable<Integer> work =
                        () -> {
                            int count = 0;
                            for (int i = 0; i < CALLS; i++) {
                                int call = order.nextInt(3 * CASES);
                                byte[] found = call(network, cases, call);
                                count += java.util.Arrays.equals(found, expected.get(call)) ? 0 : 1;
                            }
                            return count;
                        };
                different.add(pool.submit(work));
            }
            for (Future<Integer> count : different) {
                assertThat(count.get()).as("calls that differ, seed " + SEED).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private record Case(float[] x, float[] t, float[] v, Shape shape) {}

    private static List<Case> cases(Shape sample) {
        Random random = new Random(SEED);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Shape shape = new Shape(1 + random.nextInt(4)).addAll(sample);
            int size = (int) shape.size();
            cases.add(
                    new Case(
                            normal(random, size),
                            normal(random, (int) shape.get(0)),
                            normal(random, size),
                            shape));
        }
        return cases;
    }

    /** Call number c is evaluate, jvp or vjp of case c / 3. */
    private static byte[] call(Network network, List<Case> cases, int number) {
        Case one = cases.get(number / 3);
        try (NDManager step = NDManager.newBaseManager("PyTorch")) {
            NDArray x = step.create(one.x, one.shape);
            NDArray t = step.create(one.t);
            NDArray v = step.create(one.v, one.shape);
            NDArray result =
                    switch (number % 3) {
                        case 0 -> network.evaluate(x, t);
                        case 1 -> network.jvp(x, t, v);
                        default -> network.vjp(x, t, v);
                    };
            return result.toByteArray();
        }
    }

    private static float[] normal(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
