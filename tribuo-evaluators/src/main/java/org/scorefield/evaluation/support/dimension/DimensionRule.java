// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Estimate;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension.Method;
import org.scorefield.evaluation.support.statistics.SupportColumn;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/**
 * How d is chosen of what was measured.
 *
 * <p>A d that was given wins. Else the d on which two methods agree, rounded; else the first of
 * normal bundle, spectrum gap and FLIPD. The gap methods take part where the gap is clear at half
 * of the samples at least: a factor 3 between the singular values of scores, a factor 1.5 between
 * those of the trajectory's Jacobian. FLIPD is taken at the noise where its median changes least
 * with log sigma; of a model that is not told the noise it is shown and takes no part. All
 * estimates are kept, and their disagreement with them.
 *
 * @param dimension D, at least 2
 * @param duration exponents times this are logarithms of singular values, positive
 * @param given d of the caller, 1 to D - 1, or none
 */
public record DimensionRule(int dimension, double duration, OptionalInt given) {

    /** Singular values of trajectories differ by this factor at least, or there is no gap. */
    private static final double CLEAR = 1.5;

    /**
     * Checks the values.
     *
     * @param dimension D, at least 2
     * @param duration exponents times this are logarithms of singular values, positive
     * @param given d of the caller, 1 to D - 1, or none
     */
    public DimensionRule {
        if (dimension < 2) {
            throw new IllegalArgumentException(
                    "dimension: expected at least 2, found "
                            + dimension
                            + "; a support has directions along and across");
        }
        if (!(duration > 0)) {
            throw new IllegalArgumentException(
                    "duration: expected a positive number, found "
                            + duration
                            + "; give the time that exponents are per");
        }
        if (given.isPresent() && (given.getAsInt() < 1 || given.getAsInt() >= dimension)) {
            throw new IllegalArgumentException(
                    "dimension: expected 1 to D - 1 = "
                            + (dimension - 1)
                            + ", found "
                            + given.getAsInt()
                            + "; give the dimension of the support");
        }
    }

    /** An estimate, or why there is none, and whether it takes part in the choice. */
    private record Found(Method method, List<Estimate> estimate, String without, boolean counts) {

        int rounded() {
            return (int) Math.round(estimate.get(0).value());
        }
    }

    /**
     * Estimates and choice.
     *
     * @param statistics of all samples: exponents by number, and the columns of {@link
     *     DimensionRun}; each may be absent; not modified
     * @param options of the run
     * @return what was found
     */
    public IntrinsicDimension of(SupportSufficientStatistics statistics, DimensionOptions options) {
        List<Found> all =
                List.of(
                        bundle(statistics, options),
                        spectrum(statistics),
                        flipd(statistics, options));
        List<Estimate> estimates = all.stream().flatMap(f -> f.estimate.stream()).toList();
        List<Found> found = all.stream().filter(f -> f.counts && !f.estimate.isEmpty()).toList();
        String without =
                String.join(
                        "", all.stream().map(Found::without).filter(w -> !w.isEmpty()).toList());
        if (given.isPresent()) {
            return new IntrinsicDimension(
                    estimates,
                    given.getAsInt(),
                    "d = " + given.getAsInt() + " was given" + without + ".");
        }
        if (found.isEmpty()) {
            return new IntrinsicDimension(
                    estimates, 1, "No method gave a dimension, d = 1 stands in" + without + ".");
        }
        for (Found first : found) {
            List<String> agreeing =
                    found.stream()
                            .filter(f -> f.rounded() == first.rounded())
                            .map(f -> f.method.label())
                            .toList();
            if (agreeing.size() > 1) {
                String reason = String.join(" and ", agreeing) + " agree";
                return chosen(estimates, first.rounded(), reason + others(found, first) + without);
            }
        }
        Found first = found.get(0);
        String reason =
                found.size() == 1
                        ? "only the " + first.method.label() + " gives a dimension"
                        : "the methods disagree and the " + first.method.label() + " comes first";
        return chosen(estimates, first.rounded(), reason + others(found, first) + without);
    }

    private IntrinsicDimension chosen(List<Estimate> estimates, int found, String reason) {
        int d = Math.max(1, Math.min(dimension - 1, found));
        String cut = d == found ? "" : ", brought from " + found + " into 1 to " + (dimension - 1);
        return new IntrinsicDimension(estimates, d, "d = " + d + cut + ": " + reason + ".");
    }

    private static String others(List<Found> found, Found first) {
        List<String> others =
                found.stream()
                        .filter(f -> f.rounded() != first.rounded())
                        .map(f -> f.method.label() + " says " + number(f.estimate.get(0).value()))
                        .toList();
        return others.isEmpty() ? "" : ", " + String.join(", ", others);
    }

    private Found bundle(SupportSufficientStatistics statistics, DimensionOptions options) {
        double[] values = statistics.get(new SupportColumn(SupportQuantity.NORMAL_BUNDLE, "", 0));
        String note =
                String.format(
                        Locale.ROOT,
                        "%d scores a point at sigma / alpha = %.2g.",
                        options.neighbours(),
                        options.bundle().sigma() / options.bundle().alpha());
        return voted(Method.NORMAL_BUNDLE, values, note, "points");
    }

    private Found spectrum(SupportSufficientStatistics statistics) {
        List<double[]> columns = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            double[] column = statistics.get(new SupportColumn(SupportQuantity.EXPONENT, "", i));
            if (column.length == 0) {
                break;
            }
            columns.add(column);
        }
        int k = columns.size();
        double[] values = new double[k == 0 ? 0 : columns.get(0).length];
        for (int sample = 0; sample < values.length; sample++) {
            int row = sample;
            values[sample] =
                    ofExponents(columns.stream().mapToDouble(c -> c[row]).toArray(), duration);
        }
        String note =
                k < dimension
                        ? k
                                + " of "
                                + dimension
                                + " exponents were measured; a gap below them is"
                                + " not seen."
                        : "";
        return voted(Method.SPECTRUM_GAP, values, note, "trajectories");
    }

    /**
     * The dimension by the largest gap of a Lyapunov spectrum.
     *
     * @param exponents in any order; not modified
     * @param duration exponents times this are logarithms of singular values
     * @return how many are above the gap; NaN without a clear one or where one is not finite
     */
    public static double ofExponents(double[] exponents, double duration) {
        double[] logs = Arrays.stream(exponents).map(v -> -v * duration).sorted().toArray();
        if (!Arrays.stream(logs).allMatch(Double::isFinite)) {
            return Double.NaN;
        }
        SpectralGap gap = SpectralGap.largest(Arrays.stream(logs).map(v -> -v).toArray());
        return gap.clear(CLEAR) ? gap.above() : Double.NaN;
    }

    /** An estimate where half of the samples have a clear gap at least. */
    private static Found voted(Method method, double[] values, String note, String samples) {
        if (values.length == 0) {
            return new Found(method, List.of(), "", false);
        }
        Band band = Band.of(values);
        if (2 * band.n() < values.length) {
            return new Found(
                    method,
                    List.of(),
                    String.format(
                            "; the %s has a clear gap at %d of %d %s only",
                            method.label(), band.n(), values.length, samples),
                    false);
        }
        String clear =
                band.n() == values.length
                        ? ""
                        : String.format(
                                "%d of %d %s have a clear gap. ", band.n(), values.length, samples);
        return new Found(method, List.of(estimate(method, band, (clear + note).strip())), "", true);
    }

    private static Found flipd(SupportSufficientStatistics statistics, DimensionOptions options) {
        boolean blind = statistics.of(SupportQuantity.FLIPD).contains(DimensionRun.BLIND);
        String of = blind ? DimensionRun.BLIND : "";
        List<Band> bands = statistics.bands(SupportQuantity.FLIPD, of);
        int count = Math.min(bands.size(), options.levels().size());
        if (count == 0 || bands.get(0).n() == 0) {
            return new Found(Method.FLIPD, List.of(), "", false);
        }
        double[] noise = new double[count];
        double[] medians = new double[count];
        for (int k = 0; k < count; k++) {
            noise[k] = options.levels().get(k).sigma() / options.levels().get(k).alpha();
            medians[k] = bands.get(k).median();
        }
        int level = flattest(noise, medians);
        Band errors = statistics.band(SupportQuantity.FLIPD_ERROR, of, level);
        String note =
                String.format(
                        Locale.ROOT,
                        "At sigma / alpha = %.2g, without noise; over the levels %s to %s%s.",
                        noise[level],
                        number(Arrays.stream(medians).min().orElseThrow()),
                        number(Arrays.stream(medians).max().orElseThrow()),
                        errors.n() == 0 || errors.median() == 0
                                ? ""
                                : "; standard error of a point " + number(errors.median()));
        String told =
                blind
                        ? " The network is not told the noise and answers as for the least: not"
                                + " counted."
                        : "";
        return new Found(
                Method.FLIPD,
                List.of(estimate(Method.FLIPD, bands.get(level), note + told)),
                blind ? "; FLIPD is not counted, since the network is not told the noise" : "",
                !blind);
    }

    /**
     * The level between two others at which values change least with log sigma; the first where
     * there are fewer than three.
     */
    static int flattest(double[] noise, double[] values) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k < noise.length - 1; k++) {
            double slope =
                    Math.abs(values[k + 1] - values[k - 1])
                            / Math.abs(Math.log(noise[k + 1] / noise[k - 1]));
            if (slope < least) {
                least = slope;
                best = k;
            }
        }
        return best;
    }

    private static Estimate estimate(Method method, Band band, String note) {
        return new Estimate(method, band.median(), band.low(), band.high(), note);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }
}
