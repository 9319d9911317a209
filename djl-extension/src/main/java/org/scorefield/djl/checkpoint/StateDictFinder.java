// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scorefield.djl.checkpoint.StateDictCandidates.Candidate;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleMachine;
import org.scorefield.djl.checkpoint.pickle.PickleObject;

/**
 * Chooses the state dict in a pickled value, by content:
 *
 * <ol>
 *   <li>the place that the card names;
 *   <li>else, of all dictionaries that hold tensors outside of optimizers, those with at least nine
 *       tenths as many elements as the largest; of these
 *   <li>one whose path says "ema": sampling uses the average; else
 *   <li>the one with the most elements; else the first in the file.
 * </ol>
 */
final class StateDictFinder {

    private static final int MOST_METADATA = 100;
    private static final int LONGEST_METADATA = 200;

    private StateDictFinder() {}

    /** Returns the chosen candidate and says so in the notes. */
    static Candidate find(Object root, Optional<String> path, List<String> notes)
            throws PickleException {
        List<Candidate> candidates = StateDictCandidates.in(root);
        Candidate chosen =
                path.isPresent()
                        ? PicklePath.resolve(root, path.get(), candidates)
                        : largest(root, candidates);
        if (path.isPresent() || !chosen.path().isEmpty() || candidates.size() > 1) {
            notes.add(
                    "State dict: %s, %s.%s"
                            .formatted(
                                    chosen.text(),
                                    reason(path, chosen, candidates),
                                    others(chosen, candidates)));
        }
        if (!chosen.others().isEmpty()) {
            notes.add(
                    "Left out of the state dict, as no tensors: %s."
                            .formatted(
                                    brief(
                                            chosen.others().stream()
                                                    .map(Refusals::printable)
                                                    .toList())));
        }
        return chosen;
    }

    private static Candidate largest(Object root, List<Candidate> candidates)
            throws PickleException {
        long most = candidates.stream().mapToLong(Candidate::elements).max().orElse(0);
        return candidates.stream()
                .filter(c -> c.elements() >= most - most / 10)
                .max(Comparator.comparing(Candidate::isAverage).thenComparing(Candidate::elements))
                .orElseThrow(
                        () ->
                                new PickleException(
                                        "expected a dictionary of named tensors, found a %s without one; save model.state_dict()"
                                                .formatted(
                                                        root instanceof TorchTensor
                                                                ? "single tensor"
                                                                : PickleMachine.typeName(root))));
    }

    private static String reason(
            Optional<String> path, Candidate chosen, List<Candidate> candidates) {
        if (path.isPresent()) {
            return "as the card says";
        }
        if (candidates.size() == 1) {
            return "the only one in the file";
        }
        return chosen.isAverage()
                ? "the moving average of the weights, which sampling uses"
                : "the largest in the file";
    }

    private static String others(Candidate chosen, List<Candidate> candidates) {
        List<String> rest =
                candidates.stream()
                        .filter(c -> !c.path().equals(chosen.path()))
                        .sorted(Comparator.comparing(Candidate::elements).reversed())
                        .map(Candidate::text)
                        .toList();
        return rest.isEmpty()
                ? ""
                : " Not used: " + brief(rest) + "; choose with \"stateDict\" in a card.";
    }

    private static String brief(List<String> items) {
        String shown = items.stream().limit(5).collect(Collectors.joining(", "));
        return items.size() > 5 ? shown + " and " + (items.size() - 5) + " more" : shown;
    }

    /** Returns the plain values at the top and one level below, by path, as text. */
    static Map<String, String> metadata(Object root) {
        var metadata = new LinkedHashMap<String, String>();
        if (root instanceof PickleDict dict) {
            dict.items().forEach((name, value) -> metadata(name, value, metadata));
        }
        return metadata;
    }

    private static void metadata(String name, Object value, Map<String, String> metadata) {
        plain(name, value, metadata);
        Map<String, Object> inner =
                value instanceof PickleObject object
                        ? object.attributes().items()
                        : value instanceof PickleDict dict ? dict.items() : Map.of();
        inner.forEach((key, part) -> plain(name + "." + key, part, metadata));
    }

    private static void plain(String name, Object value, Map<String, String> metadata) {
        boolean scalar =
                value instanceof Number || value instanceof Boolean || value instanceof String;
        if (scalar && name.length() <= LONGEST_METADATA && metadata.size() < MOST_METADATA) {
            String text = value.toString();
            metadata.put(
                    name,
                    text.length() <= LONGEST_METADATA
                            ? text
                            : text.substring(0, LONGEST_METADATA) + "...");
        }
    }
}
