// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.content.Numbers;

/** A marginal-energy evaluation in words; tables, charts and JSON are beside it. */
final class MarginalEnergySection {
    /** Height of the posterior at the prior's end above which it is cut off. */
    private static final double CUT = 0.5;

    private final List<EnergyLevel> levels;
    private final EnergyFindings findings;
    private final AuditInput input;
    private final NoiseAxis noise;

    /**
     * A section.
     *
     * @param levels place by place, times ascending
     * @param findings everything else
     * @param input what was evaluated
     */
    MarginalEnergySection(List<EnergyLevel> levels, EnergyFindings findings, AuditInput input) {
        this.levels = levels;
        this.findings = findings;
        this.input = input;
        this.noise = new NoiseAxis(input.model().predictor().schedule());
    }

    AuditSection section() {
        MarginalEnergyCharts charts = new MarginalEnergyCharts(levels, findings, noise);
        MarginalEnergyTables tables = new MarginalEnergyTables(levels, findings, noise);
        MarginalEnergyJson json = new MarginalEnergyJson(levels, findings, noise);
        String verdict = findings.stability().sentence();
        return new AuditSection(
                MarginalEnergyAudit.NAME,
                "Marginal energy",
                verdict,
                MarginalEnergyLight.of(findings),
                meaning(),
                charts.all(),
                tables.levels(),
                json.of(verdict, input.reference().dimension()),
                AuditSection.Details.NONE
                        .withWarnings(findings.warnings())
                        .withMaps(charts.landscape().stream().toList())
                        .withTables(tables.further())
                        .withLimits(limits()));
    }

    private List<String> meaning() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "A blind network is not told how noisy its input is; the best it can answer is the"
                        + " average of the right answers over the noise levels that could have made"
                        + " this input, p(t | u). That best answer was computed from the reference"
                        + " data, level by level, and this model compared with it. "
                        + (findings.blind()
                                ? "This model is blind: it takes no time."
                                : "This model takes the time; \u201crun blind\u201d means that its"
                                        + " answers are averaged over p(t | u) in the same way."));
        sentences.add(
                "The drift error |\u0394v| is the error of the velocity that the sampler follows."
                        + " The best blind field\u2019s is what not knowing the time costs by"
                        + " itself; what this model has beyond it is the network\u2019s own error"
                        + (findings.blind() ? "." : ", with the time and without."));
        sentences.add(
                "The gain |\u03bd| is what the sampler multiplies an error of the network\u2019s"
                        + " output by. For a velocity it is 1 on every schedule; for other"
                        + " parameterisations it depends on the schedule. p in the table is its"
                        + " local power at an end of the prior: it grows without bound only if the"
                        + " schedule itself reaches \u03c3 = 0 or \u03b1 = 0 and p stays above 0 as"
                        + " the prior is widened; running blind is then safe only if the error"
                        + " shrinks as fast.");
        sentences.add(
                "Noise seen over true noise is 1 where a state looks exactly as noisy as it is."
                        + " Noised data should lie near 1; if states on the way of generation do"
                        + " not, the model has left the states that it was trained on, and a blind"
                        + " one then answers for the wrong noise level."
                        + floor().map(
                                        least ->
                                                " This can be said only at noise levels well above"
                                                        + " \u03c3/\u03b1 = "
                                                        + Numbers.of(least)
                                                        + ": held-out data themselves, which have no"
                                                        + " noise, seem that noisy beside single"
                                                        + " reference points.")
                                .orElse(""));
        sentences.add(
                "The Jensen gaps say what averaging over noise levels does to 1/\u03c3. J1 is never"
                        + " negative and 0 where the state determines its noise; J2 has a sign:"
                        + " above 0 the blind answer is that for less noise than there is, below 0"
                        + " for more. They matter most for predicted noise, which is a distance from"
                        + " the data divided by \u03c3: the smaller \u03c3, the more a wrong one moves"
                        + " the sampler.");
        sentences.add(
                "The energy E(u) = \u2212log p(u) is one landscape for all noise levels from t = "
                        + Numbers.of(findings.tMin())
                        + " to "
                        + Numbers.of(findings.tMax())
                        + ". The best blind answer is a step down this landscape (natural gradient),"
                        + " corrected by what gradient and noise level have in common (transport"
                        + " correction), and a linear drift. These parts are vectors and may cancel:"
                        + " bars compare their sizes.");
        if (findings.slopes().isPresent()) {
            sentences.add(
                    "How steeply the energy falls towards the data estimates their codimension,"
                            + " only where codimension > 1/q with \u03c3 ~ t^q at the data (q = 1 on"
                            + " the straight path): the number of coordinates ("
                            + input.reference().dimension()
                            + ") less the number of directions in which the data vary at that"
                            + " distance. It is the number of coordinates itself where every"
                            + " reference point stands alone. Normals of the data are not known:"
                            + " directions are random, which is right for points that stand alone,"
                            + " and nearly so where the data vary in few directions of many. Below"
                            + " 1/q, as where the data fill the space, a number near 1/q says"
                            + " nothing. Where too few points have a positive slope and an estimate"
                            + " within the number of coordinates, there is none.");
        }
        if (!findings.runs().isEmpty()) {
            sentences.add(
                    "Generation was run with the best blind field of each parameterisation and with"
                            + " this model, from the same noise as generation that is told the time"
                            + (findings.blind()
                                    ? ", which is that of the best field, since this model cannot be"
                                            + " told: its ends are new data at best, so judge them by"
                                            + " how far held-out data lie from the reference. "
                                    : ". ")
                            + "Displacement is how far apart the two end; a blind generation that"
                            + " ends as near to a reference point as the other has not left the"
                            + " data, even where it ends elsewhere.");
        }
        return sentences;
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        limits.add(
                "The true distribution: the best field is that of "
                        + density()
                        + ", which it reproduces one by one at little noise. A model that"
                        + " generalises differs from it there and is not to blame"
                        + floor().map(
                                        least ->
                                                "; below \u03c3/\u03b1 of about "
                                                        + Numbers.of(least)
                                                        + " errors do not tell a good model from a"
                                                        + " bad one.")
                                .orElse("."));
        limits.add(
                "Other priors p(t): everything holds for t from "
                        + Numbers.of(findings.tMin())
                        + " to "
                        + Numbers.of(findings.tMax())
                        + "; where the signal vanishes at t = 1, \u03bb\u0304 and c\u0304 grow"
                        + " without bound as the prior reaches it.");
        limits.add(
                "Contraction: a drift error early in generation may be forgotten later. Drift errors"
                        + " are not weighed by that; the blind generations show what remains"
                        + (findings.runs().isEmpty() ? "." : ", " + runs() + "."));
        limits.add(
                "Whether samples are good: distances to the nearest reference point notice states"
                        + " off the data, not missing modes, nor blur that stays close.");
        boolean cut =
                levels.stream()
                        .anyMatch(
                                level ->
                                        level.get(MarginalEnergyMetrics.EDGE_DATA).median() > CUT
                                                || level.get(MarginalEnergyMetrics.EDGE_NOISE)
                                                                .median()
                                                        > CUT);
        if (cut) {
            limits.add(
                    "States whose posterior is cut off at an end of the prior (see the table): what"
                            + " they would seem beyond it is not known.");
        }
        return limits;
    }

    /** sigma / alpha that held-out data, which have no noise, seem to have. */
    private Optional<Double> floor() {
        return levels.stream()
                .filter(level -> level.place() == Place.DATA)
                .map(level -> level.get(MarginalEnergyMetrics.POSTERIOR_TIME).median())
                .filter(t -> t >= 0 && t <= 1)
                .map(noise::at)
                .filter(Double::isFinite)
                .findFirst();
    }

    private String density() {
        return input.options().referenceRole() == ReferenceRole.WHOLE
                ? "the reference points"
                : "at most " + input.options().marginalEnergy().reference() + " reference points";
    }

    private String runs() {
        BlindRun run = findings.runs().get(0);
        return run.starts() + " of " + run.steps() + " steps for each field";
    }
}
