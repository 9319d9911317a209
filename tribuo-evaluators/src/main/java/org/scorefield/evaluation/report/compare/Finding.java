// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.Optional;
import org.scorefield.evaluation.report.content.Clause;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.LightHtml;

/**
 * What one evaluator says of one checkpoint.
 *
 * @param verdict in plain words; empty where it did not run
 * @param light its traffic light; nothing where it did not run, or the report is from a release
 *     without lights
 * @param against how the light's number differs from that of the first audit, in one sentence;
 *     empty for the first
 */
public record Finding(String verdict, Optional<Light> light, String against) {

    /**
     * The light's word.
     *
     * @return for example Green; a dash for a report without lights
     */
    public String word() {
        return light.map(one -> LightHtml.title(one.colour()))
                .orElse(verdict.isEmpty() ? "not measured" : Numbers.NONE);
    }

    /**
     * The verdict's first clause.
     *
     * @return up to its first full stop, colon or semicolon, with a full stop; empty where there is
     *     no verdict
     */
    public String summary() {
        return Clause.first(verdict);
    }

    /**
     * What decided the light.
     *
     * @return quantity, value and interval; empty where no number did
     */
    public String measured() {
        return light.flatMap(Light::measure)
                .map(one -> one.quantity() + ": " + one.measured())
                .orElse("");
    }
}
