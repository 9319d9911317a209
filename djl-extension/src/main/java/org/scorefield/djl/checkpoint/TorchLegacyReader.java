// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.scorefield.djl.checkpoint.TorchStorages.Region;
import org.scorefield.djl.checkpoint.pickle.Allowance;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleHost;
import org.scorefield.djl.checkpoint.pickle.PickleInput;
import org.scorefield.djl.checkpoint.pickle.PickleList;
import org.scorefield.djl.checkpoint.pickle.PickleMachine;

/**
 * Reads the container that torch.save wrote before PyTorch 1.6: five pickles (a magic number, the
 * protocol version, facts about the writing machine, the object, the keys of its storages), then
 * for each key the number of elements as a 64-bit integer and the elements.
 */
final class TorchLegacyReader {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final MappedFile file;
    private final Allowance allowance = TorchPickles.allowance();
    private final TorchGlobals globals;
    private final PickleInput input;

    private TorchLegacyReader(MappedFile file) {
        this.file = file;
        this.globals = new TorchGlobals(file.length(), allowance);
        var stream = new SourceStream(file, 0, file.length());
        this.input = new PickleInput(new BufferedInputStream(stream), file.length());
    }

    /** Reads the file; the place of the state dict may be given. */
    static Weights read(MappedFile file, Optional<String> place) throws CheckpointException {
        var reader = new TorchLegacyReader(file);
        try {
            return reader.weights(place);
        } catch (PickleException e) {
            throw CheckpointException.at(
                    file.path(), "byte " + reader.input.position(), e.problem());
        } catch (IOException e) {
            throw CheckpointException.unreadable(file.path(), e);
        }
    }

    private Weights weights(Optional<String> place) throws PickleException, IOException {
        header();
        Object root = PickleMachine.load(input, globals, allowance);
        Object keys = PickleMachine.load(input, new NoReferences(), allowance);
        Map<String, Region> regions = regions(keys);
        var source =
                new TorchPickles.Source(Container.TORCH_LEGACY, file, key -> find(key, regions));
        return TorchPickles.weights(root, place, source);
    }

    private static Region find(String key, Map<String, Region> regions) throws PickleException {
        Region region = regions.get(key);
        if (region == null) {
            throw new PickleException(
                    "expected storage %s after the pickles, found none; the file is damaged, fetch it again"
                            .formatted(Refusals.quoted(key)));
        }
        return region;
    }

    private void header() throws PickleException, IOException {
        Object magic = PickleMachine.load(input, new NoReferences(), allowance);
        if (!MAGIC.equals(magic)) {
            throw new PickleException(
                    "expected the magic number of torch.save, found a plain pickle of a %s; save the network's state_dict() with torch.save"
                            .formatted(PickleMachine.typeName(magic)));
        }
        Object version = PickleMachine.load(input, new NoReferences(), allowance);
        if (!Long.valueOf(PROTOCOL).equals(version)) {
            throw new PickleException(
                    "expected version %d of the container, found another; re-save with a newer PyTorch"
                            .formatted(PROTOCOL));
        }
        Object system = PickleMachine.load(input, new NoReferences(), allowance);
        if (!(system instanceof PickleDict dict)
                || !Boolean.TRUE.equals(dict.items().get("little_endian"))) {
            throw new PickleException(
                    "expected a file written by a little-endian machine, found another; re-save it on one");
        }
    }

    private Map<String, Region> regions(Object keys) throws PickleException {
        if (!(keys instanceof PickleList list)) {
            throw new PickleException(
                    "expected the list of storage keys, found a %s; the file is damaged, fetch it again"
                            .formatted(PickleMachine.typeName(keys)));
        }
        var regions = new HashMap<String, Region>();
        long position = input.position();
        for (Object item : list.items()) {
            DType dtype = item instanceof String key ? globals.storages().get(key) : null;
            if (dtype == null) {
                throw new PickleException(
                        "expected keys of storages that tensors use, found another; the file is damaged, fetch it again");
            }
            long elements = elements(position);
            long left = file.length() - position - Long.BYTES;
            if (elements < 0 || elements > left / dtype.bytes()) {
                throw new PickleException(
                        "expected %d elements of %s at byte %d, found %d bytes to the end; the file is truncated or damaged, fetch it again"
                                .formatted(elements, dtype, position + Long.BYTES, left));
            }
            long bytes = elements * dtype.bytes();
            regions.put((String) item, new Region(position + Long.BYTES, bytes));
            position += Long.BYTES + bytes;
        }
        return regions;
    }

    private long elements(long position) throws PickleException {
        if (position > file.length() - Long.BYTES) {
            throw new PickleException(
                    "expected a storage at byte %d, found the end of the file; the file is truncated, fetch it again"
                            .formatted(position));
        }
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, count);
        return count.getLong(0);
    }

    /** The pickles around the object refer to nothing. */
    private static final class NoReferences implements PickleHost {
        @Override
        public Object global(String module, String name) throws PickleException {
            throw new PickleException(Refusals.ofGlobal(module + "." + name));
        }

        @Override
        public Object persistent(Object id) throws PickleException {
            throw new PickleException(
                    "expected plain values, found a persistent id; the file is damaged, fetch it again");
        }
    }
}
