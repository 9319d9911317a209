// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import java.util.Arrays;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.regression.Regressor;

/**
 * The names of a vector's coordinates: prefix and number, padded with zeros so that the order of
 * the names is that of the coordinates.
 *
 * @param prefix before the number, not empty
 * @param count D
 */
public record Coordinates(String prefix, int count) {

    /** {@return all names, in order} */
    public List<String> names() {
        int digits = String.valueOf(count - 1).length();
        String[] names = new String[count];
        Arrays.setAll(names, i -> prefix + "0".repeat(digits - String.valueOf(i).length()) + i);
        return List.of(names);
    }

    /**
     * The vector among an example's features; one that is absent is 0.
     *
     * @param example whose features start with the prefix, or are others to be left alone
     * @return {@code [D]}
     * @throws IllegalArgumentException if a feature with the prefix is no coordinate
     */
    public double[] of(Example<?> example) {
        double[] values = new double[count];
        for (Feature feature : example) {
            if (feature.getName().startsWith(prefix)) {
                values[index(feature.getName())] = feature.getValue();
            }
        }
        return values;
    }

    /**
     * The vector in an output.
     *
     * @param output whose dimensions are coordinates
     * @return {@code [D]}
     * @throws IllegalArgumentException if a dimension is no coordinate
     */
    public double[] of(Regressor output) {
        double[] values = new double[count];
        for (Regressor.DimensionTuple dimension : output) {
            values[index(dimension.getName())] = dimension.getValue();
        }
        return values;
    }

    /**
     * A vector as an output.
     *
     * @param values one a coordinate, in their order, [D]
     * @return the output
     */
    public Regressor regressor(double[] values) {
        return new Regressor(names().toArray(String[]::new), values);
    }

    private int index(String name) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw new IllegalArgumentException(
                    "example: expected names "
                            + prefix
                            + "0, "
                            + prefix
                            + "1, ..., found "
                            + name
                            + "; make examples with NoisedExamples or FieldExamples");
        }
        int index = digits.length() > 9 ? count : Integer.parseInt(digits);
        if (index >= count) {
            throw new IllegalArgumentException(
                    "example: expected coordinates below "
                            + count
                            + ", found "
                            + name
                            + "; the data do not fit the model");
        }
        return index;
    }
}
