// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.shift.PerturbationKind;
import org.scorefield.evaluation.support.shift.SupportShift;
import org.scorefield.evaluation.support.tangent.AnalyticFrames;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** The whole evaluation on a circle in the plane, whose tangents are known. */
class SupportEvaluatorTest {
    private static final RectifiedFlow SCHEDULE = new RectifiedFlow();

    /** End at sigma / alpha = 0.05, three times the distance of neighbouring points. */
    private static final double END = SCHEDULE.time(0.05);

    private static final SupportOptions SMALL =
            SupportOptions.DEFAULT
                    .withSamples(6)
                    .withBatchSize(4)
                    .withPath(
                            new SupportOptions.Path(
                                    SupportProcess.HEUN,
                                    OptionalInt.of(30),
                                    OptionalDouble.of(END)));

    private NDManager manager;
    private Empirical circle;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        double[][] points = new double[400][];
        for (int i = 0; i < points.length; i++) {
            double angle = 2 * Math.PI * i / points.length;
            points[i] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        circle = Empirical.of(points, manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static final TangentFrames FORMULA =
            new AnalyticFrames(
                    "formula",
                    x -> {
                        double r = Math.hypot(x[0], x[1]);
                        return new double[][] {{-x[1] / r, x[0] / r}};
                    });

    /**
     * A model whose denoiser is off by a vector, with the exact model's schedule.
     *
     * @param exact the model without it
     * @param off the denoiser's error
     */
    private record Off(ReferencePredictor exact, double[] off) implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return exact.schedule();
        }

        @Override
        public int dimension() {
            return exact.dimension();
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            double factor = -SCHEDULE.alpha(t) / SCHEDULE.sigma(t);
            return exact.epsilon(x, t).add(x.getManager().create(off).mul(factor));
        }

        @Override
        public NDManager newManager() {
            return exact.newManager();
        }
    }

    private ReferencePredictor exact() {
        return new ReferencePredictor(circle, SCHEDULE, Predictions.VELOCITY);
    }

    private static FieldModel model(NoisePredictor predictor) {
        return FieldModel.of("test", predictor, Map.of("checkpoint", "test"));
    }

    private SupportEvaluation evaluate(SupportOptions options, NoisePredictor predictor) {
        return new SupportEvaluator(options, List.of(FORMULA))
                .evaluate(model(predictor), circle, ProgressListener.NONE);
    }

    @Test
    void evaluate_theExactModel_isAlignedOnItsCircleAndStays() {
        SupportEvaluation evaluation = evaluate(SMALL, exact());
        SupportFindings findings = evaluation.findings();
        assertThat(findings.dimension().chosen()).isEqualTo(1);
        assertThat(findings.dimension().estimates())
                .extracting(IntrinsicDimension.Estimate::method)
                .containsExactlyInAnyOrder(IntrinsicDimension.Method.values());
        assertThat(findings.alignments())
                .extracting(FrameAlignment::frame)
                .containsExactly("formula", "local PCA", "ridge");
        // D4: the leading left vector is the tangent where starts have rotational symmetry.
        assertThat(evaluation.get(SupportMetrics.LYAPUNOV_ANGLE, "formula")).isLessThan(1e-3);
        assertThat(evaluation.get(SupportMetrics.JACOBIAN_ANGLE, "formula")).isLessThan(1e-3);
        assertThat(evaluation.get(SupportMetrics.GAP)).isPositive();
        assertThat(evaluation.get(SupportMetrics.SCORE_ALIGNMENT, "vector 1")).isLessThan(0.1);
        assertThat(findings.condition()).hasSize(30);
        assertThat(findings.vectors()).hasSize(2);
        assertThat(findings.verdict().kind()).isEqualTo(SupportVerdict.Kind.ON_SUPPORT);
        assertThat(findings.trajectory().complete()).isTrue();
        assertThat(findings.trajectory().samples()).isEqualTo(6);
    }

    @Test
    void evaluate_aDenoiserThatIsOff_leavesTheSupportByThatMuch() {
        double delta = 0.2;
        Off off = new Off(exact(), new double[] {delta, 0});
        SupportEvaluation evaluation = evaluate(SMALL.withDirections(1), off);
        SupportFindings findings = evaluation.findings();
        assertThat(findings.verdict().kind()).isEqualTo(SupportVerdict.Kind.OFF_SUPPORT);
        SupportShift own = findings.shifts().get(0);
        assertThat(own.source()).isEqualTo(SupportShift.Source.OWN);
        assertThat(own.kind()).isEqualTo(PerturbationKind.DENOISER);
        assertThat(own.trend()).isLessThan(0.25);
        // The normal part of delta at a point of the circle: delta / sqrt(2) over all angles.
        assertThat(own.last().normal()).isBetween(0.3 * delta, 1.1 * delta);
        assertThat(findings.warnings()).anyMatch(warning -> warning.contains("differences"));
    }

    @Test
    void evaluate_inOtherBatches_isTheSame() {
        SupportOptions given = SMALL.withDirections(1);
        SupportEvaluation four = evaluate(given, exact());
        SupportEvaluation one = evaluate(given.withBatchSize(1), exact());
        four.asMap()
                .forEach(
                        (metric, value) -> {
                            double other = one.asMap().get(metric);
                            // The own error of the exact model is rounding: its trend is noise.
                            if (Double.isFinite(value) && Math.abs(value) > 1e-9) {
                                assertThat(other)
                                        .as(metric.toString())
                                        .isCloseTo(value, within(1e-6 * Math.abs(value)));
                            }
                        });
    }

    @Test
    void evaluate_withoutTime_isPartialAndSaysSo() {
        SupportEvaluation evaluation =
                evaluate(SMALL.withTimeBudget(Optional.of(Duration.ofNanos(1))), exact());
        assertThat(evaluation.findings().trajectory().complete()).isFalse();
        assertThat(evaluation.findings().trajectory().samples()).isEqualTo(1);
        assertThat(evaluation.findings().warnings())
                .contains("Partial: the time budget ended after 1 of 6 trajectories.");
    }

    @Test
    void evaluate_tribuosExamples_followsTrajectoriesFromThem() {
        double t = 0.5;
        List<Example<Regressor>> examples = examples(t, t, t, t);
        SupportEvaluator evaluator =
                new SupportEvaluator(SMALL.withDirections(1), List.of(FORMULA), circle);
        SupportEvaluation evaluation = evaluator.evaluate(model(exact()), dataset(examples));
        assertThat(evaluation.findings().trajectory().samples()).isEqualTo(4);
        assertThat(evaluation.findings().trajectory().start().t()).isEqualTo(t);
        assertThat(evaluation.getPredictions()).hasSize(4);
        assertThat(evaluation.getProvenance().getModelProvenance()).isNotNull();
        assertThat(evaluation.toString()).contains("LYAPUNOV_ANGLE", "formula");
    }

    @Test
    void evaluate_examplesOfSeveralTimes_areRefused() {
        SupportEvaluator evaluator = new SupportEvaluator(SMALL, List.of(), circle);
        assertThatThrownBy(() -> evaluator.evaluate(model(exact()), dataset(examples(0.5, 0.6))))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("states of one time")
                .hasMessageContaining("found 2 times");
        assertThatThrownBy(
                        () ->
                                new SupportEvaluator(SMALL)
                                        .evaluate(model(exact()), dataset(examples(0.5))))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("expected a distribution given at construction");
    }

    @Test
    void evaluate_whatDoesNotFit_isRefusedInOneSentence() {
        assertThatThrownBy(() -> evaluate(SMALL.withVectors(3), exact()))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                        "vectors: expected at most the 2 numbers of a sample, found 3; ask for"
                                + " fewer");
        assertThatThrownBy(() -> evaluate(SMALL.withDirections(2), exact()))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("directions: expected fewer than the 2 numbers");
        ReferenceData wrong =
                ReferenceData.of(new float[] {1, 2, 3, 4, 5, 7}, new long[] {3}, "three");
        assertThatThrownBy(
                        () ->
                                new SupportEvaluator(SMALL)
                                        .evaluate(model(exact()), wrong, ProgressListener.NONE))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("reference: expected 2 numbers in a sample, found 3");
    }

    @Test
    void evaluate_aModelThatDiverges_saysAtWhichStepAndLevel() {
        Off wild = new Off(exact(), new double[] {1e308, 1e308});
        assertThatThrownBy(() -> evaluate(SMALL.withDirections(1), wild))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("finite")
                .hasMessageContaining("t = ");
    }

    private static List<Example<Regressor>> examples(double... times) {
        List<Example<Regressor>> examples = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            Regressor noise = new Regressor(FieldModel.names(2), new double[2]);
            ArrayExample<Regressor> example = new ArrayExample<>(noise);
            FieldModel.features(new double[] {0.4 + 0.1 * i, 0.3}, times[i])
                    .forEach((name, value) -> example.add(name, value));
            examples.add(example);
        }
        return examples;
    }

    private static MutableDataset<Regressor> dataset(List<Example<Regressor>> examples) {
        RegressionFactory factory = new RegressionFactory();
        return new MutableDataset<>(
                examples, new SimpleDataSourceProvenance("test", factory), factory);
    }
}
