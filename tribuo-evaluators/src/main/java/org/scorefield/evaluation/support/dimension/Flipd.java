// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.variation.Divergence;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * The local intrinsic dimension by the Fokker-Planck equation, FLIPD.
 *
 * <pre>
 *   d(x0) = D + sigma^2 (trace of grad s + |s|^2)             at x = alpha x0
 *         = alpha div E[x0 | x] + |x - alpha E[x0 | x]|^2 / sigma^2
 * </pre>
 *
 * <p>It is D plus d log p(z) / d log h at z = x / alpha, h = sigma / alpha: on the support the
 * density of noised data goes as h^(d - D), so the limit for h -> 0 is the support's dimension at
 * x0. The state is the data point itself, scaled by alpha, <b>without noise</b>: over noised states
 * the mean of trace + |s|^2 is 0 by partial integration, whatever the data, and the formula would
 * say D. The second line, which is computed, does not lose d in the rounding of D. Where a model
 * has learned single points by heart, d is 0 below their distance.
 *
 * <p>Cost a state: D products of the Jacobian with the exact divergence, else one a probe; the
 * variance of a probe is at most 2 d where the Jacobian is a projection. Source: Kamkari, Ross,
 * Hosseinzadeh, Cresswell, Loaiza-Ganem 2024, A geometric view of data complexity: efficient local
 * intrinsic dimension estimation with diffusion models, section 3; spec case D9.
 *
 * @param denoiser E[x0 | x], on states [n, D] FLOAT64
 * @param divergence exact or by probes
 */
public record Flipd(TimedField denoiser, Divergence divergence) {

    /**
     * FLIPD of a model.
     *
     * @param predictor the diffusion model
     * @param divergence how the divergence of the score is computed
     * @return the estimator
     */
    public static Flipd of(NoisePredictor predictor, Divergence divergence) {
        return new Flipd(predictor.field(Quantity.DENOISER), divergence);
    }

    /**
     * Estimates of some points.
     *
     * @param values d, one a point; not finite where the model's numbers are not
     * @param standardErrors from the probes: 0 if exact, NaN for a single probe
     */
    public record Estimates(double[] values, double[] standardErrors) {

        /**
         * Copies.
         *
         * @param values d, one a point; not finite where the model's numbers are not
         * @param standardErrors from the probes: 0 if exact, NaN for a single probe
         */
        public Estimates {
            values = values.clone();
            standardErrors = standardErrors.clone();
        }

        /**
         * {@return the local dimension d, one a point; not finite where the model's numbers are
         * not} A copy.
         */
        @Override
        public double[] values() {
            return values.clone();
        }

        /**
         * {@return the standard error of each from its probes: 0 if exact, NaN for a single probe}
         * A copy.
         */
        @Override
        public double[] standardErrors() {
            return standardErrors.clone();
        }
    }

    /**
     * The dimension at some points.
     *
     * @param points data x0, {@code [n, D]} FLOAT64; not modified
     * @param level noise; the smallest tested is sigma / alpha = 1e-3
     * @param options seed of the probes and number of the first point; all points are one batch
     * @return an estimate a point
     */
    public Estimates at(NDArray points, NoiseLevel level, SamplingOptions options) {
        int n = Math.toIntExact(points.getShape().get(0));
        int columns = divergence.columns();
        try (NDManager scope = points.getManager().newSubManager(points.getDevice())) {
            NDArray own = points.duplicate();
            own.attach(scope);
            NDArray x = own.mul(level.alpha());
            long[] numbers = LongStream.range(0, n).map(i -> options.firstSample() + i).toArray();
            Linearization both =
                    divergence.linearize(
                            denoiser.at(level.t()),
                            x,
                            new Divergence.Probes(options.seed(), numbers));
            NDArray noise = x.sub(both.value().mul(level.alpha())).div(level.sigma());
            double[] squares = noise.square().sum(new int[] {1}).toDoubleArray();
            double[] traces = both.product().toType(DataType.FLOAT64, false).toDoubleArray();
            double[] values = new double[n];
            double[] errors = new double[n];
            for (int i = 0; i < n; i++) {
                double[] probes = Arrays.copyOfRange(traces, i * columns, (i + 1) * columns);
                double mean = Arrays.stream(probes).average().orElseThrow();
                values[i] = level.alpha() * mean + squares[i];
                errors[i] =
                        divergence instanceof Divergence.Exact
                                ? 0
                                : level.alpha() * standardError(probes, mean);
            }
            return new Estimates(values, errors);
        }
    }

    private static double standardError(double[] probes, double mean) {
        int n = probes.length;
        double squares = Arrays.stream(probes).map(v -> (v - mean) * (v - mean)).sum();
        return n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN;
    }
}
