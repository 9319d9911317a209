// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How well the names of a state dict fit an architecture.
 *
 * @param score from 0, nothing in common, to 1, every name is known and none is missing
 * @param missing templates of names that the architecture needs and the state dict lacks
 * @param unexpected names that the architecture does not know
 */
public record Match(double score, List<String> missing, List<String> unexpected) {

    /**
     * Validates the score and copies the lists.
     *
     * @param score from 0, nothing in common, to 1, every name is known and none is missing
     * @param missing templates of names that the architecture needs and the state dict lacks
     * @param unexpected names that the architecture does not know
     */
    public Match {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException(
                    "score: expected a number in [0, 1], found " + score + "; divide by the names");
        }
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
    }

    /**
     * Compares names with templates, in which {@code *} stands for a whole number, as {@code
     * layers.*.weight}. The score is the share of names that some template knows times the share of
     * required templates that some name fits.
     *
     * @param names the state dict's names. Not modified.
     * @param required templates that at least one name must fit. Not modified.
     * @param optional templates that names may fit. Not modified.
     * @return the match
     */
    public static Match ofKeys(
            Collection<String> names, List<String> required, List<String> optional) {
        List<Pattern> known = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String template : required) {
            Pattern pattern = pattern(template);
            known.add(pattern);
            if (names.stream().noneMatch(name -> pattern.matcher(name).matches())) {
                missing.add(template);
            }
        }
        optional.forEach(template -> known.add(pattern(template)));
        List<String> unexpected =
                names.stream()
                        .filter(name -> known.stream().noneMatch(p -> p.matcher(name).matches()))
                        .toList();
        double explained = names.isEmpty() ? 0 : 1 - unexpected.size() / (double) names.size();
        double present = required.isEmpty() ? 1 : 1 - missing.size() / (double) required.size();
        return new Match(explained * present, missing, unexpected);
    }

    /**
     * Whether every name is known and none is missing.
     *
     * @return true at a score of 1
     */
    public boolean isComplete() {
        return score == 1;
    }

    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        for (String part : template.split("(?<=\\*)|(?=\\*)")) {
            regex.append(part.equals("*") ? "\\d+" : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }
}
