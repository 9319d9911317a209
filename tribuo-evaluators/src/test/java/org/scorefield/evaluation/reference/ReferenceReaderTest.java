// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by NumPy (resources, make.py) and by this test. */
class ReferenceReaderTest {
    private static final double FLOAT_ROUNDING = 1e-6;
    private static final ReferenceOptions BYTES_TO_UNIT =
            ReferenceOptions.of(new long[] {1, 2, 3}, new double[] {-1, 1});

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u8.npy",
                "f4-fortran.npy",
                "f8-big-endian-v2.npy",
                "f2-v3.npy",
                "i8.npy",
                "u2-big-endian.npy",
                "channels-last.npy",
                "flat.npy",
                "unit.npy",
                "stored.npz",
                "deflated.npz"
            })
    void read_numpyFiles_giveTheSameSamples(String name) throws Exception {
        ReferenceData data = ReferenceReader.read(resource(name), BYTES_TO_UNIT);
        assertThat(data.count()).isEqualTo(6);
        assertThat(data.shape()).containsExactly(1, 2, 3);
        for (int n = 0; n < 6; n++) {
            for (int k = 0; k < 6; k++) {
                double value = -1 + 2 * ((16 * n + 3 * k) % 251) / 255.0;
                assertThat((double) data.value(n, k))
                        .as("%s sample %d coordinate %d", name, n, k)
                        .isCloseTo(value, within(FLOAT_ROUNDING));
            }
        }
        assertThat(data.provenance().sha256()).hasSize(64);
        assertThat(data.provenance().available()).isEqualTo(6);
    }

    @Test
    void read_booleans_areLowAndHigh() throws Exception {
        ReferenceData data = ReferenceReader.read(resource("bool.npy"), BYTES_TO_UNIT);
        assertThat(data.sample(0)).containsExactly(-1, 1, -1, 1, -1, 1);
    }

    @Test
    void read_channelsLast_areMovedFirst() throws Exception {
        Path file = write("x.npy", npy("(2, 2, 2, 3)", 24, i -> i));
        ReferenceData data =
                ReferenceReader.read(
                        file, ReferenceOptions.of(new long[] {3, 2, 2}, new double[] {0, 255}));
        assertThat(data.sample(1)).containsExactly(12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23);
        assertThat(data.provenance().mapping()).contains("channels moved first");
    }

    @Test
    void read_valuesInTheRange_areTakenAsTheyAre() throws Exception {
        Path file = write("x.npy", npy("(2, 6)", 12, i -> -0.9f + 0.1f * i));
        ReferenceData data = ReferenceReader.read(file, BYTES_TO_UNIT);
        assertThat(data.value(0, 0)).isEqualTo(-0.9f);
        assertThat(data.provenance().mapping()).startsWith("taken as they are");
    }

    @Test
    void read_moreThanTheLimit_keepsEvenlySpread() throws Exception {
        Path file = write("x.npy", npy("(100, 1)", 100, i -> i));
        ReferenceOptions options =
                ReferenceOptions.of(new long[] {1}, new double[] {0, 255}).withLimit(4);
        ReferenceData data = ReferenceReader.read(file, options);
        assertThat(data.count()).isEqualTo(4);
        assertThat(new float[] {data.value(0, 0), data.value(1, 0), data.value(3, 0)})
                .containsExactly(0, 25, 75);
        assertThat(data.provenance().available()).isEqualTo(100);
    }

    @Test
    void read_idx_gzippedAndPlain() throws Exception {
        byte[] idx = idx();
        ReferenceData plain = ReferenceReader.read(write("a-idx3-ubyte", idx), BYTES_TO_UNIT);
        ReferenceData zipped = ReferenceReader.read(write("a.gz", gzip(idx)), BYTES_TO_UNIT);
        assertThat(plain.count()).isEqualTo(3);
        assertThat(plain.value(0, 5)).isCloseTo(-1 + 10 / 255f, within(1e-6f));
        assertThat(zipped.sample(2)).isEqualTo(plain.sample(2));
        assertThat(plain.provenance().format()).isEqualTo("idx");
    }

    @Test
    void read_imageFolder_isSortedAndRaw() throws Exception {
        BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 0, 0, 51);
        BufferedImage colour = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        colour.setRGB(0, 1, 0xffffff);
        Files.createDirectories(folder.resolve("in/class"));
        ImageIO.write(colour, "png", folder.resolve("in/class/b.png").toFile());
        ImageIO.write(grey, "png", folder.resolve("in/a.PNG").toFile());
        Files.writeString(folder.resolve("in/notes.txt"), "not an image");
        ReferenceData data = ReferenceReader.read(folder.resolve("in"), BYTES_TO_UNIT);
        assertThat(data.count()).isEqualTo(2);
        assertThat(data.sample(0)).containsExactly(-1, -0.6f, -1, -1, -1, -1);
        assertThat(data.sample(1)).containsExactly(-1, -1, -1, 1, -1, -1);
    }

    @Test
    void read_imageOfOtherSizeOrColour_isRefused() throws Exception {
        Path images = Files.createDirectories(folder.resolve("images"));
        ImageIO.write(
                new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                images.resolve("a.png").toFile());
        refused(images, "expected an image of 3 x 2 pixels, found 4 x 2; nothing is resized");
        BufferedImage colour = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        colour.setRGB(0, 0, 0xff0000);
        ImageIO.write(colour, "png", images.resolve("a.png").toFile());
        refused(images, "expected a grey image, found colour; convert it to grey");
        Files.write(images.resolve("a.png"), new byte[] {1, 2, 3});
        refused(images, "found bytes that cannot be decoded");
        Files.delete(images.resolve("a.png"));
        refused(images, "found neither; name the file itself");
    }

    @Test
    void read_folderOfOneFittingArray_isThatArray() throws Exception {
        Path set = Files.createDirectories(folder.resolve("set"));
        Files.write(set.resolve("t-images-idx3-ubyte.gz"), gzip(idx()));
        Files.write(set.resolve("t-labels.npy"), npy("(12,)", 12, i -> i));
        Files.writeString(set.resolve("readme.txt"), "not an array");
        ReferenceData data = ReferenceReader.read(set, BYTES_TO_UNIT);
        assertThat(data.count()).isEqualTo(3);
        assertThat(data.provenance().format()).isEqualTo("idx");
        Files.write(set.resolve("u-images-idx3-ubyte"), idx());
        refused(set, "found 2 such among [t-images-idx3-ubyte.gz, t-labels.npy, u-images-idx3");
    }

    @Test
    void read_badFiles_sayWhatToDo() throws Exception {
        refused(folder.resolve("none.npy"), "expected a file or folder, found nothing");
        refused(write("a", "plain text".getBytes(StandardCharsets.UTF_8)), "another format");
        refused(write("a", new byte[0]), "another format");
        refused(
                write("a", npy("(2, 7)", 14, i -> i)),
                "expected samples of shape [1, 2, 3], found");
        refused(write("a", npy("(12,)", 12, i -> i)), "labels are not data");
        refused(write("a", npy("(0, 6)", 0, i -> i)), "expected at least one sample, found none");
        refused(write("a", npy("(2, 6)", 12, i -> 7)), "expected data that vary, found 7.0");
        refused(
                write("a", npy("(2, 6)", 12, i -> i == 8 ? Float.NaN : i)),
                "found NaN in sample 1, coordinate 2");
        refused(write("a", npy("(2, 6)", 12, i -> 100 * i)), "found values from 0.0 to 1100.0");
        refused(write("a", npy("(4, 6)", 12, i -> i)), "the file is truncated");
        refused(write("a", Arrays.copyOf(gzip(idx()), 30)), "truncated");
        refused(write("a", npy("(9223372036854775807, 6)", 12, i -> i)), "the header is damaged");
        byte[] text = npy("(2, 6)", 12, i -> i);
        String header = new String(text, StandardCharsets.ISO_8859_1).replace("<f4", "<U4");
        refused(
                write("a", header.getBytes(StandardCharsets.ISO_8859_1)),
                "found NumPy type U4; save with astype('float32')");
        refused(
                write("a.npz", Arrays.copyOf(Files.readAllBytes(resource("stored.npz")), 300)),
                "a.npz");
    }

    @Test
    void read_npzWithoutFittingArray_listsArrays() throws Exception {
        ReferenceOptions other = ReferenceOptions.of(new long[] {1, 9, 9}, new double[] {0, 1});
        assertThatThrownBy(() -> ReferenceReader.read(resource("stored.npz"), other))
                .isInstanceOf(ReferenceException.class)
                .hasMessageContaining("labels [6], x [6, 1, 2, 3]; save the data alone");
    }

    @Test
    void read_mutatedFiles_areReadOrRefused() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        byte[][] seeds = {
            Files.readAllBytes(resource("u8.npy")),
            Files.readAllBytes(resource("f4-fortran.npy")),
            Files.readAllBytes(resource("stored.npz")),
            Files.readAllBytes(resource("deflated.npz")),
            idx(),
            gzip(idx())
        };
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = write("mutated", bytes);
            try {
                assertThat(ReferenceReader.read(file, BYTES_TO_UNIT).count()).isPositive();
            } catch (ReferenceException e) {
                assertThat(e.getMessage()).as("mutation %d, seed 5", i).contains("expected");
            }
        }
    }

    private void refused(Path path, String message) {
        assertThatThrownBy(() -> ReferenceReader.read(path, BYTES_TO_UNIT))
                .isInstanceOf(ReferenceException.class)
                .hasMessageStartingWith(path.getParent().toString())
                .hasMessageContaining(message);
    }

    private interface Value {
        float at(int i);
    }

    private static byte[] npy(String shape, int count, Value value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.at(i);
        }
        return npy(shape, values);
    }

    private static byte[] npy(String shape, float[] values) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 4 * values.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(NpyFormat.MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] idx() {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 18);
        bytes.putInt(0x00000803).putInt(3).putInt(2).putInt(3);
        for (int i = 0; i < 18; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ReferenceReaderTest.class.getResource(name), name).toURI());
    }
}
