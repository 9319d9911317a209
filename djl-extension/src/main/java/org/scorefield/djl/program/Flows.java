// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** The tangents of a graph's values as far as they are written, and who reads them when. */
final class Flows {

    private final Map<Value, Flow> flows = new IdentityHashMap<>();
    private final Map<Value, Node> lastReaders = new IdentityHashMap<>();
    private final Map<Value, Integer> reads = new IdentityHashMap<>();
    private final Value output;

    Flows(Graph graph) {
        output = graph.output();
        for (Node node : graph.nodes()) {
            for (Value operand : node.operands()) {
                lastReaders.put(operand, node);
                reads.merge(operand, 1, Integer::sum);
            }
        }
    }

    Flow of(Value value) {
        return Objects.requireNonNull(flows.get(value), "tangents are written in order");
    }

    /** Files a value's tangents; what more than one reader needs is settled first. */
    void put(Code code, Value value, Flow flow) {
        boolean once = reads.getOrDefault(value, 0) == 1 && value != output;
        Flow named = new Flow(code.let(flow.name()), flow);
        flows.put(value, once ? named : named.settled(code));
    }

    /** Forgets that a value's tensor is its own, when a view of it is made that outlives it. */
    void share(Value value) {
        flows.put(value, Flow.shared(of(value).name()));
    }

    /** Whether nothing reads a value's tangents after this node, which reads them once. */
    boolean lastReader(Value value, Node node) {
        return value != output
                && lastReaders.get(value) == node
                && Collections.frequency(node.operands(), value) == 1;
    }
}
