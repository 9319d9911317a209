// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.Tribuo;

/**
 * When and with what an audit ran.
 *
 * @param facts names and values in the order to show
 */
record Provenance(Map<String, String> facts) {

    /** The running platform. */
    static Provenance of(Instant start, Duration took) {
        Map<String, String> facts = new LinkedHashMap<>();
        String version = Audit.class.getPackage().getImplementationVersion();
        facts.put("created", start.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("seconds", String.valueOf(took.toSeconds()));
        facts.put("scorefield", version == null ? "development" : version);
        facts.put("tribuo", Tribuo.VERSION);
        facts.put("java", Runtime.version().toString());
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return new Provenance(Collections.unmodifiableMap(facts));
    }
}
