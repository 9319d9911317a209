// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.util.Locale;

/**
 * The meaning of stored numbers, as a map to the checkpoint's range [low, high].
 *
 * <ul>
 *   <li>Booleans: 0 is low, 1 is high.
 *   <li>Integers: bytes, 0 is low, 255 is high; other values are refused.
 *   <li>Floats within [0, 1]: fractions, 0 is low, 1 is high.
 *   <li>Other floats within [low, high]: taken as they are.
 *   <li>Other floats within [0, 255]: as bytes.
 *   <li>Anything else is refused.
 * </ul>
 */
final class RangeMapping {
    /** Rounding that a value may stray outside its range, as a part of the range's width. */
    private static final double SLACK = 1e-3;

    private RangeMapping() {}

    /**
     * Maps values in place.
     *
     * @param values finite; modified
     * @return what was done, in words
     */
    static String apply(
            float[] values, ElementType.Kind kind, ReferenceOptions options, String name)
            throws ReferenceException {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double slack = SLACK * (options.high() - options.low());
        boolean fractions = least >= -SLACK && most <= 1 + SLACK;
        if (kind == ElementType.Kind.BOOL || (kind == ElementType.Kind.FLOAT && fractions)) {
            return scale(values, 1, options);
        }
        if (kind == ElementType.Kind.FLOAT
                && least >= options.low() - slack
                && most <= options.high() + slack) {
            return "taken as they are";
        }
        if (least >= 0 && most <= 255) {
            return scale(values, 255, options);
        }
        throw new ReferenceException(
                String.format(
                        Locale.ROOT,
                        "%s: expected bytes 0..255, fractions 0..1 or the checkpoint's range"
                                + " [%s, %s], found values from %s to %s; store the data in one of"
                                + " these, or correct the card's data range",
                        name,
                        options.low(),
                        options.high(),
                        least,
                        most));
    }

    private static String scale(float[] values, double full, ReferenceOptions options) {
        if (full == 1 && options.low() == 0 && options.high() == 1) {
            return "taken as they are";
        }
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    (float) (options.low() + values[i] / full * (options.high() - options.low()));
        }
        return String.format(
                Locale.ROOT, "0..%.0f mapped to [%s, %s]", full, options.low(), options.high());
    }
}
