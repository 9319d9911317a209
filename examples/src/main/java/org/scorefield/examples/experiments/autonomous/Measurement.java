// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.examples.experiments.autonomous.Outcome.Process;
import org.scorefield.examples.experiments.autonomous.Outcome.Subject;
import org.scorefield.examples.experiments.autonomous.Outcome.Way;

/**
 * The measurements of one dimension.
 *
 * @param networks those there are
 * @param options counts, steps and seed
 * @param dimension D
 */
record Measurement(Networks networks, CirclesOptions options, int dimension) {

    private static final double[] RANGE = {-1, 1};

    /**
     * Measures a target: its exact field, and its networks, blind and told, as far as there are.
     *
     * @param target what the fields predict
     * @param report where the results go
     * @return whether there are networks of this dimension, without which nothing is measured
     */
    boolean add(Target target, CirclesReport report) throws IOException, ReferenceException {
        List<String> names = networks.names();
        List<String> own = names.stream().filter(name -> name.endsWith("-" + dimension)).toList();
        if (own.isEmpty()) {
            return false;
        }
        Generation generation = new Generation(circles(own.get(0)), options);
        Subject exact = new Subject(Way.EXACT, Process.FLOW, target, dimension);
        if (target == Target.EQUILIBRIUM) {
            // Its exact field is u less that of the sample, so its flow is the sample's.
            report.add(exact(generation, exact.by(Process.DESCENT)));
        } else {
            report.add(exact(generation, exact));
        }
        String blind = "circles-" + target.label() + "-" + dimension;
        if (own.contains(blind)) {
            try (DiffusionModel model = networks.load(blind)) {
                report.add(network(generation, exact.by(Way.BLIND), model));
                if (target == Target.EQUILIBRIUM) {
                    Subject descent = exact.by(Way.BLIND).by(Process.DESCENT);
                    report.add(network(generation, descent, model));
                }
                report.add(GainCurve.of(generation, target, model.blind(Quantity.OUTPUT)));
            }
        } else {
            report.add(GainCurve.of(generation, target, null));
        }
        String told = "circles-told-" + target.label() + "-" + dimension;
        if (own.contains(told)) {
            try (DiffusionModel model = networks.load(told)) {
                report.add(network(generation, exact.by(Way.TOLD), model));
            }
        }
        return true;
    }

    private ConcentricCircles circles(String name) throws IOException, ReferenceException {
        return ConcentricCircles.through(
                ReferenceReader.read(
                        networks.reference(name),
                        ReferenceOptions.of(new long[] {dimension}, RANGE)));
    }

    private static Outcome network(Generation generation, Subject subject, DiffusionModel model) {
        int count = generation.options().samples();
        try (NDManager manager = model.newManager()) {
            NDArray like = manager.zeros(new Shape(1), DataType.FLOAT32);
            NDArray x =
                    subject.process() == Process.FLOW
                            ? generation.flow(model::denoiser, subject.target(), count, like)
                            : generation.descent(model, count, like);
            return outcome(generation, subject, Generation.wide(x));
        }
    }

    private static Outcome exact(Generation generation, Subject subject) {
        int count = generation.options().exactSamples();
        Denoiser denoiser = subject.target().optimal(generation.circles());
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray like = manager.zeros(new Shape(1), DataType.FLOAT64);
            NDArray x =
                    subject.process() == Process.FLOW
                            ? generation.flow(denoiser, subject.target(), count, like)
                            : generation.descent(denoiser, count, like);
            return outcome(generation, subject, x);
        }
    }

    private static Outcome outcome(Generation generation, Subject subject, NDArray x) {
        return Outcome.of(subject, generation.circles(), x, generation.options().distance());
    }
}
