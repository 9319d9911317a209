// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tensor program: operators in the order of computation, from inputs and parameters to one
 * output. Made by {@link GraphBuilder}; holds no weights.
 */
public final class Graph {

    private final List<Node> nodes;
    private final Value output;

    private Graph(List<Node> nodes, Value output) {
        this.nodes = nodes;
        this.output = output;
    }

    /** What of these nodes the output needs; inputs stay, needed or not. */
    static Graph of(List<Node> all, Value output) {
        boolean[] needed = new boolean[all.size()];
        needed[output.index()] = true;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (needed[i]) {
                all.get(i).operands().forEach(v -> needed[v.index()] = true);
            }
        }
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (needed[i] || all.get(i).operator() instanceof Leaf.Input) {
                kept.add(all.get(i));
            }
        }
        return new Graph(List.copyOf(kept), output);
    }

    List<Node> nodes() {
        return nodes;
    }

    /**
     * {@return the inputs' names and the shapes of one sample, in the order of the program's
     * arguments}
     */
    public Map<String, long[]> inputs() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.operator() instanceof Leaf.Input input) {
                shapes.put(input.name(), node.result().shape());
            }
        }
        return Collections.unmodifiableMap(shapes);
    }

    /** {@return the names of those inputs that are integers, as class labels} */
    public Set<String> indexInputs() {
        Set<String> names = new LinkedHashSet<>();
        for (Node node : nodes) {
            if (node.operator() instanceof Leaf.Input input
                    && input.type().elements() == Value.Elements.INDEX) {
                names.add(input.name());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /**
     * {@return the rows of the smallest table that each integer input looks up, by the input's
     * name}
     */
    public Map<String, Long> indexRows() {
        Map<Value, String> indices = new IdentityHashMap<>();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.operator() instanceof Leaf.Input input) {
                indices.put(node.result(), input.name());
            } else if (node.operator() instanceof Embedding) {
                String name = indices.get(node.operands().get(0));
                if (name != null) {
                    rows.merge(name, node.operands().get(1).dim(0), Math::min);
                }
            }
        }
        return Collections.unmodifiableMap(rows);
    }

    /**
     * {@return the names and shapes of the state dict's tensors that the output needs, in order of
     * use}
     */
    public Map<String, long[]> parameters() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.operator() instanceof Leaf.Parameter parameter) {
                shapes.put(parameter.key(), parameter.shape());
            }
        }
        return Collections.unmodifiableMap(shapes);
    }

    /** {@return what the program returns} */
    public Value output() {
        return output;
    }

    /** {@return the operators' names, in the order of computation} */
    public List<String> operators() {
        return nodes.stream().map(n -> n.operator().label()).toList();
    }
}
