// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;

/** Linear operators that change an image's size. */
sealed interface Resample extends Operator {

    /** Padding or cropping of the last axes. */
    record Pad(PadMode mode, int[] amounts) implements Resample {

        public Pad {
            amounts = amounts.clone();
        }

        @Override
        public String label() {
            return "pad";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            long[] shape = x.shape();
            if (amounts.length == 0 || amounts.length % 2 != 0 || amounts.length > 2 * x.rank()) {
                throw Shapes.refuse(
                        label(),
                        "a pair of amounts for each padded axis",
                        Arrays.toString(amounts) + " for " + x,
                        "give before and after, the last axis first");
            }
            if (mode != PadMode.ZERO && amounts.length / 2 != x.rank() - 1) {
                throw Shapes.refuse(
                        label(),
                        "all axes but the first, for " + mode,
                        Arrays.toString(amounts) + " for " + x,
                        "pad with amounts of 0 too, or reshape");
            }
            for (int i = 0; i < amounts.length; i++) {
                int axis = shape.length - 1 - i / 2;
                long limit = mode == PadMode.REFLECT ? x.dim(axis) - 1 : x.dim(axis);
                boolean far = mode != PadMode.ZERO && mode != PadMode.REPLICATE;
                if (far && amounts[i] > limit || mode != PadMode.ZERO && amounts[i] < 0) {
                    throw Shapes.refuse(
                            label(),
                            "amounts from 0 to " + limit + " for " + mode,
                            amounts[i],
                            "pad less, or with zeros");
                }
                shape[axis] += amounts[i];
            }
            Shapes.positive(label(), shape);
            return Type.of(shape, in);
        }

        @Override
        public String value(Step step) {
            String value = mode == PadMode.ZERO ? ", value=0." : "";
            return "torch.pad(%s, %s, mode=\"%s\"%s)"
                    .formatted(step.x(0), Arrays.toString(amounts), mode.torch(), value);
        }
    }

    /** Nearest-neighbour enlargement. */
    record Nearest(int factor) implements Resample {

        @Override
        public String label() {
            return "upsampleNearest";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            Shapes.rank(label(), x, 3, "[channels, height, width]");
            if (factor < 2 || !x.batched()) {
                throw Shapes.refuse(
                        label(),
                        "an activation and a factor of at least 2",
                        x + " by " + factor,
                        "check the factor");
            }
            return Type.of(new long[] {x.dim(0), x.dim(1) * factor, x.dim(2) * factor}, in);
        }

        @Override
        public String value(Step step) {
            Value y = step.result();
            return "torch.upsample_nearest2d(%s, [%s, %s])"
                    .formatted(step.x(0), y.dim(1), y.dim(2));
        }
    }

    /** Means over windows. */
    record Average(int kernel, int stride) implements Resample {

        @Override
        public String label() {
            return "avgPool2d";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            Shapes.rank(label(), x, 3, "[channels, height, width]");
            if (kernel < 1 || stride < 1 || kernel > x.dim(1) || kernel > x.dim(2)) {
                throw Shapes.refuse(
                        label(),
                        "a window within the image",
                        kernel + " by " + stride + " on " + x,
                        "check kernel and stride");
            }
            long height = (x.dim(1) - kernel) / stride + 1;
            long width = (x.dim(2) - kernel) / stride + 1;
            return Type.of(new long[] {x.dim(0), height, width}, in);
        }

        @Override
        public String value(Step step) {
            return "torch.avg_pool2d(%s, [%s, %s], [%s, %s])"
                    .formatted(step.x(0), kernel, kernel, stride, stride);
        }
    }
}
