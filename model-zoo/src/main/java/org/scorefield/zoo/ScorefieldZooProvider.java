// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Registers the zoo with DJL, which finds this class through ServiceLoader. */
public final class ScorefieldZooProvider implements ZooProvider {

    @Override
    public ModelZoo getModelZoo() {
        return new ScorefieldModelZoo();
    }
}
