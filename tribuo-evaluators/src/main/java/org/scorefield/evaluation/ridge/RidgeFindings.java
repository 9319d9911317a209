// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.List;
import org.scorefield.evaluation.ridge.statistics.PhaseTimes;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;

/**
 * What an evaluation found beside its levels.
 *
 * @param directions d, the tangent directions
 * @param votes what each noise level says about d, from noise to data; empty where d was given
 * @param memory within which radius samples are memorised
 * @param rule how samples were judged; its least is the sigma / alpha at which the ridge was read
 * @param spread of the data, a coordinate's root mean square about the mean; where the ridge was
 *     read at more noise, being on it says little
 * @param shares of each verdict among samples; empty where none were made
 * @param control shares of each verdict among held-out data; empty where there are none
 * @param phases when samples reached the ridge and began to slide
 * @param examples samples of each verdict to look at
 * @param points how many points make the density, drawn ones among them
 * @param process how samples were made
 * @param verdict one sentence in plain words
 * @param warnings what a reader must know of these numbers, one sentence each
 */
public record RidgeFindings(
        int directions,
        List<DirectionVote> votes,
        MemoryRadius memory,
        VerdictRule rule,
        double spread,
        VerdictShares shares,
        VerdictShares control,
        PhaseTimes phases,
        List<RidgeExample> examples,
        int points,
        String process,
        String verdict,
        List<String> warnings) {

    /**
     * Copies.
     *
     * @param directions d, the tangent directions
     * @param votes what each noise level says about d, from noise to data; empty where d was given
     * @param memory within which radius samples are memorised
     * @param rule how samples were judged; its least is the sigma / alpha at which the ridge was
     *     read
     * @param spread of the data, a coordinate's root mean square about the mean; where the ridge
     *     was read at more noise, being on it says little
     * @param shares of each verdict among samples; empty where none were made
     * @param control shares of each verdict among held-out data; empty where there are none
     * @param phases when samples reached the ridge and began to slide
     * @param examples samples of each verdict to look at
     * @param points how many points make the density, drawn ones among them
     * @param process how samples were made
     * @param verdict one sentence in plain words
     * @param warnings what a reader must know of these numbers, one sentence each
     */
    public RidgeFindings {
        votes = List.copyOf(votes);
        examples = List.copyOf(examples);
        warnings = List.copyOf(warnings);
    }

    /** {@return whether the ridge could be read only where noise hides the data} */
    public boolean hidden() {
        return rule.least() > spread;
    }
}
