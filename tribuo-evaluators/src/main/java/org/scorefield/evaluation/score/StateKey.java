// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceProvenance;

/**
 * What sums belong to: model, data and every option that changes them.
 *
 * @param entries {@code name = value}, in a fixed order
 */
record StateKey(List<String> entries) {

    StateKey {
        entries = List.copyOf(entries);
    }

    /** Which data: the same file gives others with another limit or range. */
    static String data(ReferenceProvenance provenance) {
        return provenance.sha256()
                + ", "
                + provenance.count()
                + " of "
                + provenance.available()
                + " samples of shape "
                + provenance.shape()
                + ", "
                + provenance.mapping();
    }

    static StateKey of(
            String model, String data, ScoreErrorOptions options, List<NoiseLevel> levels) {
        List<String> entries = new ArrayList<>();
        entries.add("model = " + model);
        entries.add("data = " + data);
        entries.add("seed = " + options.seed());
        entries.add("samples = " + options.samples());
        entries.add("fit samples = " + options.fitSamples());
        entries.add("estimator = " + options.estimator().name().toLowerCase(Locale.ROOT));
        entries.add("test functions = " + options.testFunctions());
        entries.add("levels = " + levels.size());
        for (NoiseLevel level : levels) {
            entries.add("level = " + level);
        }
        return new StateKey(entries);
    }

    /** The first entry that differs, as a refusal; null where none does. */
    @Nullable String difference(StateKey found) {
        for (int i = 0; i < Math.max(entries.size(), found.entries.size()); i++) {
            String here = i < entries.size() ? entries.get(i) : "nothing more";
            String there = i < found.entries.size() ? found.entries.get(i) : "nothing more";
            if (!Objects.equals(here, there)) {
                return "statistics: expected those of "
                        + here
                        + ", found "
                        + there
                        + "; resume with the same model, data and options, or remove the file";
            }
        }
        return null;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(entries.size());
        for (String entry : entries) {
            out.writeUTF(entry);
        }
    }

    static StateKey read(DataInput in) throws IOException {
        int size = in.readInt();
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(in.readUTF());
        }
        return new StateKey(entries);
    }
}
