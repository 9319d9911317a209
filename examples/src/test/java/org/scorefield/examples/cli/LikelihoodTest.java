// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.variation.Dequantization;

/**
 * {@code likelihood} of a checkpoint dx/dt = A x, whose flow makes a Gaussian: log p(x) = log
 * N(e^(A T) x; 0, I) + T trace A, T = 1 - t-min.
 */
class LikelihoodTest {

    private static final int D = 4;
    private static final long SEED = 31;
    private static final double T_MIN = 0.02;

    /** The network computes in FLOAT32, and so does the sum of the steps. */
    private static final double SINGLE = 2e-4;

    private static final double[][] A = {
        {0.9, 0.5, 0.1, -0.3}, {-0.2, 0.6, 0.4, 0.2}, {0.3, -0.4, 1.2, 0.1}, {0.1, 0.2, -0.5, 0.4}
    };

    @TempDir Path folder;
    private Path weights;
    private Path card;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        weights = folder.resolve("linear.safetensors");
        write(A);
        card = card("[4]");
    }

    private void write(double[][] matrix) throws IOException {
        byte[] header =
                ("{\"net.0.weight\": {\"dtype\": \"F32\", \"shape\": [4, 4], \"data_offsets\": [0,"
                                + " 64]}, \"net.0.bias\": {\"dtype\": \"F32\", \"shape\": [4],"
                                + " \"data_offsets\": [64, 80]}}")
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + header.length + 80)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header);
        for (double[] row : matrix) {
            for (double value : row) {
                file.putFloat((float) value);
            }
        }
        Files.write(weights, file.array());
    }

    private Path card(String shape) throws IOException {
        return Files.writeString(
                folder.resolve("card.json"),
                """
                {"architecture": "MLP", "schedule": {"_class_name": "RectifiedFlow"},
                 "prediction": "velocity", "time": {"input": "none"},
                 "data": {"shape": %s, "range": [-1, 1]}}
                """
                        .formatted(shape));
    }

    /** Rows of FLOAT32 numbers between -1 and 1. */
    private Path points(double[][] rows) throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.length + ", 4), }";
        header = header + " ".repeat(118 - 1 - header.length()) + "\n";
        ByteBuffer file =
                ByteBuffer.allocate(128 + rows.length * D * 4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                        .putShort((short) 118)
                        .put(header.getBytes(StandardCharsets.US_ASCII));
        for (double[] row : rows) {
            for (double value : row) {
                file.putFloat((float) value);
            }
        }
        return Files.write(folder.resolve("points.npy"), file.array());
    }

    private static double[][] rows(int n) {
        Random random = new Random(SEED);
        double[][] rows = new double[n][D];
        for (double[] row : rows) {
            for (int i = 0; i < D; i++) {
                row[i] = (float) (2 * random.nextDouble() - 1);
            }
        }
        return rows;
    }

    /** log q(x0) = D log alpha + log p(alpha x0). */
    private static double closedForm(double[] x0) {
        double time = 1 - T_MIN;
        double[] term = new double[D];
        double[] end = new double[D];
        for (int i = 0; i < D; i++) {
            term[i] = (1 - T_MIN) * x0[i];
            end[i] = term[i];
        }
        for (int order = 1; order < 40; order++) {
            double[] next = new double[D];
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    next[i] += A[i][j] * term[j] * time / order;
                }
            }
            term = next;
            for (int i = 0; i < D; i++) {
                end[i] += term[i];
            }
        }
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < D; i++) {
            trace += A[i][i];
            squares += end[i] * end[i];
        }
        return D * Math.log(1 - T_MIN) - squares / 2 - D * Math.log(2 * Math.PI) / 2 + time * trace;
    }

    private CommandRun run(Path data, Object... more) {
        Object[] all = new Object[8 + more.length];
        Object[] first = {
            "likelihood", weights, "--card", card, "--reference", data, "--t-min", T_MIN
        };
        System.arraycopy(first, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        return CommandRun.of(all);
    }

    private static JsonObject json(CommandRun run) {
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    @Test
    void exact_ofAGaussian_isTheClosedForm() throws IOException {
        double[][] rows = rows(5);
        Path data = points(rows);
        for (Object[] solver :
                List.of(
                        new Object[] {"--exact", "--json", "--tolerance", "1e-6"},
                        new Object[] {"--json", "--steps", "60", "--batch", "2"})) {
            JsonObject found = json(run(data, solver));
            assertThat(found.get("divergence").getAsString()).isEqualTo("exact");
            assertThat(found.get("dequantized").getAsBoolean()).isFalse();
            double mean = 0;
            for (int i = 0; i < rows.length; i++) {
                JsonObject one = found.getAsJsonArray("samples").get(i).getAsJsonObject();
                double exact = closedForm(rows[i]);
                assertThat(one.get("nats").getAsDouble()).isCloseTo(exact, within(SINGLE));
                assertThat(one.get("standardError").getAsDouble()).isZero();
                mean += exact / rows.length;
            }
            JsonObject nats = found.getAsJsonObject("nats");
            assertThat(nats.get("mean").getAsDouble()).isCloseTo(mean, within(SINGLE));
            assertThat(nats.get("probeError").getAsDouble()).isZero();
            assertThat(found.getAsJsonObject("bitsPerDimension").get("mean").getAsDouble())
                    .isCloseTo(-mean / (D * Math.log(2)), within(SINGLE));
        }
    }

    @Test
    void hutchinson_ofAGaussian_agreesWithinItsErrors() throws IOException {
        double[][] rows = rows(60);
        JsonObject found =
                json(run(points(rows), "--probes", 8, "--json", "--seed", 5, "--samples", 60));
        double difference = 0;
        int off = 0;
        for (int i = 0; i < rows.length; i++) {
            JsonObject one = found.getAsJsonArray("samples").get(i).getAsJsonObject();
            double gap = one.get("nats").getAsDouble() - closedForm(rows[i]);
            difference += gap / rows.length;
            off += Math.abs(gap) > 0.01 ? 1 : 0;
        }
        double error = found.getAsJsonObject("nats").get("probeError").getAsDouble();
        assertThat(error).isPositive();
        // Five standard errors; single samples really differ, or the test would test nothing.
        assertThat(Math.abs(difference)).as("seed 5").isLessThan(5 * error);
        assertThat(off).isGreaterThan(rows.length / 2);
        assertThat(found.get("divergence").getAsString()).isEqualTo("by 8 probes");
    }

    @Test
    void images_areDequantizedAndGiveBitsOfStoredPixels() throws IOException {
        card = card("[1, 2, 2]");
        int n = 20;
        byte[] pixels = new byte[n * D];
        new Random(SEED).nextBytes(pixels);
        Path data = folder.resolve("images.idx3-ubyte");
        Files.write(
                data,
                ByteBuffer.allocate(16 + pixels.length)
                        .putInt(0x803)
                        .putInt(n)
                        .putInt(2)
                        .putInt(2)
                        .put(pixels)
                        .array());
        JsonObject found = json(run(data, "--json", "--seed", 9));
        assertThat(found.get("dequantized").getAsBoolean()).isTrue();
        Dequantization rule = new Dequantization(-1, 1, 256);
        double mean = 0;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            float[] values = new float[pixels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (-1 + (pixels[i] & 0xff) / 255.0 * 2);
            }
            NDArray moved = rule.uniform(manager.create(values, new Shape(n, D)), 9);
            for (int i = 0; i < n; i++) {
                float[] row = moved.get(i).toFloatArray();
                mean += closedForm(new double[] {row[0], row[1], row[2], row[3]}) / n;
            }
        }
        assertThat(found.getAsJsonObject("bitsPerDimension").get("mean").getAsDouble())
                .isCloseTo(rule.bitsPerDimension(mean, D), within(SINGLE));
        JsonObject plain = json(run(data, "--json", "--continuous"));
        assertThat(plain.get("dequantized").getAsBoolean()).isFalse();
        CommandRun text = run(data, "--samples", 7);
        assertThat(text.exit()).as(text.toString()).isZero();
        assertThat(text.out())
                .contains("7 samples of 4 numbers", "bits/pixel", "upper bound", "+-", "exact")
                .contains("more than half a pixel's interval")
                .doesNotContain("NaN");
    }

    /** Networks that cannot be asked at pure noise: infinite log sigma, or an output of noise. */
    @Test
    void flowsWithoutVelocityAtPureNoise_endJustBefore() throws IOException {
        // eps = x: x0 = x, so that x stays, and the density is N(0, sigma(t-max)^2) of x itself.
        double[][] rows = rows(2);
        Path data = points(rows);
        write(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}});
        double last = 1000 / 1001.0;
        Files.writeString(card, Files.readString(card).replace("velocity", "epsilon"));
        JsonObject found = json(run(data, "--json", "--tolerance", "1e-6"));
        assertThat(found.get("tMax").getAsDouble()).isCloseTo(last, within(1e-12));
        for (int i = 0; i < rows.length; i++) {
            double squares = 0;
            for (double value : rows[i]) {
                squares += Math.pow((1 - T_MIN) * value, 2);
            }
            double expected =
                    D * Math.log(1 - T_MIN)
                            - squares / (2 * last * last)
                            - D * Math.log(last * Math.sqrt(2 * Math.PI));
            assertThat(nats(found.get("samples"), i)).isCloseTo(expected, within(SINGLE));
        }
        Object[] command = {"likelihood", weights, "--card", card, "--reference", data};
        Object[] more = {"--t-min", 0.9995};
        CommandRun late = CommandRun.of(Stream.of(command, more).flatMap(Stream::of).toArray());
        assertUsage(late, "--t-min: expected a time before the flow's end at t = 0.999");
    }

    @Test
    void batches_changeNothing() throws IOException {
        Path data = points(rows(5));
        JsonElement whole = json(run(data, "--json", "--probes", 3)).get("samples");
        JsonElement parts = json(run(data, "--json", "--probes", 3, "--batch", 2)).get("samples");
        for (int i = 0; i < 5; i++) {
            double one = nats(whole, i);
            assertThat(nats(parts, i)).isCloseTo(one, within(1e-6 * Math.abs(one)));
        }
    }

    private static double nats(JsonElement samples, int i) {
        return samples.getAsJsonArray().get(i).getAsJsonObject().get("nats").getAsDouble();
    }

    @Test
    void badInput_isRefusedInOneSentence() throws IOException {
        Path data = points(rows(3));
        assertUsage(run(data, "--exact", "--probes", 2), "--exact: expected without --probes");
        assertUsage(run(data, "--steps", 5, "--tolerance", "1e-3"), "--tolerance:");
        assertUsage(run(data, "--probes", 0), "--probes: expected at least 1, found 0");
        assertUsage(run(data, "--steps", 0), "--steps: expected at least 1");
        assertUsage(run(data, "--samples", 0), "--samples: expected at least 1");
        assertUsage(run(data, "--tolerance", 2), "--tolerance: expected 1e-12 to 0.1");
        assertUsage(
                CommandRun.of(
                        "likelihood", weights, "--card", card, "--reference", data, "--t-min", 0),
                "--t-min: expected a time with noise in it, found 0.0, where sigma is 0");
        assertUsage(CommandRun.of("likelihood", weights, "--card", card), "'--reference=DATA'");
        CommandRun missing = run(folder.resolve("nothing.npy"));
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).contains("nothing.npy");
        card = card("[2]");
        CommandRun other = run(data);
        assertThat(other.exit()).as(other.toString()).isEqualTo(3);
        assertThat(other.err().lines()).hasSize(1);
    }

    private static void assertUsage(CommandRun run, String sentence) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    }
}
