// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.scorefield.djl.posterior.NoisePosterior;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.posterior.QuadratureOptions;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * The marginal energy E(u) = -log p(u), p(u) = int p(u | t) p(t) dt, of a known distribution on a
 * schedule, with everything that the noise posterior p(t | u) averages.
 *
 * <p>The integral is a Gauss-Legendre sum in the log domain, whose nodes follow each state's
 * posterior; {@link #quadratureError} doubles them.
 *
 * @param reference the data's distribution
 * @param schedule alpha and sigma
 * @param prior p(t), within the schedule; where it reaches sigma = 0 the reference needs a density
 *     of its own
 * @param quadrature how finely to resolve p(t | u)
 */
public record MarginalEnergy(
        ReferenceDistribution reference,
        NoiseSchedule schedule,
        TimePrior prior,
        QuadratureOptions quadrature) {

    /** Above this dimension posteriors are single peaks, which few nodes resolve. */
    private static final int HIGH_DIMENSION = 64;

    private static final int NODES_BELOW = 256;

    /** An estimate of a codimension is of some use up to this factor of D. */
    private static final double ABOVE = 1.01;

    /**
     * The energy, resolved as {@link QuadratureOptions#defaults} above 64 dimensions, and with 256
     * nodes below, where posteriors have long tails and nodes cost little.
     *
     * @param reference the data's distribution
     * @param schedule alpha and sigma
     * @param prior p(t), within the schedule
     * @return the energy
     */
    public static MarginalEnergy of(
            ReferenceDistribution reference, NoiseSchedule schedule, TimePrior prior) {
        QuadratureOptions usual = QuadratureOptions.defaults();
        QuadratureOptions quadrature =
                reference.dimension() > HIGH_DIMENSION ? usual : usual.withNodes(NODES_BELOW);
        return new MarginalEnergy(reference, schedule, prior, quadrature);
    }

    /** {@return the noise posterior p(t | u) that this energy averages over} */
    public NoisePosterior posterior() {
        return new NoisePosterior(new ReferenceLikelihood(reference, schedule), prior, quadrature);
    }

    /**
     * The energy at some states, and what follows from it.
     *
     * <p>Takes 16 n m D bytes with m nodes a state: hand over as many states at a time as that
     * allows.
     *
     * @param u states, {@code [n, D]} FLOAT64. Not modified
     * @return the values, owned by the manager of {@code u}
     * @throws IllegalArgumentException if u is not as said here, or so far outside the data that no
     *     t explains it
     */
    public EnergyPoints at(NDArray u) {
        PosteriorWeights weights = posterior().at(u);
        return new EnergyPoints(this, u, weights);
    }

    /**
     * How steeply the energy falls towards the data along a line: the slope dE / d log r = r n .
     * grad E at u = base + r n.
     *
     * <p>Near a support of codimension k, with sigma ~ t^q and p(t) positive at 0, it is k - 1/q
     * for sigma(tMin) sqrt(k) &lt;&lt; r &lt;&lt; the curvature radius and, for points, with their
     * spacing &lt;&lt; r. q is t sigma' / sigma averaged over the posterior, so that {@link
     * SingularitySlope#codimension} estimates k. The law holds only where k &gt; 1/q: below, as
     * with full support (k = 0), the slope tends to 0 and the estimate, where there is one, to 1/q
     * whatever k is. It is NaN where the slope is not positive and where it is more than 1 % above
     * D.
     *
     * @param base points on the support, {@code [n, D]} FLOAT64. Not modified
     * @param normal unit normals, {@code [n, D]} FLOAT64; any directions at isolated points. Not
     *     modified
     * @param r distance from the support, positive, in the units of the data
     * @return slopes and codimensions
     * @throws IllegalArgumentException if arrays or distance are not as said here
     */
    public SingularitySlope singularitySlope(NDArray base, NDArray normal, double r) {
        if (!(r > 0)) {
            throw new IllegalArgumentException(
                    String.format("r: expected a positive distance, found %s; leave the data", r));
        }
        try (NDManager manager = base.getManager().newSubManager(base.getDevice())) {
            NDArray step = normal.mul(r);
            step.attach(manager);
            NDArray u = base.add(step);
            u.attach(manager);
            EnergyPoints at = at(u);
            double[] slopes = at.gradient().mul(step).sum(new int[] {1}).toDoubleArray();
            double[] powers =
                    at.posterior().mean(t -> t * schedule.sigmaDot(t) / schedule.sigma(t));
            double[] codimensions = new double[slopes.length];
            Arrays.setAll(codimensions, i -> codimension(slopes[i], powers[i]));
            return new SingularitySlope(slopes, codimensions);
        }
    }

    private double codimension(double slope, double power) {
        double estimate = slope + 1 / power;
        return slope > 0 && estimate <= ABOVE * reference.dimension() ? estimate : Double.NaN;
    }

    /**
     * The error of the quadrature, estimated by doubling the nodes.
     *
     * @param u states, {@code [n, D]} FLOAT64. Not modified
     * @return |change of E(u)|, [n], in nats
     */
    public double[] quadratureError(NDArray u) {
        return posterior().error(u);
    }
}
