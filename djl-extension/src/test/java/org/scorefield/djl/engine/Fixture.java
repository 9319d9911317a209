// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.scorefield.djl.engine.NetworkSignature.ConstantInput;
import org.scorefield.djl.engine.NetworkSignature.ConstantInput.Kind;
import org.scorefield.djl.engine.NetworkSignature.TimeArgument;

/**
 * Foreign TorchScript modules and what PyTorch computed with them; see
 * make_torchscript_fixtures.py.
 */
public enum Fixture {
    TIMED,
    TIMED64,
    BLIND,
    LABELLED,
    OPAQUE;

    public static final Shape SAMPLE = new Shape(1, 4, 4);

    public Path file() {
        return resource(name().toLowerCase(java.util.Locale.ROOT) + ".pt");
    }

    public DataType dataType() {
        return this == TIMED64 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    public NetworkOptions options() {
        return NetworkOptions.defaults().withDataType(dataType());
    }

    public NetworkSignature signature() {
        TimeArgument time =
                this == BLIND || this == OPAQUE ? TimeArgument.ABSENT : TimeArgument.PER_SAMPLE;
        List<ConstantInput> constants =
                this == LABELLED ? List.of(new ConstantInput("label", 2, Kind.INDEX)) : List.of();
        return new NetworkSignature(Optional.of(SAMPLE), time, constants);
    }

    public TorchScriptNetwork load() throws IOException {
        return TorchScriptNetwork.load(file(), signature(), options());
    }

    /** PyTorch's x, t, v, w, y, jvp or vjp, in the module's data type. */
    public NDArray reference(String key, NDManager manager) throws IOException {
        JsonObject all =
                JsonParser.parseString(Files.readString(resource("references.json")))
                        .getAsJsonObject();
        JsonElement value = all.getAsJsonObject(name().toLowerCase(java.util.Locale.ROOT)).get(key);
        List<Long> dims = new ArrayList<>();
        for (JsonElement e = value; e.isJsonArray(); e = e.getAsJsonArray().get(0)) {
            dims.add((long) e.getAsJsonArray().size());
        }
        List<Double> flat = new ArrayList<>();
        flatten(value, flat);
        double[] numbers = flat.stream().mapToDouble(Double::doubleValue).toArray();
        Shape shape = new Shape(dims.stream().mapToLong(Long::longValue).toArray());
        return manager.create(numbers, shape).toType(dataType(), false);
    }

    /** The largest difference of entries, relative to the largest entry of the second array. */
    public static double relative(NDArray found, NDArray expected) {
        double[] a = found.toType(DataType.FLOAT64, false).toDoubleArray();
        double[] b = expected.toType(DataType.FLOAT64, false).toDoubleArray();
        if (!found.getShape().equals(expected.getShape())) {
            throw new AssertionError(
                    "shape " + found.getShape() + ", expected " + expected.getShape());
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return difference / Math.max(largest, Double.MIN_NORMAL);
    }

    private static void flatten(JsonElement element, List<Double> flat) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(e -> flatten(e, flat));
        } else {
            flat.add(element.getAsDouble());
        }
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(Fixture.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
