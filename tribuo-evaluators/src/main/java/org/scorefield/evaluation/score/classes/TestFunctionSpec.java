// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class of potentials as text, for example {@code quadratic:24}, {@code fourier:256@24} or {@code
 * separable:4:dct}; {@code @24} means on 24 leading principal axes of the data.
 *
 * <table>
 *   <caption>Texts</caption>
 *   <tr><td>{@code auto}</td><td>several classes that fit the dimension and shape of the data</td></tr>
 *   <tr><td>{@code linear}</td><td>a constant gradient: the mean error</td></tr>
 *   <tr><td>{@code quadratic[:AXES]}</td><td>every quadratic, in all coordinates or on principal axes</td></tr>
 *   <tr><td>{@code hermite:DEGREE[@AXES]}</td><td>polynomials of a total degree</td></tr>
 *   <tr><td>{@code fourier:COUNT[@AXES]}</td><td>random cosines</td></tr>
 *   <tr><td>{@code radial:COUNT[@AXES]}</td><td>Gaussian bumps at data</td></tr>
 *   <tr><td>{@code separable:DEGREE:BASIS}</td><td>one polynomial a coordinate; BASIS is pixel, dct or principal</td></tr>
 *   <tr><td>{@code separable-spline:KNOTS:BASIS}</td><td>one spline a coordinate</td></tr>
 *   <tr><td>{@code local:PATCH:DEGREE}</td><td>one polynomial a patch filter, summed over positions of an image</td></tr>
 *   <tr><td>{@code critic:WIDTH[@AXES]}</td><td>a small network, trained by gradient steps</td></tr>
 * </table>
 *
 * @param family which class
 * @param sizes its numbers before the {@code @}, in order; none means the default
 * @param basis of separable classes; PIXEL for others
 * @param axes leading principal axes, or absent for all coordinates
 */
public record TestFunctionSpec(Family family, List<Integer> sizes, Basis basis, OptionalInt axes) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "([a-z-]+?)((?::\\d{1,6})*)(?::(pixel|dct|principal))?(?:@(\\d{1,6}))?");

    /** Several classes that fit the data. */
    public static final TestFunctionSpec AUTO = parse("auto");

    /** A family of classes, and how many numbers its text has at most. */
    public enum Family {
        /** Several classes that fit the data. */
        AUTO(0),
        /** Constant gradients. */
        LINEAR(0),
        /** Quadratics. */
        QUADRATIC(1),
        /** Polynomials of a total degree. */
        HERMITE(1),
        /** Random cosines. */
        FOURIER(1),
        /** Gaussian bumps at data. */
        RADIAL(1),
        /** One polynomial a coordinate. */
        SEPARABLE(1),
        /** One spline a coordinate. */
        SEPARABLE_SPLINE(1),
        /** Polynomials of patch filters. */
        LOCAL(2),
        /** A small network. */
        CRITIC(1);

        private final int mostSizes;

        Family(int mostSizes) {
            this.mostSizes = mostSizes;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private boolean separable() {
            return this == SEPARABLE || this == SEPARABLE_SPLINE;
        }

        private boolean onAxes() {
            return this == HERMITE || this == FOURIER || this == RADIAL || this == CRITIC;
        }
    }

    /** Coordinates of a separable class. */
    public enum Basis {
        /** The data's own coordinates. */
        PIXEL,
        /** Discrete cosine transform of images. */
        DCT,
        /** Principal components of the data. */
        PRINCIPAL
    }

    /**
     * Copies and checks.
     *
     * @param family which class
     * @param sizes its numbers before the {@code @}, in order; none means the default
     * @param basis of separable classes; PIXEL for others
     * @param axes leading principal axes, or absent for all coordinates
     */
    public TestFunctionSpec {
        sizes = List.copyOf(sizes);
        if (sizes.size() > family.mostSizes
                || sizes.stream().anyMatch(size -> size < 1)
                || (basis != Basis.PIXEL && !family.separable())
                || (axes.isPresent() && (!family.onAxes() || axes.getAsInt() < 1))) {
            throw refusal(text(family, sizes, basis, axes));
        }
    }

    /**
     * A class from its text.
     *
     * @param text such as {@code separable:4}
     * @return the class
     * @throws IllegalArgumentException where the text is none of those above
     */
    public static TestFunctionSpec parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw refusal(text);
        }
        Family family =
                Stream.of(Family.values())
                        .filter(candidate -> candidate.text().equals(matcher.group(1)))
                        .findFirst()
                        .orElseThrow(() -> refusal(text));
        List<Integer> sizes = new ArrayList<>();
        for (String size : matcher.group(2).split(":")) {
            if (!size.isEmpty()) {
                sizes.add(Integer.parseInt(size));
            }
        }
        String basis = matcher.group(3);
        String axes = matcher.group(4);
        return new TestFunctionSpec(
                family,
                sizes,
                basis == null ? Basis.PIXEL : Basis.valueOf(basis.toUpperCase(Locale.ROOT)),
                axes == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(axes)));
    }

    /**
     * Classes from texts with commas between.
     *
     * @param texts such as {@code separable:4,quadratic}
     * @return the classes, in that order
     */
    public static List<TestFunctionSpec> parseAll(String texts) {
        return Stream.of(texts.split(",", -1)).map(TestFunctionSpec::parse).toList();
    }

    /** The first or second number, or a default. */
    int size(int index, int otherwise) {
        return index < sizes.size() ? sizes.get(index) : otherwise;
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "test functions: expected auto, linear, quadratic[:AXES], hermite:DEGREE[@AXES],"
                        + " fourier:COUNT[@AXES], radial:COUNT[@AXES], separable:DEGREE:BASIS,"
                        + " separable-spline:KNOTS:BASIS (BASIS is pixel, dct or principal),"
                        + " local:PATCH:DEGREE or critic:WIDTH[@AXES], found "
                        + text
                        + "; correct the text");
    }

    private static String text(Family family, List<Integer> sizes, Basis basis, OptionalInt axes) {
        return family.text()
                + sizes.stream().map(size -> ":" + size).collect(Collectors.joining())
                + (family.separable() || basis != Basis.PIXEL
                        ? ":" + basis.name().toLowerCase(Locale.ROOT)
                        : "")
                + (axes.isPresent() ? "@" + axes.getAsInt() : "");
    }

    /** The text of this class, which {@link #parse} understands. */
    @Override
    public String toString() {
        return text(family, sizes, basis, axes);
    }
}
