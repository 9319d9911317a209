// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * Follows samples to the ridge of a reference and says what became of them.
 *
 * @param reference the distribution whose ridge it is: training data, held-out data or a known one
 * @param training the points that a sample can have been memorised from
 * @param options tangent directions, radius and how to look
 */
public record RidgeWatch(
        ReferenceDistribution reference, Empirical training, RidgeOptions options) {

    /**
     * Checks the dimensions.
     *
     * @param reference the distribution whose ridge it is: training data, held-out data or a known
     *     one
     * @param training the points that a sample can have been memorised from
     * @param options tangent directions, radius and how to look
     */
    public RidgeWatch {
        if (reference.dimension() != training.dimension()) {
            throw new IllegalArgumentException(
                    String.format(
                            "training: expected points of %d numbers as the reference, found %d;"
                                    + " give both in one space",
                            reference.dimension(), training.dimension()));
        }
    }

    /**
     * An evaluator for training data: their own ridge.
     *
     * @param training the data, whose ridge it is and from which samples can be memorised
     * @param options ridge, watch and projection
     * @return the evaluator
     */
    public static RidgeWatch of(Empirical training, RidgeOptions options) {
        return new RidgeWatch(training, training, options);
    }

    /**
     * A recorder for a process of any kind.
     *
     * @param model the model whose samples they are; asked once an entry
     * @param schedule its alpha and sigma
     * @return the recorder, empty
     */
    public RidgeRecorder recorder(Denoiser model, NoiseSchedule schedule) {
        return new RidgeRecorder(this, model, schedule);
    }

    /**
     * Runs a sampler and records it.
     *
     * @param sampler model, schedule, process and grid
     * @param start states at the grid's beginning, {@code [n, *shape]}; not modified
     * @param sampling seed and batches
     * @return the ledger
     * @throws org.scorefield.evaluation.EvaluationException if no state has a defined frame
     */
    public RidgeLedger run(Sampler sampler, NDArray start, SamplingOptions sampling) {
        RidgeRecorder recorder = recorder(sampler.denoiser(), sampler.schedule());
        sampler.run(start, sampling, recorder).close();
        return recorder.ledger();
    }
}
