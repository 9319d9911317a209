// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.checkpoint.StateDictCandidates.Candidate;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleList;
import org.scorefield.djl.checkpoint.pickle.PickleObject;
import org.scorefield.djl.checkpoint.pickle.PickleTuple;

/**
 * Follows a path such as {@code ema.model} or {@code model[0]} into a pickled value. Keys may
 * contain dots: the longest key that fits is taken. The rest of a path inside of a state dict is a
 * prefix of its names.
 */
final class PicklePath {

    private PicklePath() {}

    static Candidate resolve(Object root, String path, List<Candidate> candidates)
            throws PickleException {
        Object value = root;
        String rest = path;
        String done = "";
        while (!rest.isEmpty()) {
            Step step = step(value, rest);
            if (step == null) {
                break;
            }
            value = step.value();
            done = path.substring(0, path.length() - step.rest().length());
            rest = step.rest().startsWith(".") ? step.rest().substring(1) : step.rest();
        }
        if (value instanceof PickleDict dict) {
            String place = done.endsWith(".") ? done.substring(0, done.length() - 1) : done;
            Candidate whole = Candidate.of(place, dict.items());
            Candidate chosen = rest.isEmpty() ? whole : whole.under(rest + ".");
            if (!chosen.tensors().isEmpty()) {
                return chosen;
            }
        }
        throw new PickleException(
                "expected a state dict at %s, the card's \"stateDict\", found none; correct the card, there are: %s"
                        .formatted(
                                Refusals.quoted(path),
                                candidates.isEmpty()
                                        ? "no others"
                                        : candidates.stream()
                                                .limit(8)
                                                .map(Candidate::text)
                                                .collect(Collectors.joining(", "))));
    }

    private record Step(Object value, String rest) {}

    private static @Nullable Step step(Object value, String rest) {
        if (rest.startsWith("[")) {
            return index(value, rest);
        }
        Map<String, Object> items =
                value instanceof PickleDict dict
                        ? dict.items()
                        : value instanceof PickleObject object
                                ? object.attributes().items()
                                : Map.of();
        for (int end = rest.length(); end > 0; end--) {
            boolean boundary =
                    end == rest.length() || rest.charAt(end) == '.' || rest.charAt(end) == '[';
            Object found = boundary ? items.get(rest.substring(0, end)) : null;
            if (found != null) {
                return new Step(found, rest.substring(end));
            }
        }
        return null;
    }

    private static @Nullable Step index(Object value, String rest) {
        int close = rest.indexOf(']');
        List<Object> items =
                value instanceof PickleList list
                        ? list.items()
                        : value instanceof PickleTuple tuple ? tuple.items() : List.of();
        if (close < 2 || close > 8) {
            return null;
        }
        String digits = rest.substring(1, close);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int index = Integer.parseInt(digits);
        return index < items.size() ? new Step(items.get(index), rest.substring(close + 1)) : null;
    }
}
