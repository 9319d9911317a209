// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of float64 in a stream: their length, then the numbers. */
final class Numbers {
    private static final int MOST = 1 << 27;

    private Numbers() {}

    static void write(DataOutput out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    static double[] read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new IOException(
                    "statistics: expected a length from 0 to "
                            + MOST
                            + ", found "
                            + length
                            + "; the file is damaged, start the evaluation anew");
        }
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
