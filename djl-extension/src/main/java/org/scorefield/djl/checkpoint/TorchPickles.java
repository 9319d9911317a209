// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.djl.checkpoint.StateDictCandidates.Candidate;
import org.scorefield.djl.checkpoint.pickle.Allowance;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleException;

/** From a pickled value to a state dict: what both torch.save containers share. */
final class TorchPickles {

    private static final long MOST_MEMORY = 128L << 20;
    private static final String LIGHTNING = "pytorch-lightning_version";

    private TorchPickles() {}

    /** A file, its kind, and where its storages lie. */
    record Source(Container container, MappedFile file, TorchStorages storages) {}

    /** Returns the memory for one file's values: at most an eighth of the heap. */
    static Allowance allowance() {
        return new Allowance(Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 8));
    }

    /** Chooses the state dict and locates its tensors. */
    static Weights weights(Object root, Optional<String> place, Source source)
            throws PickleException {
        var notes = new ArrayList<String>();
        Candidate chosen = StateDictFinder.find(root, place, notes);
        Map<String, TorchTensor> named = chosen.tensors();
        if (root instanceof PickleDict dict && dict.items().containsKey(LIGHTNING)) {
            named = withoutLightning(named, notes);
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var entry : named.entrySet()) {
            tensors.put(entry.getKey(), locate(entry.getKey(), entry.getValue(), source));
        }
        return new Weights(
                source.container(),
                tensors,
                StateDictFinder.metadata(root),
                Sha256.of(source.file()),
                notes);
    }

    /** Removes the name of the attribute under which a Lightning module holds the network. */
    private static Map<String, TorchTensor> withoutLightning(
            Map<String, TorchTensor> named, List<String> notes) {
        String first = named.keySet().iterator().next();
        String prefix = first.substring(0, first.indexOf('.') + 1);
        if (prefix.length() < 2 || !named.keySet().stream().allMatch(n -> n.startsWith(prefix))) {
            return named;
        }
        notes.add("Removed the Lightning module's prefix \"%s\" from the names.".formatted(prefix));
        return Prefixes.under(prefix, named);
    }

    private static Tensor locate(String name, TorchTensor tensor, Source source)
            throws PickleException {
        TorchStorage storage = tensor.storage();
        int size = storage.dtype().bytes();
        TorchStorages.Region region = source.storages().find(storage.key());
        long held = region.length() / size;
        if (storage.elements() > held || storage.offset() > held - storage.elements()) {
            throw new PickleException(
                    "tensor %s: expected %d elements of %s in storage %s, found %d bytes; the file is damaged, fetch it again"
                            .formatted(
                                    Refusals.quoted(name),
                                    storage.offset() + storage.elements(),
                                    storage.dtype(),
                                    Refusals.quoted(storage.key()),
                                    region.length()));
        }
        var place =
                new StridedTensor.Storage(
                        region.position() + storage.offset() * size,
                        storage.elements() * size,
                        storage.dtype());
        return StridedTensor.of(source.file(), place, tensor.view());
    }
}
