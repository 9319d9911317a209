// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Levels;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * Circles about the origin of a plane of R^D, equally likely, uniform in angle and without
 * thickness: the data of the experiment, with exact densities at every noise level above 0.
 *
 * <p>With p = P^T x the state in the plane, rho = |p|, h its distance from the plane, and k_i =
 * alpha r_i rho / sigma^2 for the circle of radius r_i:
 *
 * <pre>
 *   log p(x) = lse_i [-((rho - alpha r_i)^2 + h^2) / (2 sigma^2) + log(exp(-k_i) I0(k_i))]
 *              - log m - D log sigma - (D/2) log 2 pi
 *   E[x0 | x] = P p (alpha / sigma^2) sum_i w_i r_i^2 I1(k_i) / (k_i I0(k_i))
 *   s = (alpha E[x0 | x] - x) / sigma^2
 * </pre>
 *
 * <p>w_i is the softmax over the m circles. With A = I1 / I0 and A' its derivative, Cov[x0 | x] has
 * the eigenvalues sum_i w_i (r_i^2 A'(k_i) + (r_i A(k_i) - |E[x0 | x]|)^2) along p and sum_i w_i
 * r_i^2 A(k_i) / k_i across it. Immutable.
 */
final class ConcentricCircles implements ReferenceDistribution {

    private static final double RESOLUTION = 1e3;

    private final double[] radii;

    /** P^T, [2][D]. */
    private final double[][] plane;

    /**
     * Circles in a plane.
     *
     * @param embedding P, [D][2] with orthonormal columns; copied
     * @param radii of the circles, positive; copied
     */
    ConcentricCircles(double[][] embedding, double... radii) {
        this.radii = radii.clone();
        this.plane = new double[2][embedding.length];
        for (int i = 0; i < embedding.length; i++) {
            plane[0][i] = embedding[i][0];
            plane[1][i] = embedding[i][1];
        }
        double error =
                Math.abs(dot(plane[0], plane[0]) - 1)
                        + Math.abs(dot(plane[1], plane[1]) - 1)
                        + Math.abs(dot(plane[0], plane[1]));
        if (!(error < 1e-6)) {
            throw new IllegalArgumentException(
                    "embedding: expected orthonormal columns, found them off by "
                            + error
                            + "; orthonormalise them");
        }
    }

    /**
     * The circles on which given points lie: their plane by Gram and Schmidt, their radii as the
     * distances from the origin that differ by more than a thousandth.
     *
     * @param points on circles about the origin, without noise
     */
    static ConcentricCircles through(ReferenceData points) {
        double[] first = unit(row(points, 0));
        double[] second = new double[first.length];
        for (int i = 1; i < points.count(); i++) {
            double[] rest = row(points, i);
            double along = dot(rest, first);
            Arrays.setAll(rest, k -> rest[k] - along * first[k]);
            second = dot(rest, rest) > dot(second, second) ? rest : second;
        }
        double[] across = unit(second);
        double again = dot(across, first);
        Arrays.setAll(across, k -> across[k] - again * first[k]);
        double[] orthogonal = unit(across);
        double[][] embedding = new double[first.length][];
        Arrays.setAll(embedding, k -> new double[] {first[k], orthogonal[k]});
        double[] radii =
                IntStream.range(0, points.count())
                        .mapToDouble(i -> Math.sqrt(dot(row(points, i), row(points, i))))
                        .map(r -> Math.round(r * RESOLUTION) / RESOLUTION)
                        .distinct()
                        .sorted()
                        .toArray();
        return new ConcentricCircles(embedding, radii);
    }

    /** The radii, ascending as given. A copy. */
    double[] radii() {
        return radii.clone();
    }

    /**
     * The distance of each state to the nearest circle, sqrt(h^2 + min_i (rho - r_i)^2).
     *
     * @param x states, [n, D] FLOAT64. Not modified
     * @return [n], in the units of the data
     */
    double[] distances(NDArray x) {
        return Arrays.stream(inPlane(x)).mapToDouble(s -> Math.hypot(s.h(), miss(s))).toArray();
    }

    /**
     * The same for the states' projections to the plane: min_i |rho - r_i|.
     *
     * @param x states, [n, D] FLOAT64. Not modified
     * @return [n], in the units of the data
     */
    double[] distancesInPlane(NDArray x) {
        return Arrays.stream(inPlane(x)).mapToDouble(this::miss).toArray();
    }

    /**
     * The part of states that are nearer to the largest circle than to any other; 1 / m of the data
     * are.
     *
     * @param x states, [n, D] FLOAT64. Not modified
     * @return in [0, 1]
     */
    double outermost(NDArray x) {
        double largest = Arrays.stream(radii).max().orElseThrow();
        return Arrays.stream(inPlane(x))
                .mapToDouble(s -> Math.abs(s.rho() - largest) <= miss(s) ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private double miss(State state) {
        return Arrays.stream(radii).map(r -> Math.abs(state.rho() - r)).min().orElseThrow();
    }

    @Override
    public int dimension() {
        return plane[0].length;
    }

    @Override
    public NDArray logDensity(NDArray x, double alpha, double sigma) {
        return logDensity(x, same(x, alpha, sigma)).squeeze(1);
    }

    @Override
    public NDArray score(NDArray x, double alpha, double sigma) {
        return score(x, same(x, alpha, sigma)).squeeze(1);
    }

    @Override
    public NDArray denoiser(NDArray x, double alpha, double sigma) {
        return denoiser(x, same(x, alpha, sigma)).squeeze(1);
    }

    @Override
    public NDArray hessianProduct(NDArray x, NDArray v, double alpha, double sigma) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray covariance = covarianceProduct(x, v, alpha, sigma);
            covariance.attach(scope);
            NDArray product = covariance.sub(v).div(sigma * sigma);
            product.attach(x.getManager());
            return product;
        }
    }

    @Override
    public NDArray covarianceProduct(NDArray x, NDArray v, double alpha, double sigma) {
        State[] states = inPlane(x);
        double[] directions = new double[2 * states.length];
        double[] excess = new double[states.length];
        double[] across = new double[states.length];
        for (int i = 0; i < states.length; i++) {
            State s = states[i];
            directions[2 * i] = s.rho() > 0 ? s.p0() / s.rho() : 1;
            directions[2 * i + 1] = s.rho() > 0 ? s.p1() / s.rho() : 0;
            Mean mean = mean(s, alpha, sigma);
            across[i] = mean.across();
            excess[i] = mean.along() - mean.across();
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray p = scope.create(plane);
            Shape column = new Shape(states.length, 1);
            NDArray flat = inside(v, scope).matMul(p.transpose());
            NDArray e = scope.create(directions, new Shape(states.length, 2));
            NDArray along = flat.mul(e).sum(new int[] {-1}, true);
            NDArray product =
                    flat.mul(scope.create(across, column))
                            .add(e.mul(along).mul(scope.create(excess, column)))
                            .matMul(p)
                            .mul(alpha * alpha / (sigma * sigma));
            product.attach(x.getManager());
            return product;
        }
    }

    @Override
    public NDArray logDensity(NDArray x, Levels levels) {
        State[] states = inPlane(x);
        double[][] alpha = levels.alpha();
        double[][] sigma = levels.sigma();
        int m = levels.each();
        double[] logs = new double[states.length * m];
        for (int i = 0; i < states.length; i++) {
            for (int j = 0; j < m; j++) {
                logs[i * m + j] = mean(states[i], alpha[i][j], sigma[i][j]).logDensity();
            }
        }
        return x.getManager().create(logs, new Shape(states.length, m));
    }

    @Override
    public NDArray score(NDArray x, Levels levels) {
        double[][] alpha = levels.alpha();
        double[][] sigma = levels.sigma();
        double[] a = new double[alpha.length * levels.each()];
        double[] precision = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = alpha[i / levels.each()][i % levels.each()];
            double s = sigma[i / levels.each()][i % levels.each()];
            precision[i] = 1 / (s * s);
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            Shape shape = new Shape(alpha.length, levels.each(), 1);
            NDArray denoiser = denoiser(x, levels);
            denoiser.attach(scope);
            NDArray score =
                    denoiser.mul(scope.create(a, shape))
                            .sub(inside(x, scope).expandDims(1))
                            .mul(scope.create(precision, shape));
            score.attach(x.getManager());
            return score;
        }
    }

    @Override
    public NDArray denoiser(NDArray x, Levels levels) {
        State[] states = inPlane(x);
        double[][] alpha = levels.alpha();
        double[][] sigma = levels.sigma();
        int m = levels.each();
        double[] denoised = new double[states.length * m * 2];
        for (int i = 0; i < states.length; i++) {
            for (int j = 0; j < m; j++) {
                double s = sigma[i][j];
                double factor = alpha[i][j] / (s * s) * mean(states[i], alpha[i][j], s).across();
                denoised[2 * (i * m + j)] = factor * states[i].p0();
                denoised[2 * (i * m + j) + 1] = factor * states[i].p1();
            }
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray inPlane = scope.create(denoised, new Shape(states.length * (long) m, 2));
            NDArray all =
                    inPlane.matMul(scope.create(plane)).reshape(states.length, m, dimension());
            all.attach(x.getManager());
            return all;
        }
    }

    @Override
    public NDArray sample(int n, RandomGenerator random, NDManager manager) {
        double[] flat = new double[n * dimension()];
        for (int i = 0; i < n; i++) {
            double radius = radii[random.nextInt(radii.length)];
            double angle = 2 * Math.PI * random.nextDouble();
            double p0 = radius * Math.cos(angle);
            double p1 = radius * Math.sin(angle);
            for (int j = 0; j < dimension(); j++) {
                flat[i * dimension() + j] = p0 * plane[0][j] + p1 * plane[1][j];
            }
        }
        return manager.create(flat, new Shape(n, dimension()));
    }

    /** A state as the circles see it: its coordinates in the plane, and its distance h from it. */
    private record State(double p0, double p1, double h) {
        double rho() {
            return Math.hypot(p0, p1);
        }
    }

    /** The log density, and Cov[x0 | x] along and across the state in the plane. */
    private record Mean(double logDensity, double along, double across) {}

    private Mean mean(State state, double alpha, double sigma) {
        double variance = sigma * sigma;
        double rho = state.rho();
        int m = radii.length;
        double[] weights = new double[m];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < m; i++) {
            double miss = rho - alpha * radii[i];
            weights[i] =
                    Bessel.logScaledI0(alpha * radii[i] * rho / variance)
                            - (miss * miss + state.h() * state.h()) / (2 * variance);
            best = Math.max(best, weights[i]);
        }
        double sum = 0;
        for (int i = 0; i < m; i++) {
            weights[i] = Math.exp(weights[i] - best);
            sum += weights[i];
        }
        double[] lengths = new double[m];
        double length = 0;
        double along = 0;
        double across = 0;
        for (int i = 0; i < m; i++) {
            double weight = weights[i] / sum;
            double square = radii[i] * radii[i];
            double k = alpha * radii[i] * rho / variance;
            double ratio = Bessel.ratio(k);
            lengths[i] = radii[i] * k * ratio;
            length += weight * lengths[i];
            along += weight * square * Bessel.slope(k);
            across += weight * square * ratio;
        }
        for (int i = 0; i < m; i++) {
            along += weights[i] / sum * (lengths[i] - length) * (lengths[i] - length);
        }
        double logDensity =
                best
                        + Math.log(sum / m)
                        - dimension() * (Math.log(sigma) + Math.log(2 * Math.PI) / 2);
        return new Mean(logDensity, along, across);
    }

    private State[] inPlane(NDArray x) {
        if (x.getDataType() != DataType.FLOAT64
                || x.getShape().dimension() != 2
                || x.getShape().get(1) != dimension()) {
            throw new IllegalArgumentException(
                    "x: expected FLOAT64 states of shape [n, "
                            + dimension()
                            + "], found "
                            + x.getDataType()
                            + " "
                            + x.getShape()
                            + "; give one state a row");
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray states = inside(x, scope);
            NDArray p = scope.create(plane);
            NDArray inside = states.matMul(p.transpose());
            double[] coordinates = inside.toDoubleArray();
            double[] squares =
                    states.sub(inside.matMul(p)).square().sum(new int[] {1}).toDoubleArray();
            State[] all = new State[squares.length];
            for (int i = 0; i < all.length; i++) {
                all[i] =
                        new State(
                                coordinates[2 * i],
                                coordinates[2 * i + 1],
                                dimension() == 2 ? 0 : Math.sqrt(squares[i]));
            }
            return all;
        }
    }

    private static Levels same(NDArray x, double alpha, double sigma) {
        double[][] a = new double[Math.toIntExact(x.getShape().get(0))][1];
        double[][] s = new double[a.length][1];
        for (int i = 0; i < a.length; i++) {
            a[i][0] = alpha;
            s[i][0] = sigma;
        }
        return new Levels(a, s);
    }

    /** The same values, owned by the scope, so that what is computed from them is too. */
    private static NDArray inside(NDArray array, NDManager scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    private static double[] row(ReferenceData points, int i) {
        double[] row = new double[points.dimension()];
        Arrays.setAll(row, k -> points.value(i, k));
        return row;
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(dot(v, v));
        return Arrays.stream(v).map(x -> x / length).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
