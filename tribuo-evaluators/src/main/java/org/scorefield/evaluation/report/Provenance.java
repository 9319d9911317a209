// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import ai.djl.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.Tribuo;

/**
 * When and with what an audit ran.
 *
 * @param facts names and values in the order to show
 */
record Provenance(Map<String, String> facts) {

    /** What was stated, and the running platform. */
    static Provenance of(Instant start, Duration took, Map<String, String> stated) {
        Map<String, String> facts = new LinkedHashMap<>();
        String version = Audit.class.getPackage().getImplementationVersion();
        facts.put("created", start.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("seconds", String.valueOf(took.toSeconds()));
        facts.put("scorefield", version == null ? "development" : version);
        facts.putAll(stated);
        facts.put("djl", Engine.getDjlVersion());
        facts.put("tribuo", Tribuo.VERSION);
        facts.put("java", Runtime.version().toString());
        facts.put("jvm", properties("java.vm.vendor", "java.vm.name"));
        facts.put("os", properties("os.name", "os.version", "os.arch"));
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return new Provenance(Collections.unmodifiableMap(facts));
    }

    private static String properties(String... names) {
        return Stream.of(names).map(System::getProperty).collect(Collectors.joining(" "));
    }
}
