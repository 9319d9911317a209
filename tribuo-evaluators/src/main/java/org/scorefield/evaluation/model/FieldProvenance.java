// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/** The Tribuo provenance of a model that was trained elsewhere. */
public final class FieldProvenance {

    private FieldProvenance() {}

    /**
     * A provenance of facts.
     *
     * @param model the class of the model
     * @param facts what is known of it, for example its SHA-256; become instance provenance
     * @return the provenance
     */
    public static ModelProvenance of(
            @SuppressWarnings("rawtypes") Class<? extends Model> model, Map<String, String> facts) {
        Map<String, Provenance> instance = new HashMap<>();
        facts.forEach((key, value) -> instance.put(key, new StringProvenance(key, value)));
        return new ModelProvenance(
                model.getName(),
                OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC),
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                instance);
    }
}
