// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;

/**
 * The zoo's entries by URL, {@code scorefield://fashion-mnist-ddpm}, for {@code
 * Criteria.optModelUrls} and DJL Serving. (DJL looks up {@code djl://} URLs on its own server
 * only.)
 */
public final class ZooRepositoryFactory implements RepositoryFactory {

    private static final String SCHEME = "scorefield";

    @Override
    public Repository newInstance(String name, URI uri) {
        try {
            ZooEntry entry = Zoo.entry(String.valueOf(uri.getHost()));
            return Repository.newInstance(name, ZooEntryLoader.modelDirectory(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of(SCHEME);
    }
}
