// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What was chosen on one half of the data, without the half that certifies it.
 *
 * @param testFunctions name of the candidate that was chosen
 * @param lambda weight of the Stein form against the denoising form in the certified value, in [0,
 *     1]; absent where the true score is known
 * @param tried all candidates, with what they gave on the selection rows
 */
public record Choice(String testFunctions, OptionalDouble lambda, List<Candidate> tried) {

    /**
     * Copies.
     *
     * @param testFunctions name of the candidate that was chosen
     * @param lambda weight of the Stein form against the denoising form in the certified value, in
     *     [0, 1]; absent where the true score is known
     * @param tried all candidates, with what they gave on the selection rows
     */
    public Choice {
        tried = List.copyOf(tried);
    }

    /**
     * A candidate: a class by itself, the union of all by backfitting, or the union with its parts
     * weighted anew.
     *
     * @param testFunctions its name
     * @param value its value on the selection rows, in epsilon units
     * @param lowerBound the value less a multiple of its standard error: what the choice maximises
     */
    public record Candidate(String testFunctions, double value, double lowerBound) {}
}
