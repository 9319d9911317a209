// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is audited, as the report shows it.
 *
 * @param name of the checkpoint, for people
 * @param sha256 of the checkpoint's bytes
 * @param facts names and values in the order to show: architecture, schedule, prediction, engine
 *     ...
 * @param shape shape of one sample, channels first
 * @param range values of the data that stored bytes 0 and 255 mean: {low, high}
 * @param notes what a reader must know, for example choices made while reading the file
 */
public record AuditSubject(
        String name,
        String sha256,
        Map<String, String> facts,
        long[] shape,
        double[] range,
        List<String> notes) {

    /** Copies. */
    public AuditSubject {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        shape = shape.clone();
        range = range.clone();
        notes = List.copyOf(notes);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public double[] range() {
        return range.clone();
    }
}
