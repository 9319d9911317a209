// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.reference.density.ReferencePredictor;

/**
 * What is added to a model to see where its samples go.
 *
 * <p>Whatever is perturbed, a process asks the denoiser, so each is told as the error chi_D of the
 * denoiser that it is ({@link PerturbationKind#inDenoiser}).
 */
public sealed interface Perturbation {

    /** Dimensions up to which {@link #own(ReferenceDistribution)} takes exact divergences. */
    int EXACT = 16;

    /**
     * A direction of length 1 at random for each sample, the same at all levels.
     *
     * @param kind what is perturbed: score, denoiser or velocity
     * @return the perturbation
     */
    static Perturbation random(PerturbationKind kind) {
        return new Random(kind);
    }

    /**
     * The checkpoint's denoiser less the reference's; divergences exact for up to {@link #EXACT}
     * numbers, by two probes of Hutchinson's estimate beyond.
     *
     * @param reference the distribution that the checkpoint should have learned
     * @return the perturbation
     */
    static Perturbation own(ReferenceDistribution reference) {
        return new Own(
                reference,
                reference.dimension() <= EXACT ? Divergence.exact() : Divergence.hutchinson(2));
    }

    /** {@return what columns call it} */
    String label();

    /** {@return where it comes from} */
    SupportShift.Source source();

    /** {@return its length, where it has the same at all samples and levels} */
    OptionalDouble length();

    /**
     * chi_D.
     *
     * @param at where
     * @return {@code [n, D]}, in units of the denoiser, owned by the manager of {@code at.x()}
     */
    NDArray ofDenoiser(At at);

    /**
     * The divergence of chi_D.
     *
     * @param at where
     * @param denoiser the model's, with Jacobian products
     * @param options seed and number of the first sample, for an estimate's probes
     * @return [n], without unit
     */
    double[] divergence(At at, TimedField denoiser, SamplingOptions options);

    /**
     * Where a perturbation is asked.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param denoised the model's denoiser there, {@code [n, D]}; not modified
     * @param t time, 1 = noise
     * @param schedule alpha and sigma
     * @param directions one of length 1 a sample, {@code [n, D]}, in the manager of x; not modified
     */
    record At(NDArray x, NDArray denoised, double t, NoiseSchedule schedule, NDArray directions) {}

    /**
     * A direction of length 1 at random.
     *
     * @param kind what it is added to
     */
    record Random(PerturbationKind kind) implements Perturbation {

        @Override
        public String label() {
            return "random " + kind.label();
        }

        @Override
        public SupportShift.Source source() {
            return SupportShift.Source.RANDOM;
        }

        @Override
        public OptionalDouble length() {
            return OptionalDouble.of(1);
        }

        @Override
        public NDArray ofDenoiser(At at) {
            return at.directions().mul(kind.inDenoiser(at.schedule(), at.t()));
        }

        @Override
        public double[] divergence(At at, TimedField denoiser, SamplingOptions options) {
            return new double[Math.toIntExact(at.x().getShape().get(0))];
        }
    }

    /**
     * One vector for all samples and levels.
     *
     * @param kind what it is added to
     * @param vector [D], in units of what is perturbed; copied
     */
    record Given(PerturbationKind kind, double[] vector) implements Perturbation {

        /**
         * Copies.
         *
         * @param kind what it is added to
         * @param vector [D], in units of what is perturbed; copied
         */
        public Given {
            vector = vector.clone();
        }

        /** {@return the direction, [D], in units of what is perturbed} A copy. */
        @Override
        public double[] vector() {
            return vector.clone();
        }

        @Override
        public String label() {
            return "given " + kind.label();
        }

        @Override
        public SupportShift.Source source() {
            return SupportShift.Source.RANDOM;
        }

        @Override
        public OptionalDouble length() {
            return OptionalDouble.of(Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum()));
        }

        @Override
        public NDArray ofDenoiser(At at) {
            double factor = kind.inDenoiser(at.schedule(), at.t());
            return at.x().zerosLike().add(at.x().getManager().create(vector).mul(factor));
        }

        @Override
        public double[] divergence(At at, TimedField denoiser, SamplingOptions options) {
            return new double[Math.toIntExact(at.x().getShape().get(0))];
        }
    }

    /**
     * The checkpoint's own error.
     *
     * @param reference the distribution that it should have learned
     * @param divergence how its divergence is computed
     */
    record Own(ReferenceDistribution reference, Divergence divergence) implements Perturbation {

        @Override
        public String label() {
            return "own";
        }

        @Override
        public SupportShift.Source source() {
            return SupportShift.Source.OWN;
        }

        @Override
        public OptionalDouble length() {
            return OptionalDouble.empty();
        }

        @Override
        public NDArray ofDenoiser(At at) {
            double alpha = at.schedule().alpha(at.t());
            double sigma = at.schedule().sigma(at.t());
            return at.denoised().sub(reference.denoiser(at.x(), alpha, sigma));
        }

        @Override
        public double[] divergence(At at, TimedField denoiser, SamplingOptions options) {
            TimedField exact =
                    new ReferencePredictor(reference, at.schedule(), Predictions.EPSILON)
                            .field(Quantity.DENOISER);
            double[][] ofModel = divergence.of(denoiser.at(at.t()), at.x(), options);
            double[][] ofReference = divergence.of(exact.at(at.t()), at.x(), options);
            double[] difference = new double[ofModel.length];
            Arrays.setAll(
                    difference,
                    i ->
                            Arrays.stream(ofModel[i]).average().orElseThrow()
                                    - Arrays.stream(ofReference[i]).average().orElseThrow());
            return difference;
        }
    }
}
