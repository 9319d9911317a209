// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.util.List;
import java.util.Optional;

/**
 * How a checkpoint was trained.
 *
 * @param data the training data: what, and which part of it
 * @param dataSha256 the SHA-256 of the file of the training data, where there is one
 * @param commands the commands that train and export it, run in model-zoo/training
 * @param curve the loss along the way
 */
public record Training(
        String data, Optional<String> dataSha256, List<String> commands, List<Point> curve) {

    /**
     * Copies the lists.
     *
     * @param data the training data: what, and which part of it
     * @param dataSha256 the SHA-256 of the file of the training data, where there is one
     * @param commands the commands that train and export it, run in model-zoo/training
     * @param curve the loss along the way
     */
    public Training {
        commands = List.copyOf(commands);
        curve = List.copyOf(curve);
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
