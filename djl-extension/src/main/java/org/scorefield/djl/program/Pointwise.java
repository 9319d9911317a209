// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;
import java.util.Locale;

/**
 * Functions of one number, applied to each. The tangents are multiplied by the derivative, computed
 * once for all directions.
 *
 * <p>In the templates $x is the operand, $y the value.
 */
enum Pointwise implements Operator {
    SILU("torch.silu($x)") {
        @Override
        String slope(Code code, String x, String y) {
            String s = code.let("torch.sigmoid(" + x + ")");
            return "torch.addcmul(%s, %s, torch.rsub(%s, 1))".formatted(s, y, s);
        }
    },
    GELU("torch.gelu($x)") {
        @Override
        String slope(Code code, String x, String y) {
            String phi = "torch.exp(torch.mul(torch.square(" + x + "), -0.5))";
            String density = code.let("torch.mul(%s, 0.3989422804014327)".formatted(phi));
            String half = "torch.erf(torch.mul(" + x + ", 0.7071067811865476))";
            String sum = code.let("torch.mul(torch.add(%s, 1), 0.5)".formatted(half));
            return "torch.addcmul(%s, %s, %s)".formatted(sum, x, density);
        }
    },
    GELU_TANH("torch.gelu($x, approximate=\"tanh\")") {
        @Override
        String slope(Code code, String x, String y) {
            // gelu(x) = x (1 + tanh a) / 2 with a = c (x + 0.044715 x^3), c = sqrt(2 / pi).
            String square = code.let("torch.square(" + x + ")");
            String cubic = "torch.add(torch.mul(%s, 0.044715), 1)".formatted(square);
            String a = "torch.mul(torch.mul(%s, %s), 0.7978845608028654)".formatted(x, cubic);
            String th = code.let("torch.tanh(" + a + ")");
            String rise =
                    "torch.mul(torch.add(torch.mul(%s, 0.134145), 1), 0.7978845608028654)"
                            .formatted(square);
            String bend = "torch.mul(torch.rsub(torch.square(" + th + "), 1), " + rise + ")";
            String sum = "torch.add(torch.addcmul(" + th + ", " + x + ", " + bend + "), 1)";
            return "torch.mul(" + sum + ", 0.5)";
        }
    },
    RELU("torch.relu($x)", "torch.type_as(torch.gt($x, 0), $x)"),
    TANH("torch.tanh($x)", "torch.rsub(torch.square($y), 1)"),
    SIGMOID("torch.sigmoid($x)", "torch.mul($y, torch.rsub($y, 1))"),
    SOFTPLUS("torch.softplus($x)", "torch.sigmoid($x)"),
    MISH("torch.mish($x)") {
        @Override
        String slope(Code code, String x, String y) {
            String th = code.let("torch.tanh(torch.softplus(" + x + "))");
            String s = "torch.mul(" + x + ", torch.sigmoid(" + x + "))";
            return "torch.addcmul(%s, %s, torch.rsub(torch.square(%s), 1))".formatted(th, s, th);
        }
    },
    SIN("torch.sin($x)", "torch.cos($x)"),
    COS("torch.cos($x)", "torch.neg(torch.sin($x))"),
    EXP("torch.exp($x)", "$y"),
    LOG("torch.log($x)", "torch.reciprocal($x)"),
    SQRT("torch.sqrt($x)", "torch.mul(torch.reciprocal($y), 0.5)"),
    SQUARE("torch.square($x)", "torch.mul($x, 2)"),
    ABS("torch.abs($x)", "torch.sign($x)"),
    RECIPROCAL("torch.reciprocal($x)", "torch.neg(torch.square($y))");

    private final String value;
    private final String slope;

    Pointwise(String value) {
        this(value, "");
    }

    Pointwise(String value, String slope) {
        this.value = value;
        this.slope = slope;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(in.get(0).shape(), in);
    }

    @Override
    public String value(Step step) {
        return value.replace("$x", step.x(0));
    }

    /** The derivative's expression, given the names of operand and value. */
    String slope(Code code, String x, String y) {
        return slope.replace("$x", x).replace("$y", y);
    }

    @Override
    public Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        String slope = step.let(slope(step.code(), step.x(0), y));
        Flow.Factor factor = new Flow.Factor(slope, true);
        return new Dual(y, step.pending(0).times(step.code(), factor));
    }
}
