// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.scorefield.djl.checkpoint.ZipEntries.Entry;
import org.scorefield.djl.checkpoint.ZipEntries.Method;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleInput;
import org.scorefield.djl.checkpoint.pickle.PickleMachine;

/**
 * Reads the zip container of torch.save: in one folder of any name, {@code data.pkl}, {@code
 * data/KEY} for each storage, and in newer files {@code byteorder}. With {@code constants.pkl} and
 * {@code code/} the archive is TorchScript.
 */
final class TorchZipReader {

    private static final long LARGEST_PICKLE = 64L << 20;
    private static final int LONGEST_ORDER = 16;

    private final MappedFile file;
    private final ZipEntries entries;
    private final String folder;

    private TorchZipReader(MappedFile file, ZipEntries entries, String folder) {
        this.file = file;
        this.entries = entries;
        this.folder = folder;
    }

    /** Reads the archive; the place of the state dict may be given. */
    static Weights read(MappedFile file, Optional<String> place) throws CheckpointException {
        ZipEntries entries = ZipDirectory.read(file);
        var reader = new TorchZipReader(file, entries, folder(file.path(), entries));
        return reader.isTorchScript() ? reader.torchScript() : reader.stateDict(place);
    }

    private static String folder(Path path, ZipEntries entries) throws CheckpointException {
        List<String> pickles =
                entries.all().keySet().stream()
                        .filter(n -> n.equals("data.pkl") || n.endsWith("/data.pkl"))
                        .filter(n -> n.indexOf('/') == n.lastIndexOf('/'))
                        .toList();
        if (pickles.size() == 1) {
            String name = pickles.get(0);
            return name.substring(0, name.length() - "data.pkl".length());
        }
        boolean numpy = entries.all().keySet().stream().anyMatch(n -> n.endsWith(".npy"));
        throw CheckpointException.at(
                path,
                "zip archive",
                "expected one FOLDER/data.pkl, as torch.save writes it, found %s; %s"
                        .formatted(
                                pickles.isEmpty() ? "none" : pickles.size() + " of them",
                                numpy
                                        ? "this is a NumPy .npz: pass it as data, not as a checkpoint"
                                        : "save the network's state_dict() with torch.save"));
    }

    private boolean isTorchScript() {
        return entries.get(folder + "constants.pkl") != null
                && entries.all().keySet().stream().anyMatch(n -> n.startsWith(folder + "code/"));
    }

    private Weights torchScript() throws CheckpointException {
        verifyAll();
        return Weights.torchScript(Sha256.of(file));
    }

    private Weights stateDict(Optional<String> place) throws CheckpointException {
        checkOrder();
        verifyAll();
        Entry pickle = entry("data.pkl", LARGEST_PICKLE);
        var allowance = TorchPickles.allowance();
        var globals = new TorchGlobals(file.length(), allowance);
        try (InputStream stream = entries.open(pickle)) {
            var input = new PickleInput(stream, pickle.size());
            try {
                Object root = PickleMachine.load(input, globals, allowance);
                return TorchPickles.weights(
                        root,
                        place,
                        new TorchPickles.Source(Container.TORCH_ZIP, file, this::storage));
            } catch (PickleException e) {
                throw CheckpointException.at(
                        file.path(),
                        "%s, byte %d".formatted(pickle.name(), input.position()),
                        e.problem());
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw CheckpointException.at(
                    file.path(),
                    pickle.name(),
                    "expected a readable entry, found %s; the file is damaged, fetch it again"
                            .formatted(e.getMessage()));
        }
    }

    private TorchStorages.Region storage(String key) throws PickleException {
        Entry entry = entries.get(folder + "data/" + key);
        if (entry == null) {
            throw new PickleException(
                    "expected the entry %s, found none; the file is damaged, fetch it again"
                            .formatted(Refusals.quoted(folder + "data/" + key)));
        }
        if (entry.method() != Method.STORED) {
            throw new PickleException(
                    "expected tensors stored uncompressed, found %s compressed; re-save with torch.save, without compressing the archive"
                            .formatted(Refusals.quoted(entry.name())));
        }
        return new TorchStorages.Region(entry.position(), entry.stored());
    }

    private void checkOrder() throws CheckpointException {
        if (entries.get(folder + "byteorder") == null) {
            return;
        }
        Entry entry = entry("byteorder", LONGEST_ORDER);
        String order;
        try (InputStream stream = entries.open(entry)) {
            order = new String(stream.readNBytes(LONGEST_ORDER), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            order = "unreadable";
        }
        if (!order.equals("little")) {
            throw CheckpointException.at(
                    file.path(),
                    entry.name(),
                    "expected \"little\", found %s; re-save the checkpoint on a little-endian machine"
                            .formatted(Refusals.quoted(order)));
        }
    }

    private Entry entry(String name, long largest) throws CheckpointException {
        Entry entry = entries.get(folder + name);
        if (entry == null || entry.size() > largest) {
            throw CheckpointException.at(
                    file.path(),
                    folder + name,
                    "expected an entry of at most %d bytes, found %s; save the network's state_dict() alone"
                            .formatted(largest, entry == null ? "none" : entry.size() + " bytes"));
        }
        return entry;
    }

    private void verifyAll() throws CheckpointException {
        for (Entry entry : entries.all().values()) {
            entries.verify(entry);
        }
        // A deflated pickle is small; one that is not is refused before it is inflated.
        Entry pickle = entry("data.pkl", LARGEST_PICKLE);
        if (pickle.method() == Method.DEFLATED && pickle.crc() != 0) {
            verifyDeflated(pickle);
        }
    }

    private void verifyDeflated(Entry entry) throws CheckpointException {
        var crc = new CRC32();
        long left = entry.size();
        try (InputStream stream = entries.open(entry)) {
            byte[] chunk = new byte[1 << 13];
            while (left > 0) {
                int count = stream.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (count < 0) {
                    break;
                }
                crc.update(chunk, 0, count);
                left -= count;
            }
        } catch (IOException e) {
            left = -1;
        }
        if (left != 0 || crc.getValue() != entry.crc()) {
            throw CheckpointException.at(
                    file.path(),
                    "entry " + Refusals.quoted(entry.name()),
                    "expected compressed data of %d bytes and their CRC-32, found other data; the file is damaged, fetch it again"
                            .formatted(entry.size()));
        }
    }
}
