// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.TrajectoryObserver;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;

/**
 * A model and a way from noise to images.
 *
 * @param name for files, lower case with hyphens
 * @param title for tables
 * @param generator the way
 * @param drive what drives the flow
 */
record ImageProcess(String name, String title, Generator generator, Drive drive) {

    /** From standard normal noise to images. */
    @FunctionalInterface
    interface Generator {

        /**
         * Generates.
         *
         * @param noise standard normal numbers, [n, *shape]; not modified
         * @param steps number of steps
         * @param observer sees the states
         * @return images, [n, *shape], owned by the manager of {@code noise}
         */
        NDArray generate(NDArray noise, int steps, TrajectoryObserver observer);
    }

    /**
     * What the network predicts and on which path, which gives the gain of the flow.
     *
     * @param schedule the path
     * @param target what the network predicts
     * @param denoiser what its output says of the data at the time of the sampler; empty for a
     *     process that has no time
     */
    record Drive(NoiseSchedule schedule, Prediction target, Optional<Denoiser> denoiser) {}
}
