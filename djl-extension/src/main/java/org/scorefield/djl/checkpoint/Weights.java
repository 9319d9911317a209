// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tensors of weight files, under the names in the file; empty for TorchScript.
 *
 * @param container the kind of the file
 * @param tensors by name, in the order of the file
 * @param metadata plain values beside the tensors
 * @param sha256 hash of the file or files
 * @param notes what was chosen, for the user
 */
record Weights(
        Container container,
        Map<String, Tensor> tensors,
        Map<String, String> metadata,
        String sha256,
        List<String> notes) {

    static Weights torchScript(String sha256) {
        return new Weights(
                Container.TORCHSCRIPT,
                Map.of(),
                Map.of(),
                sha256,
                List.of("TorchScript: the network runs as it is, with its own code."));
    }

    /** Returns the part of a flat list of tensors that a card chooses by a prefix of names. */
    Weights under(String prefix, Path path) throws CheckpointException {
        Map<String, Tensor> chosen = Prefixes.under(prefix + ".", tensors);
        if (chosen.isEmpty()) {
            throw CheckpointException.at(
                    path,
                    "card.stateDict",
                    "expected a prefix of tensor names, found %s, which none of %d names has; the first name is %s"
                            .formatted(
                                    Refusals.quoted(prefix),
                                    tensors.size(),
                                    tensors.keySet().stream()
                                            .findFirst()
                                            .map(Refusals::quoted)
                                            .orElse("none")));
        }
        var told = new ArrayList<>(notes);
        told.add(
                "State dict: %d of %d tensors, those under \"%s\", as the card says."
                        .formatted(chosen.size(), tensors.size(), prefix));
        return new Weights(container, chosen, metadata, sha256, told);
    }
}
