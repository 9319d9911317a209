// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.ridge.DirectionVote;
import org.scorefield.evaluation.ridge.MemoryRadius;
import org.scorefield.evaluation.ridge.RidgeFindings;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** A ridge evaluation in words; tables, charts, pictures and JSON are beside it. */
final class RidgeSection {
    private final List<RidgeLevel> levels;
    private final RidgeFindings findings;
    private final AuditInput input;

    /**
     * A section.
     *
     * @param levels place by place, from little noise to much
     * @param findings everything else
     * @param input what was evaluated
     */
    RidgeSection(List<RidgeLevel> levels, RidgeFindings findings, AuditInput input) {
        this.levels = levels;
        this.findings = findings;
        this.input = input;
    }

    AuditSection section() {
        int dimension = input.reference().dimension();
        RidgeTables tables = new RidgeTables(levels, findings, dimension);
        return new AuditSection(
                RidgeAudit.NAME,
                "Ridge",
                findings.verdict(),
                RidgeLight.of(findings),
                meaning(),
                new RidgeCharts(levels, findings, dimension).all(),
                tables.levels(),
                new RidgeJson(levels, findings).of(dimension),
                AuditSection.Details.NONE
                        .withWarnings(findings.warnings())
                        .withTables(tables.further())
                        .withGalleries(
                                RidgePictures.of(findings.examples(), input).stream().toList())
                        .withLimits(limits()));
    }

    private List<String> meaning() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "The ridge is where the noised density of the "
                        + findings.points()
                        + " reference points is highest across all but d = "
                        + findings.directions()
                        + " directions: the surface through and between the data at each noise"
                        + " level. A model that does not repeat its training data should still end"
                        + " on it. "
                        + chosen());
        sentences.add(
                "\u03c1 is the distance to the ridge in units of the noise that is there anyway: about"
                        + " 1 for perfectly noised data. A state is on the ridge where \u03c1 is at"
                        + " most \u03ba = "
                        + Numbers.of(findings.rule().kappa())
                        + " and the density falls off in every direction across it.");
        if (!findings.control().isEmpty()) {
            sentences.add(
                    "Held-out data, noised, are looked at in the same way: what a good model\u2019s"
                            + " samples would look like. "
                            + reading());
        }
        if (!findings.shares().isEmpty()) {
            sentences.add(
                    "Memorised samples end nearer to a training point than the radius "
                            + Numbers.of(findings.memory().radius())
                            + radius()
                            + " Inter-mode samples are on the ridge and near no training point: new,"
                            + " and of the data\u2019s kind. Off-ridge samples have left the data.");
            sentences.add(
                    "A sample reaches the ridge when it stays on it from then on, aligns until its"
                            + " motion across the ridge (less the ridge\u2019s own) stays below its"
                            + " motion along it, and then slides. These phases, shaded in the first"
                            + " chart between medians, are operational: they depend on \u03ba and"
                            + " on the noise levels looked at. With the "
                            + findings.process()
                            + " much of the motion at each step is "
                            + ("reverse SDE".equals(findings.process())
                                    ? "fresh noise, which keeps samples from sliding until late, or"
                                            + " at all."
                                    : "the model\u2019s own."));
        }
        sentences.add(
                "The model\u2019s error is that of its score against the reference\u2019s. Across the"
                        + " ridge it decides how far samples end from the data; along the ridge it"
                        + " only moves them to other places between the data. A model generalises"
                        + " this way where the error across is much the smaller one. The push says"
                        + " whether the error across points away from the ridge.");
        return sentences;
    }

    /** Where the ridge is read, by the held-out data that are on it there. */
    private String reading() {
        double least = findings.rule().least();
        long lower =
                levels.stream()
                        .filter(level -> level.place() == RidgePlace.HELD_OUT)
                        .filter(level -> level.noise() < least)
                        .count();
        String on =
                levels.stream()
                        .filter(level -> level.place() == RidgePlace.HELD_OUT)
                        .filter(level -> level.noise() == least)
                        .map(level -> level.onRidge().count() + " of " + level.count())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("read at no level"));
        String where =
                "The ridge is read at \u03c3/\u03b1 = " + Numbers.of(least) + ", where " + on;
        return lower == 0
                ? where + " of them are on it: the least noise that was looked at."
                : where
                        + " of them are on it. Below, it runs through single reference points, and"
                        + " new data are off it however good the model; there the shares say"
                        + " nothing about the model.";
    }

    private String chosen() {
        if (findings.votes().isEmpty()) {
            return "d was given.";
        }
        DirectionVote clearest = DirectionVote.clearest(findings.votes());
        return "d was chosen at \u03c3/\u03b1 = "
                + Numbers.of(clearest.level().sigma() / clearest.level().alpha())
                + ", where "
                + clearest.choice().agreement().count()
                + " of "
                + clearest.choice().agreement().of()
                + " states agree on it; "
                + DirectionVote.run(findings.votes())
                + " of "
                + findings.votes().size()
                + " noise levels in a row do. It changes with the scale that one looks at: give d"
                + " to ask for another.";
    }

    private String radius() {
        MemoryRadius memory = findings.memory();
        String found =
                " Of training points noised as samples end, "
                        + Math.round(100 * memory.detected().share())
                        + " % are within it.";
        return switch (memory.source()) {
            case GIVEN -> ", which was given." + found;
            case HELD_OUT ->
                    ", within which "
                            + findings.control().get(Verdict.MEMORISED).count()
                            + " of "
                            + findings.control().samples()
                            + " held-out data lie by chance: only a larger share is memory."
                            + found;
            case SPACING ->
                    ", half of the training points\u2019 usual distance from one another, and the"
                            + " noise left at the end."
                            + found;
        };
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (input.options().referenceRole() == ReferenceRole.SAMPLE) {
            limits.add(
                    "Memory of data that are not among the reference points: \u201cmemorised\u201d"
                            + " means near one of these "
                            + findings.points()
                            + ". If they were held out of training, no share of it is memory.");
        }
        limits.add(
                "The true distribution: ridge, error and distances are those of "
                        + findings.points()
                        + " points. With more points the ridge holds down to less noise.");
        limits.add(
                "Quality: a sample on the ridge between two data need not look like data, since the"
                        + " ridge of points far apart runs straight between them. Look at the"
                        + " pictures where there are some.");
        limits.add(
                "Missing modes: samples that all end on one part of the ridge are on it. Other"
                        + " processes, steps and seeds give other samples.");
        return limits;
    }
}
