// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Pixels;
import org.scorefield.evaluation.ridge.RidgeExample;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** Samples of each verdict beside their nearest training images. */
final class RidgePictures {
    private static final int LARGEST = 96;

    private RidgePictures() {}

    /** The gallery; empty where the data are no images or no pictures are asked for. */
    static Optional<Gallery> of(List<RidgeExample> examples, AuditInput input) {
        long[] shape = input.reference().shape();
        if (examples.isEmpty() || input.options().images() == 0 || !Pixels.possible(shape)) {
            return Optional.empty();
        }
        Pixels pixels = new Pixels(shape, input.subject().range(), LARGEST);
        int columns =
                (int)
                        IntStream.of(counts(examples))
                                .max()
                                .orElseThrow(() -> new IllegalStateException("no verdicts"));
        List<Gallery.Row> rows = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            List<RidgeExample> own = examples.stream().filter(e -> e.verdict() == verdict).toList();
            if (!own.isEmpty()) {
                String name = RidgeTables.word(verdict);
                rows.add(
                        row(
                                name,
                                own,
                                columns,
                                e ->
                                        new Gallery.Picture(
                                                pixels.data(e.sample()),
                                                "\u03c1 " + Numbers.orNone(brief(e.rho())))));
                rows.add(
                        row(
                                "nearest data",
                                own,
                                columns,
                                e ->
                                        new Gallery.Picture(
                                                pixels.data(e.nearest()),
                                                Numbers.brief(e.distance()) + " away")));
            }
        }
        return Optional.of(
                new Gallery(
                        "Samples and the training images nearest to them",
                        "The first samples of each verdict, with their distance to the ridge over"
                                + " the noise where it was read, and below each the training image"
                                + " nearest to it with the distance between the two.",
                        IntStream.rangeClosed(1, columns).mapToObj(i -> "sample " + i).toList(),
                        rows));
    }

    private static double brief(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static int[] counts(List<RidgeExample> examples) {
        int[] counts = new int[Verdict.values().length];
        examples.forEach(e -> counts[e.verdict().ordinal()]++);
        return counts;
    }

    private static Gallery.Row row(
            String name,
            List<RidgeExample> examples,
            int columns,
            Function<RidgeExample, Gallery.Picture> picture) {
        List<Optional<Gallery.Picture>> pictures = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            pictures.add(
                    i < examples.size()
                            ? Optional.of(picture.apply(examples.get(i)))
                            : Optional.empty());
        }
        return new Gallery.Row(name, pictures);
    }
}
