// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;

/**
 * One evaluator's numbers of several audits.
 *
 * @param evaluator its name
 * @param names of the columns
 * @param evaluations one for each column; not there where it did not run
 * @param findings one for each column
 */
record Columns(
        String evaluator, List<String> names, List<Found> evaluations, List<Finding> findings) {

    static Columns of(String evaluator, List<String> names, List<AuditReport> reports) {
        Against against = new Against(reports.get(0), names.get(0), evaluator);
        List<Finding> findings = new ArrayList<>();
        for (AuditReport report : reports) {
            findings.add(
                    new Finding(
                            report.evaluation(evaluator).text("verdict"),
                            report.light(evaluator),
                            findings.isEmpty() ? "" : against.sentence(report)));
        }
        return new Columns(
                evaluator,
                names,
                reports.stream().map(report -> report.evaluation(evaluator)).toList(),
                findings);
    }

    /** A table with a column for each audit. */
    static Table table(String caption, List<String> names, List<List<String>> rows) {
        List<String> heads = new ArrayList<>(List.of(""));
        heads.addAll(names);
        return new Table(caption, heads, rows);
    }

    Comparison.Part part() {
        List<Optional<MainNumbers>> numbers =
                evaluations.stream()
                        .map(
                                found ->
                                        found.present()
                                                ? Optional.of(MainNumbers.of(evaluator, found))
                                                : Optional.<MainNumbers>empty())
                        .toList();
        List<MainNumbers> there = numbers.stream().flatMap(Optional::stream).toList();
        Set<String> overall = new LinkedHashSet<>();
        Set<String> levels = new LinkedHashSet<>(there.get(0).levels().keySet());
        there.forEach(one -> overall.addAll(one.overall().keySet()));
        boolean same = there.stream().allMatch(one -> one.levels().keySet().equals(levels));
        there.forEach(one -> levels.retainAll(one.levels().keySet()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                row(
                        "result",
                        numbers,
                        one -> one.result().isEmpty() ? Numbers.NONE : one.result()));
        rows.addAll(rows(overall, numbers, MainNumbers::overall));
        String title = MainNumbers.title(evaluator);
        List<Table> tables = new ArrayList<>();
        tables.add(table(title + ": result and main numbers", names, rows));
        if (!levels.isEmpty()) {
            tables.add(
                    table(
                            title + ": noise levels that all columns have",
                            names,
                            rows(levels, numbers, MainNumbers::levels)));
        }
        return new Comparison.Part(
                evaluator,
                title,
                findings,
                new Curves(names, evaluations).of(evaluator),
                tables,
                same
                        ? List.of()
                        : List.of(
                                "Noise levels differ between the columns: levels that not all have"
                                        + " are left out, and numbers along the path cover"
                                        + " different noise."));
    }

    private static List<List<String>> rows(
            Set<String> labels,
            List<Optional<MainNumbers>> numbers,
            Function<MainNumbers, Map<String, String>> of) {
        return labels.stream()
                .map(
                        label ->
                                row(
                                        label,
                                        numbers,
                                        one -> of.apply(one).getOrDefault(label, Numbers.NONE)))
                .toList();
    }

    private static List<String> row(
            String label, List<Optional<MainNumbers>> numbers, Function<MainNumbers, String> cell) {
        List<String> row = new ArrayList<>(List.of(label));
        numbers.forEach(one -> row.add(one.map(cell).orElse("not measured")));
        return row;
    }
}
