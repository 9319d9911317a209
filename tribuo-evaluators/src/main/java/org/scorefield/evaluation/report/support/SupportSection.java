// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.Trajectory;
import org.scorefield.evaluation.support.shift.SupportShift;

/** A support evaluation in words; tables, charts, pictures and JSON are beside it. */
final class SupportSection {
    private final SupportFindings findings;
    private final AuditInput input;
    private final int dimension;

    /**
     * A section.
     *
     * @param findings of the evaluation
     * @param input what was evaluated
     */
    SupportSection(SupportFindings findings, AuditInput input) {
        this.findings = findings;
        this.input = input;
        this.dimension = input.reference().dimension();
    }

    AuditSection section() {
        SupportTables tables = new SupportTables(findings);
        return new AuditSection(
                SupportAudit.NAME,
                "Support",
                findings.verdict().sentence(),
                SupportLight.of(findings, dimension),
                meaning(),
                new SupportCharts(findings, dimension).all(),
                tables.shifts(),
                new SupportJson(findings).of(dimension),
                AuditSection.Details.NONE
                        .withWarnings(findings.warnings())
                        .withTables(tables.further())
                        .withGalleries(galleries())
                        .withLimits(limits()));
    }

    private List<Gallery> galleries() {
        return input.options().images() == 0
                ? List.of()
                : new SupportPictures(findings.vectors())
                        .gallery(input.reference().shape(), input.subject().range()).stream()
                                .toList();
    }

    private List<String> meaning() {
        List<String> sentences = new ArrayList<>();
        int d = findings.dimension().chosen();
        sentences.add(
                "Real data fill only a thin part of the space of all inputs, their support: of "
                        + dimension
                        + " coordinates about "
                        + d
                        + " directions vary at a sample (tangents), the others are fixed (normals)."
                        + " Every model has errors. They are harmless for the look of samples if"
                        + " they push them along the support, to other good samples, and harmful if"
                        + " they push them off it. This section measures which.");
        if (!findings.shifts().isEmpty()) {
            sentences.add(
                    "Shifts: an error was added to the model on the whole way of generation, and the"
                            + " change of the end was split into a normal and a tangent part. Random"
                            + " errors of the score, or of the velocity, should leave a normal shift"
                            + " that vanishes with the noise at the end (power near 1); errors of the"
                            + " denoiser leave one that stays (power near 0): that is how these kinds"
                            + " of error differ for every model."
                            + own());
            sentences.add(
                    "\u201cNoise left there\u201d is how far a sample with noise \u03c3 lies off the"
                            + " support anyway. A normal shift well below this line is hidden in the"
                            + " noise that the sampler leaves; one above it can be seen.");
        }
        if (!findings.exponents().isEmpty()) {
            sentences.add(
                    "Lyapunov exponents say what generation does to a small difference along the way:"
                            + " a large exponent means that it survives to the sample, a very"
                            + " negative one that it is forgotten. Each has its direction at the"
                            + " sample. A gap after direction d separates directions that survive"
                            + " from those that are forgotten; the clearer it is, the better the"
                            + " support is protected"
                            + gap());
        }
        if (!findings.scoreAlignment().isEmpty()) {
            sentences.add(
                    "The score points off the support, back to it. A leading direction with |u \u00b7"
                            + " s| / |s| near 0 lies along the support; a value near 1 means that the"
                            + " changes that survive lead off it.");
        }
        if (!findings.alignments().isEmpty()) {
            sentences.add(
                    "Angles compare the leading "
                            + d
                            + " directions with tangents that were found without the model, from the"
                            + " reference data: 0 degrees is along the support, 90 degrees at least"
                            + " one direction straight off it. The score\u2019s own Jacobian is a"
                            + " sharper estimate of tangents; where it agrees with the frame and the"
                            + " Lyapunov directions do not, generation is at fault and not the frame.");
        }
        if (!findings.condition().isEmpty()) {
            sentences.add(
                    "The condition says why. If each late step compresses normal directions against"
                            + " tangent ones (factor below 1) and leaks little from tangent into"
                            + " normal ones, the leading directions must turn into the tangents, and"
                            + " the slope stays below the bound. Where there is no bound the"
                            + " condition does not hold, which by itself is no proof of harm: look at"
                            + " the slope that was measured.");
        }
        sentences.add(
                "The dimension is estimated in ways that share little: by the gap in the exponents,"
                        + " by how many directions the scores around a sample span, and by FLIPD,"
                        + " from trace and length of the score. Where they disagree, no single d is"
                        + " right, and angles at another d (option of the evaluator) are worth a"
                        + " look.");
        return sentences;
    }

    private String own() {
        boolean present =
                findings.shifts().stream()
                        .anyMatch(shift -> shift.source() == SupportShift.Source.OWN);
        return present
                ? " \u201cOwn error\u201d is this model\u2019s difference from the best answer that"
                        + " the reference data allow, in its own size, and decides the verdict."
                : "";
    }

    private String gap() {
        return findings.gap().n() == 0
                ? "; here it is not known, since no direction after it was computed."
                : " (here " + Numbers.range(findings.gap()) + ", median and 10 to 90 %).";
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        Trajectory trajectory = findings.trajectory();
        limits.add(
                "Other ways of generation: everything holds for "
                        + trajectory.process()
                        + " in "
                        + trajectory.steps()
                        + " steps from \u03c3 = "
                        + Numbers.of(trajectory.start().sigma())
                        + " to "
                        + Numbers.of(trajectory.end().sigma())
                        + ", and for "
                        + trajectory.samples()
                        + (trajectory.samples() == 1 ? " trajectory." : " trajectories."));
        limits.add(
                "The true support: it is known from the reference data only, "
                        + (input.options().referenceRole() == ReferenceRole.WHOLE
                                ? "all of them points that stand alone."
                                : "at the scale of the distances between them.")
                        + " Below that scale a tangent frame is a guess, and the model\u2019s own"
                        + " error counts what it learned beyond the reference points against it.");
        limits.add(
                "Large errors: shifts and exponents are those of small differences, and errors that"
                        + " carry a sample from one part of the support to another are not covered.");
        limits.add(
                "Whether samples are diverse or faithful: a model that always makes the same good"
                        + " sample stays on the support.");
        limits.add(
                "Errors at less noise than where generation stopped, and what the last denoising"
                        + " step of a sampler does.");
        return limits;
    }
}
