// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.scorefield.djl.engine.Arguments;
import org.scorefield.djl.engine.Arguments.Directions;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.posterior.PosteriorWeights;

/**
 * A time-conditioned model averaged over the noise posterior: f(u) = sum_i q_i(u) f_theta(u, t_i).
 *
 * <p>For the exact f_t and p(t | u) this is the field that a network without time converges to
 * (spec autonomous-fields, section 1). Only the nodes that carry the posterior are evaluated, in
 * batches; {@link #evaluation} reports them and the mass left out.
 *
 * <p>The Jacobian has the posterior's own derivative in it: with L_i = log p(u | t_i),
 *
 * <pre>
 * J v   = sum_i q_i J_i v   + sum_i q_i (grad L_i . v - sum_j q_j grad L_j . v) f_i
 * J^T w = sum_i q_i J_i^T w + sum_i q_i (f_i . w - sum_j q_j f_j . w) grad L_i
 * </pre>
 *
 * <p>Which nodes are evaluated changes with u in jumps, by which f changes no more than the
 * quadrature's error and the tolerance; between them this is the derivative of {@link #evaluate}.
 * Sums are taken in FLOAT64.
 */
public final class PosteriorMeanField implements VectorField {

    private static final double TOLERANCE = 1e-6;
    private static final int[] NODES = {0};
    private static final int[] NODES_OF_MANY = {1};
    private static final int[] LAST = {-1};

    private final DiffusionModel model;
    private final Quantity quantity;
    private final NoisePosterior posterior;
    private final double tolerance;
    private final Arguments arguments;

    /**
     * The field, leaving out at most a mass of 1e-6.
     *
     * @param model the model, which the caller closes after the field's last use
     * @param quantity what is averaged; it must exist on the whole of the prior's interval
     * @param posterior p(t | u), from reference data or a {@link ResidualNormLikelihood}
     */
    public PosteriorMeanField(DiffusionModel model, Quantity quantity, NoisePosterior posterior) {
        this(model, quantity, posterior, TOLERANCE);
    }

    /**
     * The field.
     *
     * @param model the model, which the caller closes after the field's last use
     * @param quantity what is averaged; it must exist on the whole of the prior's interval
     * @param posterior p(t | u), from reference data or a {@link ResidualNormLikelihood}
     * @param tolerance the mass of the posterior that may be left out, in [0, 1)
     */
    public PosteriorMeanField(
            DiffusionModel model, Quantity quantity, NoisePosterior posterior, double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "tolerance: expected a mass in [0, 1), found %s; 1e-6 is usual",
                            tolerance));
        }
        this.model = model;
        this.quantity = quantity;
        this.posterior = posterior;
        this.tolerance = tolerance;
        this.arguments =
                new Arguments(
                        model.network().signature(),
                        model.description().device(),
                        model.dataType());
    }

    /** {@return what is averaged} */
    public Quantity quantity() {
        return quantity;
    }

    /** {@return p(t | u)} */
    public NoisePosterior posterior() {
        return posterior;
    }

    /**
     * The nodes that {@link #evaluate} averages over, and their weights.
     *
     * @param u states, {@code [n, *shape]}; not modified
     * @return times and weights of each state
     */
    public PosteriorWeights weights(NDArray u) {
        arguments.state(u);
        try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
            return weights(u, scope);
        }
    }

    @Override
    public NDArray evaluate(NDArray u) {
        return evaluation(u).value();
    }

    /**
     * The field, the nodes that it was computed from, and the mass that they leave out.
     *
     * @param u states, {@code [n, *shape]}; not modified
     * @return f(u), owned by the manager of u, and the weights
     */
    public FieldEvaluation evaluation(NDArray u) {
        long n = arguments.state(u);
        try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
            PosteriorWeights weights = weights(u, scope);
            NDArray q = weights.weights(scope);
            NDArray sum = scope.zeros(new Shape(n, dimension()), DataType.FLOAT64);
            batches(u, weights, scope)
                    .forEach(batch -> sum.addi(batch.values().mul(batch.columns(q)).sum(NODES)));
            return new FieldEvaluation(give(sum, u.getShape(), u), weights);
        }
    }

    @Override
    public NDArray jvp(NDArray u, NDArray v) {
        Linearization both = linearize(u, v);
        both.value().close();
        return both.product();
    }

    @Override
    public Linearization linearize(NDArray u, NDArray v) {
        long n = arguments.state(u);
        Directions kind = arguments.directions("v", v, u);
        try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
            PosteriorWeights weights = weights(u, scope);
            NDArray q = weights.weights(scope);
            NDArray many = many(v, kind, scope);
            NDArray slopes =
                    posterior.likelihood().jvp(NodeBatches.inside(u, scope), many, weights.times());
            NDArray change = NodeBatches.inside(centred(slopes, q), scope);
            NDArray value = scope.zeros(new Shape(n, dimension()), DataType.FLOAT64);
            NDArray product =
                    scope.zeros(
                            new Shape(many.getShape().get(0), n, dimension()), DataType.FLOAT64);
            batches(u, weights, scope)
                    .forEach(
                            batch -> {
                                Linearization both = batch.linearize(many);
                                NDArray columns = batch.columns(q);
                                value.addi(both.value().mul(columns).sum(NODES));
                                product.addi(both.product().mul(columns).sum(NODES_OF_MANY));
                                product.addi(
                                        batch.columns(change).mul(both.value()).sum(NODES_OF_MANY));
                            });
            return new Linearization(give(value, u.getShape(), u), give(product, v.getShape(), u));
        }
    }

    @Override
    public NDArray vjp(NDArray u, NDArray w) {
        long n = arguments.state(u);
        Directions kind = arguments.directions("w", w, u);
        try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
            PosteriorWeights weights = weights(u, scope);
            NDArray q = weights.weights(scope);
            NDArray many = many(w, kind, scope);
            long k = many.getShape().get(0);
            NDArray flat =
                    many.toType(DataType.FLOAT64, false).reshape(new Shape(k, 1, n, dimension()));
            NDArray product = scope.zeros(new Shape(k, n, dimension()), DataType.FLOAT64);
            NDArray slopes = scope.zeros(new Shape(k, n, weights.nodes()), DataType.FLOAT64);
            batches(u, weights, scope)
                    .forEach(
                            batch -> {
                                NDArray covectors = batch.columns(q).mul(flat);
                                product.addi(batch.transposed(covectors).sum(NODES_OF_MANY));
                                batch.setColumns(slopes, batch.values().mul(flat).sum(LAST));
                            });
            NDArray ofPosterior =
                    posterior
                            .likelihood()
                            .vjp(NodeBatches.inside(u, scope), centred(slopes, q), weights.times());
            product.addi(ofPosterior.reshape(product.getShape()));
            return give(product, w.getShape(), u);
        }
    }

    private PosteriorWeights weights(NDArray u, NDManager scope) {
        return posterior.at(NodeBatches.inside(u, scope)).carrying(tolerance);
    }

    private NodeBatches batches(NDArray u, PosteriorWeights weights, NDManager scope) {
        return new NodeBatches(model, quantity, NodeBatches.inside(u, scope), weights.times());
    }

    /** q (a - sum q a) along the last axis. */
    private static NDArray centred(NDArray a, NDArray q) {
        return a.sub(a.mul(q).sum(LAST, true)).mul(q);
    }

    private static NDArray many(NDArray v, Directions kind, NDManager scope) {
        NDArray inside = NodeBatches.inside(v, scope);
        return kind == Directions.ONE ? inside.expandDims(0) : inside;
    }

    private long dimension() {
        return new Shape(model.dataShape()).size();
    }

    private static NDArray give(NDArray sum, Shape shape, NDArray u) {
        NDArray result = sum.toType(u.getDataType(), false).reshape(shape);
        result.attach(u.getManager());
        return result;
    }
}
