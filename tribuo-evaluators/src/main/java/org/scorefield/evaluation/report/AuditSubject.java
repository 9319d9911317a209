// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.engine.NetworkDescription;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.ModelProvenance;
import org.scorefield.djl.schedule.Parameterization;

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

    /**
     * Copies.
     *
     * @param name of the checkpoint, for people
     * @param sha256 of the checkpoint's bytes
     * @param facts names and values in the order to show: architecture, schedule, prediction,
     *     engine ...
     * @param shape shape of one sample, channels first
     * @param range values of the data that stored bytes 0 and 255 mean: {low, high}
     * @param notes what a reader must know, for example choices made while reading the file
     */
    public AuditSubject {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        shape = shape.clone();
        range = range.clone();
        notes = List.copyOf(notes);
    }

    /** {@return shape of one sample, channels first} A copy. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** {@return values of the data that stored bytes 0 and 255 mean: {low, high}} A copy. */
    @Override
    public double[] range() {
        return range.clone();
    }

    /**
     * A loaded model, with everything its provenance tells.
     *
     * @param name of the checkpoint, for people
     * @param model the model
     * @return the subject
     */
    public static AuditSubject of(String name, DiffusionModel model) {
        ModelProvenance provenance = model.provenance();
        Parameterization parameterization = model.parameterization();
        NetworkDescription network = provenance.network();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("container", provenance.container());
        facts.put("architecture", provenance.architecture());
        facts.put("schedule", parameterization.schedule().name());
        facts.put("prediction", parameterization.prediction().name());
        facts.put("time input", parameterization.time().kind().label());
        facts.put("data shape", Arrays.toString(model.dataShape()));
        facts.put("data range", Arrays.toString(model.dataRange()));
        facts.put("engine", network.engine());
        facts.put("device", device(network.device()));
        facts.put("data type", network.dataType().toString());
        List<String> notes = new ArrayList<>(provenance.notes());
        notes.addAll(network.notes());
        return new AuditSubject(
                name,
                provenance.checkpointSha256(),
                facts,
                model.dataShape(),
                model.dataRange(),
                notes);
    }

    private static String device(Device device) {
        return device.isGpu() ? "gpu " + device.getDeviceId() : device.getDeviceType();
    }
}
