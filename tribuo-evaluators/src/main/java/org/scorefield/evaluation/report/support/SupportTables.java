// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.shift.SupportShift;

/** The tables of a support evaluation. */
final class SupportTables {
    /** Steps and directions beyond this number are thinned out; report.json holds all. */
    private static final int ROWS = 24;

    private final SupportFindings findings;
    private final ShiftNames names;

    SupportTables(SupportFindings findings) {
        this.findings = findings;
        this.names = new ShiftNames(findings.shifts());
    }

    /** The main numbers, also for the terminal: at most 100 columns wide. */
    Table shifts() {
        List<List<String>> rows = new ArrayList<>();
        for (SupportShift shift : findings.shifts()) {
            if (shift.ends().isEmpty()) {
                continue;
            }
            SupportShift.End last = shift.last();
            rows.add(
                    List.of(
                            names.of(shift),
                            Numbers.orNone(shift.size()),
                            Numbers.of(last.level().sigma()),
                            Numbers.orNone(last.normal()),
                            Numbers.orNone(last.tangent()),
                            Numbers.orNone(last.ratio()),
                            Numbers.orNone(last.median()),
                            Numbers.orNone(shift.trend()),
                            String.valueOf(last.samples())));
        }
        return new Table(
                "What an error of the model does to where generation ends: size of the error (root"
                        + " mean square length, in units of what is perturbed); noise \u03c3 left at"
                        + " the end; root mean square shift off the support (normal) and along it"
                        + " (tangent); their ratio; median of the normal shift, and the power"
                        + " of \u03c3 / \u03b1 with which it falls, 1: it vanishes with the noise, 0: it"
                        + " stays; samples with a tangent frame",
                List.of(
                        "error", "size", "\u03c3", "normal", "tangent", "ratio", "median", "power",
                        "n"),
                rows);
    }

    List<Table> further() {
        return Stream.of(ends(), alignments(), dimensions(), spectrum(), condition())
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    private Table ends() {
        List<List<String>> rows = new ArrayList<>();
        for (SupportShift shift : findings.shifts()) {
            if (shift.ends().size() < 2) {
                continue;
            }
            for (SupportShift.End end : shift.ends()) {
                boolean last = end.equals(shift.last());
                rows.add(
                        List.of(
                                names.of(shift),
                                Numbers.of(end.level().sigma()),
                                Numbers.orNone(end.normal()),
                                Numbers.orNone(end.tangent()),
                                Numbers.orNone(end.ratio()),
                                last ? Numbers.range(shift.density()) : ""));
            }
        }
        return new Table(
                "The same shifts where generation stops at other noise, and the change of log"
                        + " density that the shift foretells, \u2212(div \u03be + \u03be\u00b7s), for an"
                        + " error of unit size (median, 10 to 90 % of samples)",
                List.of("error", "\u03c3", "normal", "tangent", "ratio", "log density"), rows);
    }

    private Table alignments() {
        List<List<String>> rows = new ArrayList<>();
        for (FrameAlignment alignment : findings.alignments()) {
            double[] largest = alignment.largest();
            rows.add(
                    List.of(
                            alignment.frame(),
                            degrees(Band.of(largest)),
                            Numbers.orNone(
                                    Math.toDegrees(
                                            Arrays.stream(largest)
                                                    .filter(Double::isFinite)
                                                    .max()
                                                    .orElse(Double.NaN))),
                            degrees(first(alignment.lyapunov())),
                            degrees(last(alignment.jacobian())),
                            String.valueOf(alignment.undefined())));
        }
        return new Table(
                "Angles between the leading "
                        + findings.dimension().chosen()
                        + " Lyapunov directions and a tangent frame, in degrees (median, 10 to 90 %"
                        + " of samples): the largest, the largest of any sample, the smallest; the"
                        + " largest of the score Jacobian\u2019s leading eigenvectors in their"
                        + " place; samples without a frame",
                List.of(
                        "tangent frame",
                        "largest",
                        "worst sample",
                        "smallest",
                        "score Jacobian",
                        "no frame"),
                rows);
    }

    private static Band first(List<Band> bands) {
        return bands.isEmpty() ? Band.NONE : bands.get(0);
    }

    private static Band last(List<Band> bands) {
        return bands.isEmpty() ? Band.NONE : bands.get(bands.size() - 1);
    }

    private static String degrees(Band band) {
        return Numbers.range(
                new Band(
                        Math.toDegrees(band.low()),
                        Math.toDegrees(band.median()),
                        Math.toDegrees(band.high()),
                        Math.toDegrees(band.mean()),
                        Math.toDegrees(band.standardError()),
                        band.n()));
    }

    private Table dimensions() {
        IntrinsicDimension dimension = findings.dimension();
        List<List<String>> rows = new ArrayList<>();
        for (IntrinsicDimension.Estimate estimate : dimension.estimates()) {
            rows.add(
                    List.of(
                            estimate.method().label(),
                            Numbers.orNone(estimate.value()),
                            Numbers.orNone(estimate.low())
                                    + " to "
                                    + Numbers.orNone(estimate.high()),
                            estimate.note().isEmpty() ? Numbers.NONE : estimate.note()));
        }
        String disagreement =
                dimension.estimates().size() < 2
                        ? ""
                        : "; they differ by up to " + Numbers.orNone(dimension.disagreement());
        return new Table(
                "Estimates of the dimension of the support (median, 10 to 90 % of samples)"
                        + disagreement
                        + ". What was taken, and why: "
                        + dimension.reason(),
                List.of("method", "dimension", "10 to 90 %", "note"),
                rows);
    }

    private Table spectrum() {
        List<List<String>> rows = new ArrayList<>();
        int count = Math.max(findings.exponents().size(), findings.scoreAlignment().size());
        for (int i : thinned(count, findings.dimension().chosen())) {
            rows.add(
                    List.of(
                            String.valueOf(i + 1),
                            Numbers.range(at(findings.exponents(), i)),
                            Numbers.range(at(findings.scoreAlignment(), i))));
        }
        String gap =
                findings.gap().n() == 0
                        ? ""
                        : "; the gap after direction "
                                + findings.dimension().chosen()
                                + " is "
                                + Numbers.range(findings.gap());
        return new Table(
                "Lyapunov exponents, and alignment of their directions with the score (median, 10 to"
                        + " 90 % of samples)"
                        + gap,
                List.of("direction", "exponent", "|u \u00b7 s| / |s|"),
                rows);
    }

    private static Band at(List<Band> bands, int i) {
        return i < bands.size() ? bands.get(i) : Band.NONE;
    }

    private Table condition() {
        List<ConditionStep> steps =
                findings.condition().stream()
                        .sorted(
                                Comparator.comparingDouble(
                                        step -> step.level().sigma() / step.level().alpha()))
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        for (int i : thinned(steps.size(), 0)) {
            ConditionStep step = steps.get(i);
            rows.add(
                    List.of(
                            Numbers.of(step.level().sigma() / step.level().alpha()),
                            Numbers.range(step.compression()),
                            Numbers.range(step.leak()),
                            bound(step.bound()),
                            Numbers.range(step.slope())));
        }
        return new Table(
                "The sufficient condition step by step (median, 10 to 90 % of samples): how much a"
                        + " step compresses normal directions against tangent ones, below 1 where it"
                        + " does; how much of a tangent direction leaks into normal ones; the bound"
                        + " on the slope of the leading directions over the tangents, none where the"
                        + " condition fails; the slope that was measured",
                List.of("\u03c3/\u03b1", "compression", "leak", "bound", "slope"), rows);
    }

    private static String bound(Band band) {
        if (band.median() == Double.POSITIVE_INFINITY) {
            return "none";
        }
        return band.high() == Double.POSITIVE_INFINITY
                ? Numbers.of(band.median()) + " (" + Numbers.brief(band.low()) + " to none)"
                : Numbers.range(band);
    }

    /** Indices from 0 to count, evenly thinned to about ROWS; those beside d are kept. */
    private static int[] thinned(int count, int d) {
        int every = Math.max(1, (count + ROWS - 1) / ROWS);
        return IntStream.range(0, count)
                .filter(i -> i % every == 0 || i == count - 1 || i == d - 1 || (d > 0 && i == d))
                .toArray();
    }
}
