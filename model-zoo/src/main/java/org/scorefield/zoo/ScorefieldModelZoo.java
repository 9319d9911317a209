// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.repository.zoo.ModelZoo;
import java.util.Set;

/**
 * The zoo as DJL sees it: one artifact an entry.
 *
 * <pre>{@code
 * Criteria<NDList, NDList> criteria =
 *         Criteria.builder()
 *                 .setTypes(NDList.class, NDList.class)
 *                 .optGroupId("org.scorefield.zoo")
 *                 .optArtifactId("fashion-mnist-ddpm")
 *                 .optArgument("quantity", "score")
 *                 .build();
 * }</pre>
 */
public final class ScorefieldModelZoo extends ModelZoo {

    /** The group of every artifact. */
    public static final String GROUP_ID = "org.scorefield.zoo";

    /** A zoo with all entries. */
    public ScorefieldModelZoo() {
        ZooRepository repository = new ZooRepository();
        for (ZooEntry entry : Zoo.entries()) {
            addModel(new ZooEntryLoader(entry, repository));
        }
    }

    @Override
    public String getGroupId() {
        return GROUP_ID;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch");
    }
}
