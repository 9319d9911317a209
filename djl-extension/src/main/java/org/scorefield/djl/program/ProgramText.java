// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A graph as the text of the methods forward and jvp. */
final class ProgramText {

    /** How images lie in memory. */
    enum MemoryFormat {
        /** Channel after channel, as PyTorch's default. */
        CHANNELS_FIRST,
        /** Pixel after pixel: what PyTorch's single-precision convolutions are fastest on. */
        CHANNELS_LAST
    }

    private final Graph graph;
    private final MemoryFormat format;
    private final Code code = new Code();
    private final Map<Value, String> names = new IdentityHashMap<>();
    private final Map<String, String> modules = new HashMap<>();
    private int constants;

    private ProgramText(Graph graph, MemoryFormat format) {
        this.graph = graph;
        this.format = format;
    }

    /** Both methods. */
    static String methods(Graph graph, MemoryFormat format) {
        return new ProgramText(graph, format).forward() + new ProgramText(graph, format).jvp();
    }

    private String forward() {
        sizes();
        for (Node node : graph.nodes()) {
            primal(node);
        }
        code.run("return torch.contiguous(" + name(graph.output()) + ")");
        return head("forward", "") + "Tensor:\n" + code;
    }

    private String jvp() {
        String tangents = graph.inputs().containsKey("v") ? "tangents" : "v";
        sizes();
        code.run(Code.DIRECTIONS + " = torch.size(" + tangents + ", 0)");
        code.run(Code.FOLDED + " = torch.mul(" + Code.DIRECTIONS + ", " + Code.BATCH + ")");
        Flows flows = new Flows(graph);
        for (Node node : graph.nodes()) {
            if (!node.result().active()) {
                primal(node);
            } else if (node.operator() instanceof Leaf) {
                primal(node);
                String folded = formatted("torch.flatten(" + tangents + ", 0, 1)", node.result());
                flows.put(code, node.result(), Flow.shared(folded));
            } else {
                Dual dual = node.operator().tangent(new TangentStep(step(node), flows));
                names.put(node.result(), code.let(dual.value()));
                flows.put(code, node.result(), dual.flow());
            }
        }
        Flow flow = flows.of(graph.output());
        String unfolded = Flow.unfold(code, flow.name());
        String own =
                flow.overwritable() ? "torch.contiguous(%s)" : "torch.clone(%s, memory_format=0)";
        code.run(
                "return (torch.contiguous(%s), %s)"
                        .formatted(name(graph.output()), own.formatted(unfolded)));
        return head("jvp", ",\n    " + tangents + ": Tensor") + "Tuple[Tensor, Tensor]:\n" + code;
    }

    private void sizes() {
        code.run(Code.BATCH + " = torch.size(" + state() + ", 0)");
        if (format == MemoryFormat.CHANNELS_FIRST) {
            code.run(Code.LAYOUT + " = 0");
            return;
        }
        // The kernels of group normalisation know channels last on the CPU only.
        code.run("if ops.prim.is_cuda(" + state() + "):");
        code.run("  " + Code.LAYOUT + " = 0");
        code.run("else:");
        code.run("  " + Code.LAYOUT + " = 2");
    }

    private String state() {
        return graph.inputs().keySet().iterator().next();
    }

    private String head(String method, String more) {
        List<String> arguments = new ArrayList<>();
        graph.inputs().keySet().forEach(name -> arguments.add(name + ": Tensor"));
        return "  def %s(self: __torch__.Program,\n    %s%s) -> "
                .formatted(method, String.join(",\n    ", arguments), more);
    }

    private void primal(Node node) {
        names.put(node.result(), code.let(expression(node)));
    }

    private String expression(Node node) {
        if (node.operator() instanceof Leaf.Input input) {
            if (node.result().active()) {
                return formatted(input.name(), node.result());
            }
            boolean index = node.result().type().elements() == Value.Elements.INDEX;
            return index ? input.name() : "torch.type_as(" + input.name() + ", " + state() + ")";
        }
        if (node.operator() instanceof Leaf.Parameter parameter) {
            return attribute(parameter.key());
        }
        if (node.operator() instanceof Leaf.Constant) {
            return "torch.type_as(CONSTANTS.c" + constants++ + ", " + state() + ")";
        }
        return node.operator().value(step(node));
    }

    private String formatted(String expression, Value image) {
        return format == MemoryFormat.CHANNELS_LAST && image.rank() == 3
                ? "torch.contiguous(" + expression + ", memory_format=" + Code.LAYOUT + ")"
                : expression;
    }

    /** The attribute of the nested modules that a key names. */
    private String attribute(String key) {
        int point = key.lastIndexOf('.');
        String owner = point < 0 ? "self" : module(key.substring(0, point));
        return member(owner, key.substring(point + 1));
    }

    private String module(String path) {
        String known = modules.get(path);
        if (known == null) {
            known = code.let(attribute(path));
            modules.put(path, known);
        }
        return known;
    }

    private static String member(String owner, String name) {
        return Names.identifier(name)
                ? owner + "." + name
                : "getattr(" + owner + ", \"" + name + "\")";
    }

    private Step.Plain step(Node node) {
        return new Step.Plain(code, node, node.operands().stream().map(this::name).toList());
    }

    private String name(Value value) {
        return Objects.requireNonNull(names.get(value), "nodes are written in order");
    }
}
