// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.KnownData;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * The data of an evaluation.
 *
 * @param known density, points and held-out data
 * @param training the points that samples can have been memorised from
 * @param heldOut whether there are held-out data
 * @param near what is said of samples that end near a point
 */
record RidgeData(KnownData known, Empirical training, boolean heldOut, String near) {

    /** Where the points are those that the model was trained on, or stand for them. */
    private static final String TRAINED = "memorised";

    /** Where they may have been held out of training. */
    private static final String ANY = "as near to a reference point as memorised ones";

    /** Of one set, some make the density and count as training points, others are held out. */
    static RidgeData split(ReferenceData data, RidgeEvaluatorOptions options, NDManager manager) {
        KnownData known = KnownData.split(data, sizes(options), manager);
        boolean apart = known.points().getShape().get(0) < data.count();
        return of(known, apart, ANY, manager);
    }

    /** All data are the density. */
    static RidgeData whole(ReferenceData data, NDManager manager) {
        return of(KnownData.whole(data, manager), false, TRAINED, manager);
    }

    /** Training points make the density, others are held out. */
    static RidgeData apart(
            ReferenceData training,
            ReferenceData heldOut,
            RidgeEvaluatorOptions options,
            NDManager manager) {
        if (training.dimension() != heldOut.dimension()) {
            throw new EvaluationException(
                    "held-out data: expected samples of "
                            + training.dimension()
                            + " numbers as the training data, found "
                            + heldOut.dimension()
                            + "; give both in one space");
        }
        KnownData.Sizes sizes = sizes(options);
        KnownData known =
                training.count() <= options.reference()
                        ? KnownData.whole(training, manager)
                        : KnownData.split(training, sizes, manager);
        KnownData others =
                heldOut.count() < 2
                        ? known
                        : KnownData.split(
                                heldOut,
                                new KnownData.Sizes(options.way().heldOut(), 1, sizes.seed() + 1),
                                manager);
        return of(
                new KnownData(
                        known.density(),
                        known.points(),
                        others.points(),
                        known.spread(),
                        known.warnings()),
                true,
                TRAINED,
                manager);
    }

    /**
     * A known density; training points and held-out data are draws from it. One of points is its
     * own training data.
     */
    static RidgeData of(
            ReferenceDistribution density, RidgeEvaluatorOptions options, NDManager manager) {
        boolean others = !(density instanceof Empirical);
        return of(KnownData.of(density, sizes(options), manager), others, TRAINED, manager);
    }

    private static RidgeData of(KnownData known, boolean heldOut, String near, NDManager manager) {
        Empirical training =
                Optional.of(known.density())
                        .filter(Empirical.class::isInstance)
                        .map(Empirical.class::cast)
                        .orElseGet(() -> Empirical.of(Nearest.rows(known.points()), manager));
        return new RidgeData(known, training, heldOut, near);
    }

    private static KnownData.Sizes sizes(RidgeEvaluatorOptions options) {
        return new KnownData.Sizes(options.reference(), options.way().heldOut(), options.seed());
    }
}
