// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.BetaSchedule;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.KnownData;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** Codimensions by distance, and where there are none. */
class LandscapeTest {
    private static final TimePrior PRIOR = TimePrior.uniform(.001, .999);
    private static final MarginalEnergyOptions OPTIONS =
            new MarginalEnergyOptions(PRIOR, 2, 4, 4, 6, 64, 3L, 16);
    private static final long SEED = 3;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static ReferenceData corners() {
        return ReferenceData.of(new float[] {1, 1, 1, -1, -1, 1, -1, -1}, new long[] {2}, "");
    }

    private static SlopeCurve slopes(KnownData data, NoiseSchedule schedule) {
        MarginalEnergy energy = MarginalEnergy.of(data.density(), schedule, PRIOR);
        return new Landscape(energy, data).slopes(SEED).orElseThrow();
    }

    static List<NoiseSchedule> schedules() {
        return List.of(
                new RectifiedFlow(), DiscreteSchedule.of(BetaSchedule.LINEAR, 1000, 1e-4, .02));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void slopes_ofFourCorners_neverExceedTheDimension(NoiseSchedule schedule) {
        KnownData data = KnownData.whole(corners(), manager);
        SlopeCurve curve = slopes(data, schedule);
        // The corners' spread is 1.
        assertThat(curve.r().get(curve.r().size() - 1)).isCloseTo(.3 * Math.sqrt(2), within(1e-12));
        for (Band band : curve.codimension()) {
            if (band.n() > 0) {
                assertThat(band.high()).as("%s", curve).isLessThanOrEqualTo(2.02);
            }
        }
    }

    @Test
    void slopes_ofFourCornersNearThem_areTheDimension() {
        Band band =
                slopes(KnownData.whole(corners(), manager), new RectifiedFlow())
                        .codimension()
                        .get(1);
        // alpha = 1 - t and the cut at t_min change the slope by parts of order r = 0.01.
        assertThat(band.n()).isEqualTo(4);
        assertThat(band.median()).isCloseTo(2, within(.05));
    }

    /** Full support has codimension 0, below 1/q: no estimate, or one close to 1/q = 1. */
    @Test
    void slopes_ofAGaussian_areNearZeroAndPromiseNothing() {
        ReferenceDistribution normal =
                GaussianMixture.isotropic(
                        new double[] {1}, new double[][] {{0, 0}}, new double[] {1});
        SlopeCurve curve =
                slopes(KnownData.of(normal, OPTIONS.sizes(), manager), new RectifiedFlow());
        for (Band band : curve.codimension()) {
            assertThat(band.n() == 0 || band.n() >= 16).as("%s", curve).isTrue();
        }
        for (int i = 0; i < curve.r().size(); i++) {
            // grad E is of order 1, so that the slope is of order r.
            assertThat(Math.abs(curve.slope().get(i).median()))
                    .as("%s", curve)
                    .isLessThan(curve.r().get(i));
        }
    }
}
