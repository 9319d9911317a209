// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Graph}, one operator a call.
 *
 * <p>Shapes are those of one sample and are checked as the graph grows; a wrong one is an
 * IllegalArgumentException that names the operator. Axes count the sample's dimensions from 0, or
 * from -1 backwards. The batch axis is never named. Operators of two operands broadcast as NumPy
 * does, over the sample's dimensions.
 *
 * <pre>{@code
 * GraphBuilder b = new GraphBuilder();
 * Value u = b.input("u", 1, 28, 28);
 * Value w = b.parameter("conv.weight", 8, 1, 3, 3);
 * Value h = b.silu(b.conv2d(u, w, null, Conv2d.PLAIN.withPadding(1)));
 * Graph graph = b.build(b.sum(h, 0));
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class GraphBuilder {

    private final Tape tape = new Tape();

    /**
     * An input of real numbers. The first is the one tangents are taken of.
     *
     * @param name a Java identifier, unique; a name of the program's argument
     * @param sampleShape the shape of one sample; none for one number a sample
     * @return the input, batched
     */
    public Value input(String name, long... sampleShape) {
        return tape.input(name, Value.Elements.REAL, sampleShape);
    }

    /**
     * An input of one integer a sample, for {@link #embedding}.
     *
     * @param name a Java identifier, unique; a name of the program's argument
     * @return the input, batched, of shape []
     */
    public Value inputIndex(String name) {
        return tape.input(name, Value.Elements.INDEX);
    }

    /**
     * A tensor of the state dict. Asked for again under the same name, the same value is returned.
     *
     * @param name the state dict's own key, such as {@code blocks.0.conv.weight}
     * @param shape its declared shape; the checkpoint's is compared with it when the program is
     *     written
     * @return the tensor, unbatched
     */
    public Value parameter(String name, long... shape) {
        return tape.parameter(name, shape);
    }

    /**
     * A number, as a tensor of shape [].
     *
     * @param value the number
     * @return the number, unbatched
     */
    public Value constant(double value) {
        return constant(new double[] {value});
    }

    /**
     * Numbers that are part of the program, not of the checkpoint.
     *
     * @param values row-major; not modified
     * @param shape none for a single number
     * @return the numbers, unbatched
     */
    public Value constant(double[] values, long... shape) {
        Shapes.positive("constant", shape);
        Shapes.equal("constant", "a number of values", Shapes.elements(shape), values.length);
        return tape.append(new Leaf.Constant(values, shape));
    }

    /**
     * Two-dimensional convolution.
     *
     * @param x [channels, height, width]
     * @param weight [out, channels / groups, kernel height, kernel width], unbatched
     * @param bias [out], or null
     * @param options stride, padding, dilation and groups
     * @return [out, output height, output width]
     */
    public Value conv2d(Value x, Value weight, @Nullable Value bias, Conv2d options) {
        return tape.append(new Convolution(options, Convolution.Direction.PLAIN), x, weight, bias);
    }

    /**
     * Transposed two-dimensional convolution.
     *
     * @param x [channels, height, width]
     * @param weight [channels, out / groups, kernel height, kernel width], unbatched
     * @param bias [out], or null
     * @param options stride, padding, dilation, groups and output padding
     * @return [out, output height, output width]
     */
    public Value convTranspose2d(Value x, Value weight, @Nullable Value bias, Conv2d options) {
        return tape.append(
                new Convolution(options, Convolution.Direction.TRANSPOSED), x, weight, bias);
    }

    /**
     * x W^T + b over the last axis.
     *
     * @param x [..., in]
     * @param weight [out, in], unbatched
     * @param bias [out], or null
     * @return [..., out]
     */
    public Value linear(Value x, Value weight, @Nullable Value bias) {
        return tape.append(new Linear(), x, weight, bias);
    }

    /**
     * Matrix product of the last two axes; leading axes are equal or, on one side, absent.
     *
     * @param a [..., rows, inner]
     * @param b [..., inner, columns]
     * @return [..., rows, columns]
     */
    public Value matmul(Value a, Value b) {
        return tape.append(new MatMul(), a, b);
    }

    /**
     * Group normalisation: zero mean and unit variance over each group of channels.
     *
     * @param x [channels, ...]
     * @param weight [channels], or null
     * @param bias [channels], or null
     * @param options groups and epsilon
     * @return of the shape of x
     */
    public Value groupNorm(
            Value x, @Nullable Value weight, @Nullable Value bias, GroupNorm options) {
        return normalize(new Normalization(options.groups(), 0, options.eps()), x, weight, bias);
    }

    /**
     * Layer normalisation over the last axes.
     *
     * @param x [..., normalized shape]
     * @param weight of the normalized shape, or null
     * @param bias of the normalized shape, or null
     * @param options how many axes, and epsilon
     * @return of the shape of x
     */
    public Value layerNorm(
            Value x, @Nullable Value weight, @Nullable Value bias, LayerNorm options) {
        return normalize(new Normalization(0, options.axes(), options.eps()), x, weight, bias);
    }

    private Value normalize(
            Normalization operator, Value x, @Nullable Value weight, @Nullable Value bias) {
        if (weight == null && bias != null) {
            throw Shapes.refuse(
                    operator.label(),
                    "a weight wherever there is a bias",
                    "a bias alone",
                    "give a weight of ones");
        }
        return tape.append(operator, x, weight, bias);
    }

    /**
     * Batch normalisation in evaluation mode, over x [channels, ...].
     *
     * @param x [channels, ...]
     * @param n its statistics and affine map, [channels] each
     * @return of the shape of x
     */
    public Value batchNorm(Value x, BatchNorm n) {
        return n.of(this, x);
    }

    /**
     * x / (1 + exp(-x)).
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value silu(Value x) {
        return tape.append(Pointwise.SILU, x);
    }

    /**
     * x Phi(x), exact.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value gelu(Value x) {
        return tape.append(Pointwise.GELU, x);
    }

    /**
     * The tanh approximation of {@link #gelu}.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value geluTanh(Value x) {
        return tape.append(Pointwise.GELU_TANH, x);
    }

    /**
     * max(x, 0); its derivative at 0 is 0.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value relu(Value x) {
        return tape.append(Pointwise.RELU, x);
    }

    /**
     * x where x > 0, slope x elsewhere.
     *
     * @param x of any shape
     * @param slope the factor of negative numbers
     * @return of the shape of x
     */
    public Value leakyRelu(Value x, double slope) {
        return tape.append(new LeakyRelu(slope), x);
    }

    /**
     * tanh(x), number by number.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value tanh(Value x) {
        return tape.append(Pointwise.TANH, x);
    }

    /**
     * 1 / (1 + exp(-x)).
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value sigmoid(Value x) {
        return tape.append(Pointwise.SIGMOID, x);
    }

    /**
     * log(1 + exp(x)).
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value softplus(Value x) {
        return tape.append(Pointwise.SOFTPLUS, x);
    }

    /**
     * x tanh(softplus(x)).
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value mish(Value x) {
        return tape.append(Pointwise.MISH, x);
    }

    /**
     * sin(x), number by number.
     *
     * @param x of any shape, in radians
     * @return of the shape of x
     */
    public Value sin(Value x) {
        return tape.append(Pointwise.SIN, x);
    }

    /**
     * cos(x), number by number.
     *
     * @param x of any shape, in radians
     * @return of the shape of x
     */
    public Value cos(Value x) {
        return tape.append(Pointwise.COS, x);
    }

    /**
     * exp(x), number by number.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value exp(Value x) {
        return tape.append(Pointwise.EXP, x);
    }

    /**
     * The natural logarithm, number by number; NaN below 0.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value log(Value x) {
        return tape.append(Pointwise.LOG, x);
    }

    /**
     * The square root, number by number; NaN below 0.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value sqrt(Value x) {
        return tape.append(Pointwise.SQRT, x);
    }

    /**
     * x x, number by number.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value square(Value x) {
        return tape.append(Pointwise.SQUARE, x);
    }

    /**
     * |x|, number by number; its derivative at 0 is 0.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value abs(Value x) {
        return tape.append(Pointwise.ABS, x);
    }

    /**
     * 1 / x, number by number.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value reciprocal(Value x) {
        return tape.append(Pointwise.RECIPROCAL, x);
    }

    /**
     * -x.
     *
     * @param x of any shape
     * @return of the shape of x
     */
    public Value neg(Value x) {
        return tape.append(new Affine(-1, 0), x);
    }

    /**
     * a + b, number by number.
     *
     * @param a of any shape
     * @param b of a shape that broadcasts with that of a
     * @return of the broadcast shape
     */
    public Value add(Value a, Value b) {
        return tape.append(Binary.ADD, a, b);
    }

    /**
     * a - b, number by number.
     *
     * @param a of any shape
     * @param b of a shape that broadcasts with that of a
     * @return of the broadcast shape
     */
    public Value sub(Value a, Value b) {
        return tape.append(Binary.SUB, a, b);
    }

    /**
     * a b, number by number.
     *
     * @param a of any shape
     * @param b of a shape that broadcasts with that of a
     * @return of the broadcast shape
     */
    public Value mul(Value a, Value b) {
        return tape.append(Binary.MUL, a, b);
    }

    /**
     * a / b, number by number.
     *
     * @param a of any shape
     * @param b of a shape that broadcasts with that of a
     * @return of the broadcast shape
     */
    public Value div(Value a, Value b) {
        return tape.append(Binary.DIV, a, b);
    }

    /**
     * a + b for a fixed number b.
     *
     * @param a of any shape
     * @param b the number
     * @return of the shape of a
     */
    public Value add(Value a, double b) {
        return tape.append(new Affine(1, b), a);
    }

    /**
     * b a for a fixed number b.
     *
     * @param a of any shape
     * @param b the number
     * @return of the shape of a
     */
    public Value mul(Value a, double b) {
        return tape.append(new Affine(b, 0), a);
    }

    /**
     * scale x + shift.
     *
     * @param x of any shape
     * @param scale the factor
     * @param shift the number added after it
     * @return of the shape of x
     */
    public Value affine(Value x, double scale, double shift) {
        return tape.append(new Affine(scale, shift), x);
    }

    /**
     * exp(x) / sum exp(x) along one axis.
     *
     * @param x of any shape with that axis
     * @param axis the axis over which the result has sum 1
     * @return of the shape of x
     */
    public Value softmax(Value x, int axis) {
        return tape.append(new Softmax(Shapes.axis("softmax", axis, x.rank())), x);
    }

    /**
     * Scaled dot-product attention: softmax(scale q k^T) v.
     *
     * @param q [heads, tokens, dim]
     * @param k [heads, other tokens, dim]
     * @param v [heads, other tokens, value dim]
     * @param scale usually 1 / sqrt(dim)
     * @return [heads, tokens, value dim]
     */
    public Value attention(Value q, Value k, Value v, double scale) {
        return tape.append(new Attention(scale), q, k, v);
    }

    /**
     * A row of a table for each sample.
     *
     * @param index from {@link #inputIndex}
     * @param table [rows, ...], unbatched
     * @return [...]
     */
    public Value embedding(Value index, Value table) {
        return tape.append(new Embedding(), index, table);
    }

    /**
     * Joins along one axis; unbatched values are repeated over the batch.
     *
     * @param axis the axis along which they are joined
     * @param values at least one, of equal shapes but for that axis
     * @return the values one after the other along the axis
     */
    public Value concat(int axis, Value... values) {
        if (values.length == 0) {
            throw Shapes.refuse("concat", "at least one value", "none", "pass the values to join");
        }
        return tape.append(new Concat(Shapes.axis("concat", axis, values[0].rank())), values);
    }

    /**
     * Elements start .. start + length - 1 of one axis.
     *
     * @param x of any shape with that axis
     * @param axis the axis
     * @param start the first element, from 0
     * @param length number of elements, at least 1
     * @return of the shape of x, with that length along the axis
     */
    public Value narrow(Value x, int axis, long start, long length) {
        return tape.append(
                new Layout.Narrow(Shapes.axis("narrow", axis, x.rank()), start, length), x);
    }

    /**
     * Row i of x [rows, ...], as [...].
     *
     * @param x of one axis or more
     * @param i the row, from 0
     * @return of the shape of x without its first axis
     */
    public Value row(Value x, long i) {
        long[] shape = x.shape();
        if (shape.length == 0) {
            throw Shapes.refuse("row", "at least one axis", x, "it is a single number already");
        }
        return reshape(narrow(x, 0, i, 1), Arrays.copyOfRange(shape, 1, shape.length));
    }

    /**
     * The same numbers in another shape; one dimension may be -1.
     *
     * @param x of any shape
     * @param shape the shape, with as many numbers as that of x
     * @return of that shape
     */
    public Value reshape(Value x, long... shape) {
        return tape.append(new Layout.Reshape(Layout.Reshape.complete(x, shape)), x);
    }

    /**
     * Axis i of the result is axis order[i] of x.
     *
     * @param x of any shape
     * @param order each axis of x once
     * @return x with its axes in that order
     */
    public Value permute(Value x, int... order) {
        return tape.append(new Layout.Permute(order), x);
    }

    /**
     * Two axes exchanged.
     *
     * @param x of two axes or more
     * @param first an axis
     * @param second the axis to exchange it with
     * @return x with both exchanged
     */
    public Value transpose(Value x, int first, int second) {
        int[] order = new int[x.rank()];
        Arrays.setAll(order, i -> i);
        int a = Shapes.axis("transpose", first, x.rank());
        int b = Shapes.axis("transpose", second, x.rank());
        order[a] = b;
        order[b] = a;
        return permute(x, order);
    }

    /**
     * Repeats along axes of length 1 until the shape is this one.
     *
     * @param x of as many axes as the shape, or fewer
     * @param shape the shape, equal to that of x wherever x is longer than 1
     * @return of that shape
     */
    public Value expand(Value x, long... shape) {
        return tape.append(new Layout.Expand(shape), x);
    }

    /**
     * Pads the last axes.
     *
     * @param x of at least as many axes as are padded
     * @param mode what stands outside of x
     * @param amounts before and after, the last axis first: left, right, top, bottom; negative
     *     amounts crop
     * @return x with that much around it
     */
    public Value pad(Value x, PadMode mode, int... amounts) {
        return tape.append(new Resample.Pad(mode, amounts), x);
    }

    /**
     * Each pixel of x [channels, height, width] repeated factor times both ways.
     *
     * @param x [channels, height, width]
     * @param factor how often, at least 1
     * @return [channels, factor height, factor width]
     */
    public Value upsampleNearest(Value x, int factor) {
        return tape.append(new Resample.Nearest(factor), x);
    }

    /**
     * {@link #upsampleNearest} by 2.
     *
     * @param x [channels, height, width]
     * @return [channels, 2 height, 2 width]
     */
    public Value upsampleNearest2x(Value x) {
        return upsampleNearest(x, 2);
    }

    /**
     * Means over windows of x [channels, height, width], without padding; sizes round down.
     *
     * @param x [channels, height, width]
     * @param kernel side of a window, at least 1
     * @param stride step between windows, at least 1
     * @return [channels, output height, output width]
     */
    public Value avgPool2d(Value x, int kernel, int stride) {
        return tape.append(new Resample.Average(kernel, stride), x);
    }

    /**
     * Sums over axes, which disappear.
     *
     * @param x of any shape with those axes
     * @param axes the axes, at least one
     * @return of the shape of x without those axes
     */
    public Value sum(Value x, int... axes) {
        return tape.append(Reduce.of(Reduce.Kind.SUM, x, axes), x);
    }

    /**
     * Means over axes, which disappear.
     *
     * @param x of any shape with those axes
     * @param axes the axes, at least one
     * @return of the shape of x without those axes
     */
    public Value mean(Value x, int... axes) {
        return tape.append(Reduce.of(Reduce.Kind.MEAN, x, axes), x);
    }

    /**
     * The program that computes a value.
     *
     * @param output a batched value of this builder
     * @return the program, which further calls of this builder do not change
     * @throws IllegalArgumentException if the output does not depend on the first input
     */
    public Graph build(Value output) {
        tape.own("build", output);
        if (!output.active()) {
            throw Shapes.refuse(
                    "build",
                    "an output that depends on the first input",
                    output,
                    "return what the network computes from it");
        }
        return Graph.of(tape.nodes(), output);
    }
}
