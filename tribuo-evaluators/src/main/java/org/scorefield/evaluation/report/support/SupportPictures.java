// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Pixels;
import org.scorefield.evaluation.support.alignment.EndVectors;

/** Samples and their Lyapunov vectors as pictures. */
final class SupportPictures {
    private static final int LARGEST = 96;
    private static final int SAMPLES = 6;

    /** Leading vectors shown, and trailing ones. */
    private static final int EACH = 4;

    private final List<EndVectors> vectors;

    SupportPictures(List<EndVectors> vectors) {
        this.vectors = vectors;
    }

    /** The gallery; none where samples are no images. */
    Optional<Gallery> gallery(long[] shape, double[] range) {
        if (vectors.isEmpty() || !Pixels.possible(shape)) {
            return Optional.empty();
        }
        Pixels pixels = new Pixels(shape, range, LARGEST);
        int count = vectors.stream().mapToInt(end -> end.left().length).min().orElse(0);
        int[] shown =
                IntStream.range(0, count)
                        .filter(i -> i < EACH || i >= Math.max(EACH, count - EACH))
                        .toArray();
        List<String> columns = new ArrayList<>(List.of("sample"));
        for (int i : shown) {
            columns.add("direction " + (i + 1));
        }
        List<Gallery.Row> rows = new ArrayList<>();
        for (EndVectors end : vectors.subList(0, Math.min(SAMPLES, vectors.size()))) {
            double[][] left = end.left();
            double[] exponents = end.exponents();
            List<Optional<Gallery.Picture>> row = new ArrayList<>();
            row.add(Optional.of(new Gallery.Picture(pixels.data(end.state()), "")));
            for (int i : shown) {
                row.add(
                        Optional.of(
                                new Gallery.Picture(
                                        pixels.direction(left[i]),
                                        "\u03bb " + Numbers.brief(exponents[i]))));
            }
            rows.add(new Gallery.Row(String.valueOf(rows.size() + 1), row));
        }
        return Optional.of(
                new Gallery(
                        "Which changes survive generation",
                        "Samples and their Lyapunov directions, the first of all and the last of"
                                + " those computed, with their exponents: a change of the way in a"
                                + " leading direction survives, in a trailing one it fades. Leading"
                                + " ones should look like changes of the thing shown (stroke, shape,"
                                + " brightness), not like noise. Orange and blue are opposite signs,"
                                + " and which is which means nothing.",
                        columns,
                        rows));
    }
}
