// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What goes into a network: the state, a time if it takes one, then constants such as a class
 * label.
 *
 * @param sampleShape the shape of one state without the batch axis; empty if it is not known
 * @param time whether the second argument is a time
 * @param constants further arguments, the same number for every sample, in the network's order
 */
public record NetworkSignature(
        Optional<Shape> sampleShape, TimeArgument time, List<ConstantInput> constants) {

    /** Whether a network takes a time. */
    public enum TimeArgument {
        /** A blind network. */
        ABSENT,
        /** One number a sample. */
        PER_SAMPLE
    }

    /**
     * An argument that is the same for every sample.
     *
     * @param name its name in the card
     * @param value its value
     * @param kind the type of the array that goes in
     */
    public record ConstantInput(String name, double value, Kind kind) {

        /** The type of a constant argument. */
        public enum Kind {
            /** An index, as a class label: INT64. */
            INDEX,
            /** A number of the network's own type. */
            REAL
        }

        /**
         * Checks that an index is a whole number, not negative.
         *
         * @param name its name in the card
         * @param value its value
         * @param kind the type of the array that goes in
         */
        public ConstantInput {
            boolean fits = kind == Kind.INDEX ? value >= 0 && value == Math.rint(value) : true;
            if (!Double.isFinite(value) || !fits) {
                throw new IllegalArgumentException(
                        name
                                + ": expected "
                                + (kind == Kind.INDEX ? "an index >= 0" : "a finite number")
                                + ", found "
                                + value
                                + "; correct \"inputs\" in the card");
            }
        }
    }

    /**
     * Copies the constants.
     *
     * @param sampleShape the shape of one state without the batch axis; empty if it is not known
     * @param time whether the second argument is a time
     * @param constants further arguments, the same number for every sample, in the network's order
     */
    public NetworkSignature {
        constants = List.copyOf(constants);
    }

    /**
     * A network of a state and one time a sample.
     *
     * @param sampleShape the shape of one state without the batch axis
     * @return the signature, without constants
     */
    public static NetworkSignature timed(Shape sampleShape) {
        return new NetworkSignature(Optional.of(sampleShape), TimeArgument.PER_SAMPLE, List.of());
    }

    /**
     * A network of a state alone.
     *
     * @param sampleShape the shape of one state without the batch axis
     * @return the signature, without constants
     */
    public static NetworkSignature blind(Shape sampleShape) {
        return new NetworkSignature(Optional.of(sampleShape), TimeArgument.ABSENT, List.of());
    }

    /**
     * The constants as arrays, as the network takes them after state and time.
     *
     * @param batch the number of samples
     * @param dataType the network's data type
     * @param manager owns the arrays
     * @return one array of shape {@code [batch]} for each constant
     */
    public NDList constantArrays(long batch, DataType dataType, NDManager manager) {
        NDList list = new NDList();
        for (ConstantInput constant : constants) {
            double[] values = new double[Math.toIntExact(batch)];
            Arrays.fill(values, constant.value());
            DataType type = constant.kind() == ConstantInput.Kind.INDEX ? DataType.INT64 : dataType;
            list.add(manager.create(values).toType(type, false));
        }
        return list;
    }

    /** The arguments in words. */
    String describe() {
        StringBuilder text =
                new StringBuilder("a state of shape [batch, ")
                        .append(sampleShape.map(Shape::toString).orElse("*"))
                        .append(']');
        if (time == TimeArgument.PER_SAMPLE) {
            text.append(", a time");
        }
        constants.forEach(constant -> text.append(", ").append(constant.name()));
        return text.toString();
    }

    /**
     * This signature with the given constants.
     *
     * @param values further arguments, the same number for every sample, in the network's order
     * @return this signature with these constants
     */
    public NetworkSignature withConstants(List<ConstantInput> values) {
        return new NetworkSignature(sampleShape, time, values);
    }
}
