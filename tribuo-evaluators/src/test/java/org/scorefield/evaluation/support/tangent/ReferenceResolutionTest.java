// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

class ReferenceResolutionTest {

    private static final int N = 400;
    private static final int D = 6;
    private static final long SEED = 4;

    /** Four standard errors of the root of a mean square of N (D - 1) normal numbers. */
    private static final Offset<Double> SAMPLING = within(4 / Math.sqrt(2.0 * N * (D - 1)));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private double coarseness(ReferenceDistribution reference, double[][] data, double sigma) {
        double[] flat = Arrays.stream(data).flatMapToDouble(Arrays::stream).toArray();
        NDArray heldOut = manager.create(flat, new Shape(data.length, D));
        return new ReferenceResolution(reference, FixedAxes.EVERYWHERE, 1)
                .coarseness(heldOut, new NoiseLevel(.5, .8, sigma), SEED);
    }

    /** N rows, normal along the first axis and of some width along the others. */
    private static double[][] rows(double width, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[N][D];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> random.nextGaussian() * (i == 0 ? 1 : width));
        }
        return rows;
    }

    @Test
    void coarseness_ofALineThatIsKnown_isOne() {
        double[][] covariance = new double[D][D];
        covariance[0][0] = 1;
        ReferenceDistribution line = GaussianMixture.gaussian(new double[D], covariance);
        assertThat(coarseness(line, rows(0, 1), .01)).as("seed %d", SEED).isCloseTo(1, SAMPLING);
        assertThat(coarseness(line, rows(0, 1), 1)).isCloseTo(1, SAMPLING);
    }

    /** Points of a line lie along it, however far apart: their error is no error across. */
    @Test
    void coarseness_ofPointsOfALine_isOne() {
        Empirical points = Empirical.of(rows(0, 1), manager);
        assertThat(coarseness(points, rows(0, 2), 1e-4)).isCloseTo(1, SAMPLING);
    }

    @Test
    void coarseness_ofPointsInAllDirections_growsAsTheNoiseFalls() {
        Empirical points = Empirical.of(rows(1, 1), manager);
        double at = coarseness(points, rows(1, 2), .05);
        assertThat(at).isGreaterThan(5 * ReferenceResolution.COARSE);
        // The way to the nearest point is the same: in units of the noise it doubles.
        assertThat(coarseness(points, rows(1, 2), .025)).isCloseTo(2 * at, within(.1 * at));
        assertThat(coarseness(points, rows(1, 2), 2)).isLessThan(1);
        assertThat(coarseness(points, rows(1, 1), .05))
                .as("data that are all there is")
                .isCloseTo(1, SAMPLING);
    }
}
