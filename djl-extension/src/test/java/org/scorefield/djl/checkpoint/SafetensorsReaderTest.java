// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsReaderTest {

    private static final String TWO =
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                    + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";

    @TempDir Path folder;

    private Path file(String header, int dataBytes) {
        return TestFiles.write(
                folder, "x.safetensors", TestFiles.safetensors(header, new byte[dataBytes]));
    }

    @Test
    void read_twoTensors_givesNamesShapesValuesAndMetadata() throws IOException {
        String header = TWO.replaceFirst("\\{", "{\"__metadata__\":{\"format\":\"pt\"},");
        Path path =
                TestFiles.write(
                        folder,
                        "anything.bin",
                        TestFiles.safetensors(header, TestFiles.floats(1, -2, 0.5f)));
        Checkpoint checkpoint = CheckpointReader.read(path);
        StateDict read = checkpoint.requireStateDict();
        assertThat(checkpoint.container()).isEqualTo(Container.SAFETENSORS);
        assertThat(checkpoint.metadata()).containsEntry("format", "pt").hasSize(1);
        assertThat(read.names()).containsExactly("a", "b");
        assertThat(read.require("a").toFloats()).containsExactly(1, -2);
        assertThat(read.require("b").shape()).isEmpty();
        assertThat(read.require("b").toDoubles()).containsExactly(0.5);
        assertThat(read.parameterCount()).isEqualTo(3);
        assertThat(checkpoint.sha256()).hasSize(64);
    }

    /** Values of one element, as bytes in the order of the file. */
    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f8bf, -1.5",
        "F32, 0000c0bf, -1.5",
        "F16, 00be, -1.5",
        "BF16, c0bf, -1.5",
        "I64, feffffffffffffff, -2",
        "I32, feffffff, -2",
        "I16, feff, -2",
        "I8, fe, -2",
        "U8, fe, 254",
        "BOOL, 01, 1"
    })
    void read_everyType_givesItsValue(String dtype, String hex, double value) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        String header =
                "{\"x\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}"
                        .formatted(dtype, data.length);
        Path path = TestFiles.write(folder, "x.safetensors", TestFiles.safetensors(header, data));
        Tensor tensor = CheckpointReader.read(path).requireStateDict().require("x");
        assertThat(tensor.dtype()).isEqualTo(DType.valueOf(dtype));
        assertThat(tensor.toDoubles()).containsExactly(value);
        assertThat(tensor.toFloats()).containsExactly((float) value);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("overlap", TWO.replace("[8,12]", "[4,8]"), 8, "which overlaps"),
                Arguments.of("gap", TWO.replace("[8,12]", "[12,16]"), 16, "leaves a gap"),
                Arguments.of("rest", TWO, 16, "expected 12 bytes, the end of the last tensor"),
                Arguments.of("truncated", TWO, 11, "\"b\": expected data_offsets within the 11"),
                Arguments.of("backwards", TWO.replace("[8,12]", "[12,8]"), 12, "found [12, 8]"),
                Arguments.of("size", TWO.replace("[2]", "[3]"), 12, "shape [3] of F32, found 8"),
                Arguments.of(
                        "product overflow",
                        TWO.replace("[2]", "[4611686018427387904,4,2]"),
                        12,
                        "found 8 bytes"),
                Arguments.of("negative", TWO.replace("[2]", "[-2]"), 12, "no negative number"),
                Arguments.of("fraction", TWO.replace("[2]", "[2.5]"), 12, "expected JSON"),
                Arguments.of("text", TWO.replace("[2]", "[\"2\"]"), 12, "whole numbers as shape"),
                Arguments.of("dtype", TWO.replace("F32", "F8_E4M3"), 12, "found \"F8_E4M3\""),
                Arguments.of("twice", TWO.replace("\"b\"", "\"a\""), 12, "found it twice"),
                Arguments.of("key", TWO.replace("shape", "shapes"), 12, "found \"shapes\""),
                Arguments.of("missing", "{\"a\":{\"dtype\":\"F32\"}}", 0, "two data_offsets"),
                Arguments.of("array", "[1,2,3]", 0, "expected JSON as safetensors writes it"),
                Arguments.of("deep", "{\"a\":" + "[".repeat(9000), 0, "expected JSON"),
                Arguments.of("more", TWO + "{}", 12, "expected"),
                Arguments.of("number", TWO.replace("[2]", "[1e999999999]"), 12, "expected JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void read_brokenHeader_isRefusedWithTheReason(
            String name, String header, int dataBytes, String reason) {
        String message = TestFiles.refusal(file(header, dataBytes));
        assertThat(message).contains("x.safetensors").contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "0, found 0", "1000000000, found 1000000000"})
    void read_badHeaderLength_isRefused(long length, String found) {
        byte[] bytes = TestFiles.safetensors(TWO, new byte[12]);
        ByteBuffer.wrap(bytes).putLong(0, Long.reverseBytes(length));
        assertThat(TestFiles.refusal(TestFiles.write(folder, "x.safetensors", bytes)))
                .contains("byte 0: expected a header of 2 to")
                .contains(found);
    }

    @Test
    void read_headerThatIsNoText_isRefused() {
        byte[] bytes = TestFiles.safetensors(TWO, new byte[12]);
        bytes[12] = (byte) 0xff;
        assertThat(TestFiles.refusal(TestFiles.write(folder, "x.safetensors", bytes)))
                .contains("header: expected JSON in UTF-8");
    }

    @Test
    void read_emptyTensorsAndNoTensors_areRead() throws IOException {
        String header = "{\"e\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}";
        Tensor empty = CheckpointReader.read(file(header, 0)).requireStateDict().require("e");
        assertThat(empty.elements()).isZero();
        assertThat(empty.toFloats()).isEmpty();
        assertThat(CheckpointReader.read(file("{}", 0)).requireStateDict().size()).isZero();
    }

    @Test
    void read_cardNamesAPrefix_keepsTheTensorsUnderIt() throws IOException {
        Path path = file(TWO.replace("\"a\"", "\"unet.module.a\""), 12);
        Card card = Card.parse("{\"stateDict\": \"unet\"}", "card");
        assertThat(CheckpointReader.read(path, card).requireStateDict().names())
                .containsExactly("a");
    }
}
