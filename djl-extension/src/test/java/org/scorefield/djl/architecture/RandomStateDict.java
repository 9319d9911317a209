// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.scorefield.djl.program.Graph;

/**
 * Writes random weights for a graph into a safetensors file, tensor by tensor. Weights of more than
 * one dimension are uniform with variance 1 / fan-in, so that activations keep their size; those of
 * one dimension are 1 + uniform / 10 for scales and uniform / 10 for shifts.
 */
public final class RandomStateDict {

    private RandomStateDict() {}

    /** Writes the file; the same seed gives the same bytes. */
    public static void write(Graph graph, long seed, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] header = header(graph.parameters()).getBytes(StandardCharsets.UTF_8);
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).array());
            out.write(header);
            DataOutputStream data = new DataOutputStream(out);
            for (Map.Entry<String, long[]> parameter : graph.parameters().entrySet()) {
                long[] shape = parameter.getValue();
                double fanIn = elements(shape) / (double) shape[0];
                double scale = shape.length > 1 ? Math.sqrt(3 / fanIn) : 0.1;
                boolean isScale = shape.length == 1 && parameter.getKey().endsWith("weight");
                double centre = isScale ? 1 : 0;
                for (long i = 0; i < elements(shape); i++) {
                    float value = (float) (centre + scale * (2 * random.nextDouble() - 1));
                    data.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
                }
            }
            data.flush();
        }
    }

    private static String header(Map<String, long[]> parameters) {
        JsonObject header = new JsonObject();
        long offset = 0;
        for (Map.Entry<String, long[]> parameter : parameters.entrySet()) {
            JsonObject tensor = new JsonObject();
            tensor.addProperty("dtype", "F32");
            JsonArray shape = new JsonArray();
            Arrays.stream(parameter.getValue()).forEach(shape::add);
            tensor.add("shape", shape);
            JsonArray offsets = new JsonArray();
            offsets.add(offset);
            offset += 4 * elements(parameter.getValue());
            offsets.add(offset);
            tensor.add("data_offsets", offsets);
            header.add(parameter.getKey(), tensor);
        }
        return header.toString();
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
