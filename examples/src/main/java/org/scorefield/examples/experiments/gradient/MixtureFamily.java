// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.BetaSchedule;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.score.kl.KlPath;

/**
 * Gaussian mixtures whose exact scores are perturbed by a gradient field and a solenoidal field of
 * known sizes.
 */
final class MixtureFamily implements Family {

    private static final int WAVES = 4;
    private static final int LEVELS = 16;
    private static final int PATH_SAMPLES = 4000;

    private final String name;
    private final GaussianMixture truth;
    private final NoiseSchedule schedule =
            DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
    private final ClaimOptions options;
    private final double[] sizes;

    /**
     * The family of a mixture of {@code 3 + D / 2} components in D dimensions.
     *
     * @param dimension D, at least 2
     * @param options samples, steps and seed
     * @param sizes of both parts, at least 0: half the squared norm, integrated over log SNR, in
     *     nats; copied
     */
    MixtureFamily(int dimension, ClaimOptions options, double... sizes) {
        this.name = "mixture-" + dimension + "d";
        this.options = options;
        this.sizes = sizes.clone();
        this.truth = mixture(dimension, new SplittableRandom(options.seed()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "A Gaussian mixture in %d dimensions with %d components. Model gG-sS: the exact score"
                        + " plus a gradient field of G nats plus a solenoidal field of S nats."
                        + " gradient, solenoidal and total errors are exact up to Monte Carlo;"
                        + " estimate is what the evaluator finds of the gradient error from noised"
                        + " data.",
                truth.dimension(),
                truth.components());
    }

    @Override
    public List<String> models() {
        return DoubleStream.of(sizes)
                .boxed()
                .flatMap(g -> DoubleStream.of(sizes).mapToObj(s -> "g" + g + "-s" + s))
                .toList();
    }

    @Override
    public Map<String, Double> errors(String model) {
        double g = gradientSize(model);
        double s = solenoidalSize(model);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, Double> errors = new LinkedHashMap<>();
            errors.put("gradient", g);
            errors.put("solenoidal", s);
            errors.put("total", g + s);
            errors.put(
                    "estimate",
                    Estimates.of(perturbed(model, manager), heldOut(manager), options).gradient());
            return errors;
        }
    }

    @Override
    public Map<String, Double> qualities(String model) {
        RandomGenerator random = random(model, 2);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray samples = samples(perturbed(model, manager), manager, random);
            NDArray data = noised(0, options.samples(), random, manager);
            return Qualities.of(samples, data, random.nextLong());
        }
    }

    private double gradientSize(String model) {
        return sizes[models().indexOf(model) / sizes.length];
    }

    private double solenoidalSize(String model) {
        return sizes[models().indexOf(model) % sizes.length];
    }

    /** A generator of the model's own, for one purpose. */
    private RandomGenerator random(String model, int purpose) {
        return new SplittableRandom(
                new SplittableRandom(options.seed() + 1000L * purpose + models().indexOf(model))
                        .nextLong());
    }

    private PerturbedMixture perturbed(String model, NDManager manager) {
        RandomGenerator random = random(model, 1);
        Ripples potential = new Ripples(WAVES, truth.dimension(), random);
        double[] rotation = rotation(truth.dimension(), random);
        double[] norms =
                norms(
                        new PerturbedMixture(truth, schedule, potential, rotation, 1, 1),
                        manager,
                        random);
        return new PerturbedMixture(
                truth,
                schedule,
                potential,
                rotation,
                Math.sqrt(gradientSize(model) / norms[0]),
                Math.sqrt(solenoidalSize(model) / norms[1]));
    }

    /** Half the squared norms of both unit perturbations along the path, in nats. */
    private double[] norms(PerturbedMixture unit, NDManager manager, RandomGenerator random) {
        List<NoiseLevel> levels = NoiseLevel.spread(schedule, LEVELS);
        double[] gradient = new double[levels.size()];
        double[] solenoidal = new double[levels.size()];
        for (int i = 0; i < gradient.length; i++) {
            double t = levels.get(i).t();
            try (NDManager level = manager.newSubManager()) {
                NDArray x = noised(t, PATH_SAMPLES, random, level);
                gradient[i] = squaredNorm(unit.gradientPart(x));
                solenoidal[i] = squaredNorm(unit.solenoidalPart(unit.exact(x, t)));
            }
        }
        KlPath path = KlPath.of(schedule, levels);
        double[] exact = new double[levels.size()];
        return new double[] {
            path.integrate(gradient, exact).nats(), path.integrate(solenoidal, exact).nats()
        };
    }

    /** Data for the evaluator, the same for every model. */
    private ReferenceData heldOut(NDManager manager) {
        RandomGenerator random = new SplittableRandom(options.seed() - 1);
        double[] values = truth.sample(options.evaluated(), random, manager).toDoubleArray();
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return ReferenceData.of(single, new long[] {truth.dimension()}, name);
    }

    private static double squaredNorm(NDArray field) {
        return field.square().sum(new int[] {1}).mean().getDouble();
    }

    /** The reverse SDE from exact states at t = 1 to t = 0. */
    private NDArray samples(PerturbedMixture model, NDManager manager, RandomGenerator random) {
        TimeGrid grid = TimeGrid.logSnr(schedule, options.steps(), 1, 0);
        Sampler sampler =
                new Sampler(
                        Denoiser.ofEpsilon(schedule, model::epsilon),
                        schedule,
                        ReverseProcess.ANCESTRAL,
                        grid);
        NDArray start = noised(1, options.samples(), random, manager);
        return sampler.run(
                start, SamplingOptions.seed(random.nextLong()).withBatchSize(options.samples()));
    }

    /** Exact states at t. */
    private NDArray noised(double t, int count, RandomGenerator random, NDManager manager) {
        NDArray data = truth.sample(count, random, manager);
        NDArray noise = new NoisePath(random.nextLong()).start(data, 0);
        return data.mul(schedule.alpha(t)).add(noise.mul(schedule.sigma(t)));
    }

    private static GaussianMixture mixture(int dimension, RandomGenerator random) {
        int components = 3 + dimension / 2;
        double[] weights = new double[components];
        double[][] means = new double[components][dimension];
        double[][][] covariances = new double[components][][];
        double total = 0;
        for (int j = 0; j < components; j++) {
            weights[j] = 0.5 + random.nextDouble();
            total += weights[j];
            for (int i = 0; i < dimension; i++) {
                means[j][i] = 1.2 * random.nextGaussian();
            }
            covariances[j] = covariance(dimension, random);
        }
        double sum = total;
        return GaussianMixture.of(
                DoubleStream.of(weights).map(w -> w / sum).toArray(), means, covariances);
    }

    /** 0.02 I + 0.25 G G^T / D with G standard normal: eigenvalues from 0.02 to about 1. */
    private static double[][] covariance(int dimension, RandomGenerator random) {
        double[][] g = new double[dimension][dimension];
        for (double[] row : g) {
            for (int i = 0; i < dimension; i++) {
                row[i] = random.nextGaussian();
            }
        }
        double[][] covariance = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                int row = i;
                int column = j;
                double product =
                        IntStream.range(0, dimension)
                                .mapToDouble(k -> g[row][k] * g[column][k])
                                .sum();
                covariance[i][j] = 0.25 * product / dimension + (i == j ? 0.02 : 0);
            }
        }
        return covariance;
    }

    /** A random antisymmetric matrix, row after row. */
    private static double[] rotation(int dimension, RandomGenerator random) {
        double[] a = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                a[i * dimension + j] = random.nextGaussian();
                a[j * dimension + i] = -a[i * dimension + j];
            }
        }
        return a;
    }
}
