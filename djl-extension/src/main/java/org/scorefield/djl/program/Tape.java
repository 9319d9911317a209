// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators of a graph under construction, in the order of their calls. */
final class Tape {

    private final List<Node> nodes = new ArrayList<>();
    private final Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Value> inputs = new HashMap<>();
    private final Map<String, Value> parameters = new HashMap<>();

    List<Node> nodes() {
        return nodes;
    }

    Value input(String name, Value.Elements elements, long... shape) {
        if (inputs.isEmpty() && elements == Value.Elements.INDEX) {
            throw Shapes.refuse(
                    "inputIndex", "a real input first", name, "declare the state with input()");
        }
        if (!name.matches("[a-z][a-zA-Z0-9_]*") || Names.RESERVED.contains(name)) {
            throw Shapes.refuse(
                    "input",
                    "a name of letters, digits and _ that is no TorchScript word",
                    "\"" + name + "\"",
                    "rename the input");
        }
        if (inputs.containsKey(name)) {
            throw Shapes.refuse(
                    "input", "a name used once", "\"" + name + "\" again", "rename the input");
        }
        Shapes.positive("input", shape);
        Type type = new Type(shape, true, inputs.isEmpty(), elements);
        Value value = append(new Leaf.Input(name, type));
        inputs.put(name, value);
        return value;
    }

    Value parameter(String name, long... shape) {
        Names.checkParameter(name);
        Shapes.positive("parameter " + name, shape);
        Value old = parameters.get(name);
        if (old != null) {
            Shapes.shape("parameter " + name, old, shape);
            return old;
        }
        Value value = append(new Leaf.Parameter(name, shape));
        parameters.put(name, value);
        return value;
    }

    Value append(Operator operator, @Nullable Value... operands) {
        List<Value> given = new ArrayList<>();
        for (Value operand : operands) {
            if (operand != null) {
                own(operator.label(), operand);
                given.add(operand);
            }
        }
        for (Value value : given) {
            boolean index = value.type().elements() == Value.Elements.INDEX;
            if (index && !(operator instanceof Embedding)) {
                throw Shapes.refuse(
                        operator.label(),
                        "real numbers",
                        "an index input",
                        "look it up with embedding()");
            }
        }
        Value result = new Value(nodes.size(), operator.infer(given));
        nodes.add(new Node(operator, given, result));
        known.add(result);
        return result;
    }

    void own(String name, Value value) {
        if (!known.contains(value)) {
            throw Shapes.refuse(
                    name,
                    "values of this builder",
                    "a value of another",
                    "build the whole graph with one GraphBuilder");
        }
    }
}
