// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {

    private static byte[] written(Tensor tensor, DType target) throws IOException {
        var out = new ByteArrayOutputStream();
        tensor.writeTo(Channels.newChannel(out), target);
        return out.toByteArray();
    }

    @Test
    void halfToFloat_all65536Values_followTheDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude =
                    exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : exponent == 0
                                    ? Math.scalb((double) fraction, -24)
                                    : Math.scalb(1 + fraction / 1024.0, exponent - 15);
            double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
            float found = Elements.halfToFloat((short) bits);
            assertThat(Double.compare(found, expected)).as("bits %04x", bits).isZero();
        }
    }

    @Test
    void writeTo_bfloat16_isTheUpperHalfOfAFloat() throws IOException {
        var random = new SplittableRandom(1);
        ByteBuffer bytes = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
        var expected = new float[1000];
        for (int i = 0; i < 1000; i++) {
            float value = (float) random.nextDouble(-1e3, 1e3);
            int upper = Float.floatToRawIntBits(value) >>> 16;
            bytes.putShort((short) upper);
            expected[i] = Float.intBitsToFloat(upper << 16);
        }
        Tensor tensor = Tensors.ofBytes(DType.BF16, bytes.array(), 10, 100);
        assertThat(tensor.toFloats()).containsExactly(expected);
        assertThat(written(tensor, DType.F32)).isEqualTo(TestFiles.floats(expected));
        assertThat(written(tensor, DType.BF16)).isEqualTo(bytes.array());
    }

    @Test
    void writeTo_integers_widenAndBecomeFloats() throws IOException {
        Tensor bytes = Tensors.ofBytes(DType.U8, new byte[] {0, 1, -1}, 3);
        assertThat(written(bytes, DType.I16)).containsExactly(0, 0, 1, 0, 255, 0);
        assertThat(written(bytes, DType.F32)).isEqualTo(TestFiles.floats(0, 1, 255));
        Tensor flags = Tensors.ofBytes(DType.BOOL, new byte[] {0, 1, 2}, 3);
        assertThat(written(flags, DType.U8)).containsExactly(0, 1, 1);
        Tensor longs = Tensors.of(new long[] {Long.MIN_VALUE, 1L << 53}, 2);
        assertThat(longs.toDoubles()).containsExactly(-0x1p63, 0x1p53);
        assertThat(written(longs, DType.I64)).hasSize(16);
    }

    @Test
    void writeTo_doubles_roundToNearestFloat() throws IOException {
        Tensor tensor = Tensors.of(new double[] {0.1, 1e300, -1e-300}, 3);
        assertThat(written(tensor, DType.F32))
                .isEqualTo(TestFiles.floats(0.1f, Float.POSITIVE_INFINITY, -0f));
        assertThat(tensor.toFloats()[0]).isEqualTo(0.1f);
    }

    @Test
    void writeTo_lossyTarget_isRefused() {
        Tensor tensor = Tensors.of(new float[] {1}, 1);
        assertThatThrownBy(() -> written(tensor, DType.I64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "target: expected a type that F32 widens to, found I64; use F32 or F64");
        assertThatThrownBy(() -> written(Tensors.of(new long[1], 1), DType.I8))
                .hasMessageContaining("I64 widens to, found I8");
    }

    /** Sizes around the chunk of 8192 elements. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 8193, 50_000})
    void toFloats_transposedView_equalsIndexing(int columns) {
        int rows = 3;
        var values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        var bytes = new HeapBytes(ByteBuffer.wrap(TestFiles.floats(values)));
        var storage = new StridedTensor.Storage(0, bytes.length(), DType.F32);
        var view = new StridedTensor.View(0, new long[] {columns, rows}, new long[] {1, columns});
        float[] transposed = StridedTensor.of(bytes, storage, view).toFloats();
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                assertThat(transposed[j * rows + i]).isEqualTo(values[i * columns + j]);
            }
        }
    }

    @Test
    void of_wrongNumberOfValues_isRefused() {
        assertThatThrownBy(() -> Tensors.of(new float[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "values: expected 4 for shape [2, 2], found 3; pass one value an element");
        assertThatThrownBy(() -> Tensors.ofBytes(DType.F32, new byte[5], 1))
                .hasMessageContaining("expected a multiple of 4 bytes for F32, found 5");
        assertThatThrownBy(() -> Tensors.of(new float[0], -1))
                .hasMessageContaining("expected no negative axis");
    }

    @Test
    void shape_changedByTheCaller_changesNothing() {
        long[] shape = {2};
        Tensor tensor = Tensors.of(new float[] {1, 2}, shape);
        shape[0] = 1;
        tensor.shape()[0] = 9;
        assertThat(tensor.shape()).containsExactly(2);
    }
}
