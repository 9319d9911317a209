// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.program.Graph;

/** Compares the parameters of a graph with the tensors of a state dict. */
final class StateDictCheck {

    /** How many names a message lists of each kind. */
    static final int SHOWN = 10;

    private StateDictCheck() {}

    static void check(
            Architecture architecture, Graph graph, Checkpoint checkpoint, Architectures known)
            throws CheckpointException {
        StateDict weights = checkpoint.requireStateDict();
        List<String> missing = new ArrayList<>();
        List<String> shapes = new ArrayList<>();
        for (Map.Entry<String, long[]> parameter : graph.parameters().entrySet()) {
            Tensor tensor = weights.get(parameter.getKey());
            if (tensor == null) {
                missing.add(parameter.getKey());
            } else if (!Arrays.equals(tensor.shape(), parameter.getValue())) {
                shapes.add(
                        String.format(
                                "%s expected %s, found %s",
                                parameter.getKey(),
                                Arrays.toString(parameter.getValue()),
                                Arrays.toString(tensor.shape())));
            }
        }
        List<String> unexpected =
                weights.names().stream()
                        .filter(name -> !graph.parameters().containsKey(name))
                        .filter(name -> !architecture.ignores(name))
                        .toList();
        List<String> differences = new ArrayList<>();
        add(differences, "missing", missing);
        add(differences, "unexpected", unexpected);
        add(differences, "of another shape", shapes);
        if (!differences.isEmpty()) {
            throw new CheckpointException(
                    String.format(
                            "%s: expected the parameters of %s with the given options, found %s;"
                                    + " correct the options or the architecture%s",
                            checkpoint.path(),
                            architecture.name(),
                            String.join("; ", differences),
                            known.nearest(weights)
                                    .map(n -> " (its keys are nearest to " + n.describe() + ")")
                                    .orElse("")));
        }
    }

    private static void add(List<String> differences, String kind, List<String> names) {
        if (!names.isEmpty()) {
            differences.add(names.size() + " " + kind + ": " + Listing.of(names, SHOWN));
        }
    }
}
