// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.scorefield.djl.checkpoint.pickle.PickleDict;
import org.scorefield.djl.checkpoint.pickle.PickleList;
import org.scorefield.djl.checkpoint.pickle.PickleTuple;

/**
 * The places in a pickled value where a state dict may be: dictionaries that hold tensors, outside
 * of optimizers. The walk is breadth-first, visits each container once, and is bounded.
 */
final class StateDictCandidates {

    private static final int DEEPEST = 6;
    private static final int MOST_VISITS = 100_000;
    private static final int LONGEST_NAME = 200;
    private static final String WRAPPED_AVERAGE = "ema_model.";

    private final List<Candidate> found = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Visit> queue = new ArrayDeque<>();

    private StateDictCandidates() {}

    private record Visit(Object value, String path, int depth) {}

    /**
     * One place.
     *
     * @param path where, as a card spells it; empty for the top level
     * @param tensors the tensors there
     * @param others the names there that are no tensors
     * @param elements the number of elements of all tensors
     */
    record Candidate(
            String path, Map<String, TorchTensor> tensors, List<String> others, long elements) {

        static Candidate of(String path, Map<String, Object> items) {
            var tensors = new LinkedHashMap<String, TorchTensor>();
            var others = new ArrayList<String>();
            long elements = 0;
            for (var item : items.entrySet()) {
                if (item.getValue() instanceof TorchTensor tensor) {
                    tensors.put(item.getKey(), tensor);
                    elements += Shapes.elements(tensor.view().shape());
                } else {
                    others.add(item.getKey());
                }
            }
            return new Candidate(path, tensors, others, elements);
        }

        /** Returns the tensors whose names start with the prefix, without it. */
        Candidate under(String prefix) {
            var items = new LinkedHashMap<String, Object>();
            tensors.forEach(
                    (name, tensor) -> {
                        if (name.startsWith(prefix)) {
                            items.put(name.substring(prefix.length()), tensor);
                        }
                    });
            String place = prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
            return of(path.isEmpty() ? place : path + "." + place, items);
        }

        /** Returns whether the path says that the weights are an exponential moving average. */
        boolean isAverage() {
            return List.of(path.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)).contains("ema");
        }

        String text() {
            return "%s (tensors: %d, parameters: %d)"
                    .formatted(
                            path.isEmpty() ? "the top level" : Refusals.quoted(path),
                            tensors.size(),
                            elements);
        }
    }

    /** Returns the candidates in the order of the file, outer ones first. */
    static List<Candidate> in(Object root) {
        var walk = new StateDictCandidates();
        walk.enqueue(new Visit(root, "", -1));
        while (!walk.queue.isEmpty() && walk.seen.size() < MOST_VISITS) {
            walk.visit(walk.queue.remove());
        }
        return walk.found;
    }

    private void visit(Visit visit) {
        if (!seen.add(visit.value())) {
            return;
        }
        if (visit.value() instanceof PickleDict dict) {
            visitDict(dict, visit);
        } else {
            List<Object> items =
                    visit.value() instanceof PickleList list
                            ? list.items()
                            : ((PickleTuple) visit.value()).items();
            for (int i = 0; i < items.size(); i++) {
                String path = visit.path() + "[" + i + "]";
                enqueue(new Visit(items.get(i), path, visit.depth()));
            }
        }
    }

    private void visitDict(PickleDict dict, Visit visit) {
        if (dict.items().containsKey("param_groups") && dict.items().containsKey("state")) {
            return;
        }
        Candidate whole = Candidate.of(visit.path(), dict.items());
        Candidate average = whole.under(WRAPPED_AVERAGE);
        if (!average.tensors().isEmpty() && average.tensors().size() < whole.tensors().size()) {
            found.add(average);
        } else if (!whole.tensors().isEmpty()) {
            found.add(whole);
        }
        dict.items()
                .forEach(
                        (name, value) -> {
                            if (!isTraining(name) && name.length() <= LONGEST_NAME) {
                                String dot = visit.path().isEmpty() ? "" : ".";
                                String path = visit.path() + dot + name;
                                enqueue(new Visit(value, path, visit.depth()));
                            }
                        });
    }

    /** Queues a value, with its parent's depth, if it is a container. */
    private void enqueue(Visit from) {
        Object value = from.value();
        boolean container =
                value instanceof PickleDict
                        || value instanceof PickleList
                        || value instanceof PickleTuple;
        if (container && from.depth() < DEEPEST && queue.size() < MOST_VISITS) {
            queue.add(new Visit(value, from.path(), from.depth() + 1));
        }
    }

    /** Returns whether a name is that of training state, which is never a network. */
    private static boolean isTraining(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("optim")
                || lower.equals("opt")
                || lower.contains("optimizer")
                || lower.contains("scheduler")
                || lower.equals("scaler")
                || lower.endsWith("_scaler");
    }
}
