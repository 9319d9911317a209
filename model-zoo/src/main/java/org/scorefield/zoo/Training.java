// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a checkpoint was trained.
 *
 * @param data what it was trained on
 * @param commands the commands that train and export it, run in model-zoo/training
 * @param curve the loss along the way
 */
public record Training(Data data, List<String> commands, List<Point> curve) {

    /**
     * Copies the lists.
     *
     * @param data what it was trained on
     * @param commands the commands that train and export it, run in model-zoo/training
     * @param curve the loss along the way
     */
    public Training {
        commands = List.copyOf(commands);
        curve = List.copyOf(curve);
    }

    /**
     * The training data: a part of a file, or drawn from a distribution as training goes on.
     *
     * @param description what, and which part of it
     * @param fileSha256 the SHA-256 of the file, where there is one
     * @param splitSha256 the SHA-256 of the part that was trained on, where there is a file: of the
     *     grey levels of its images, one byte each, image by image and row by row
     * @param seed of the random numbers that draw the data, where there is no file
     */
    public record Data(
            String description,
            Optional<String> fileSha256,
            Optional<String> splitSha256,
            OptionalLong seed) {

        /**
         * Refuses data that cannot be had again: without a hash of the split, and without seed.
         *
         * @param description what, and which part of it
         * @param fileSha256 the SHA-256 of the file, where there is one
         * @param splitSha256 the SHA-256 of the part that was trained on, where there is a file: of
         *     the grey levels of its images, one byte each, image by image and row by row
         * @param seed of the random numbers that draw the data, where there is no file
         */
        public Data {
            if (splitSha256.isEmpty() && seed.isEmpty()) {
                throw new IllegalArgumentException(
                        "data: expected splitSha256, or seed where the data are drawn, found"
                                + " neither for "
                                + description
                                + "; add one to the entry");
            }
        }
    }

    /**
     * A point of the loss curve.
     *
     * @param step steps of the optimiser so far
     * @param seconds wall-clock time so far
     * @param loss the mean training loss since the point before
     */
    public record Point(int step, double seconds, double loss) {}
}
