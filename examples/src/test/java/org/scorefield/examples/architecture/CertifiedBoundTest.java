// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.score.ScoreErrorEvaluator;
import org.scorefield.evaluation.score.ScoreErrorOptions;
import org.scorefield.evaluation.score.estimate.ClassEstimate;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.examples.SharedFolder;

/**
 * What the score error certifies of a training trajectory of a real network, against the best
 * single class of spec score-error section 5. Two rows by default, all six with {@code
 * -Dscorefield.table=full}. The counterpart that needs no file is the coverage test of the
 * evaluators.
 */
@Tag("shared")
class CertifiedBoundTest {

    /** A row: training epoch, step of 1000, largest entry of the orientation table. */
    private record Row(int epoch, int step, double best) {}

    static Stream<Row> rows() {
        Stream<Row> reduced = Stream.of(new Row(20, 20, 0.95), new Row(0, 100, 5.89));
        return "full".equals(System.getProperty("scorefield.table"))
                ? Stream.concat(
                        reduced,
                        Stream.of(
                                new Row(0, 20, 73.4),
                                new Row(0, 300, 2.83),
                                new Row(0, 600, 1.53),
                                new Row(400, 20, 0.46)))
                : reduced;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void lowerBound_ofRealNetwork_isAboveEverySingleClass(Row row) throws Exception {
        Path file =
                SharedFolder.require(
                        String.format(
                                "checkpoints/ddpm-mnist/ddpm_checkpoint_0001_%04d.pt",
                                row.epoch()));
        Path images = SharedFolder.require("data/mnist-t10k/t10k-images-idx3-ubyte.gz");
        try (DiffusionModel model = DiffusionModel.load(file, ExampleNetwork.card("ddpm-mnist"))) {
            ReferenceData data =
                    ReferenceReader.read(
                            images, ReferenceOptions.of(model.dataShape(), model.dataRange()));
            ScoreErrorOptions options =
                    ScoreErrorOptions.DEFAULT
                            .withTimes(List.of(row.step() / 1000.0))
                            .withSamples(4096)
                            .withBatchSize(128);
            GradientEstimate gradient =
                    new ScoreErrorEvaluator(options)
                            .evaluate(
                                    FieldModel.of(
                                            "ddpm-mnist", new DiffusionPredictor(model), Map.of()),
                                    data,
                                    ProgressListener.NONE)
                            .levels()
                            .get(0)
                            .gradient();
            System.out.printf(
                    "epoch %d, step %d: %.3f +- %.3f, at least %.3f%n%s%n",
                    row.epoch(),
                    row.step(),
                    gradient.value(),
                    gradient.standardError(),
                    gradient.lowerBound(),
                    gradient.classes());
            assertThat(gradient.lowerBound()).as("%s", row).isGreaterThan(row.best());
            double single =
                    gradient.classes().stream()
                            .filter(one -> !one.testFunctions().startsWith("union"))
                            .mapToDouble(ClassEstimate::value)
                            .max()
                            .orElseThrow();
            // By combination, not by a larger class: above the best of them beyond its error.
            assertThat(gradient.lowerBound()).as("%s", row).isGreaterThan(single);
        }
    }
}
