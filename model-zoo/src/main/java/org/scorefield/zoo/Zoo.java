// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.util.List;
import java.util.Optional;

/**
 * What the zoo holds: the entries that the resource index.json lists, each described by the
 * entry.json of its folder.
 */
public final class Zoo {

    private Zoo() {}

    /**
     * All entries.
     *
     * @return the entries, the default first
     */
    public static List<ZooEntry> entries() {
        return Manifests.names().stream().map(Manifests::entry).toList();
    }

    /**
     * The entry that an audit without arguments takes.
     *
     * @return the first entry
     */
    public static ZooEntry defaultEntry() {
        return Manifests.entry(Manifests.names().get(0));
    }

    /**
     * The entry of a name.
     *
     * @param name as in {@link ZooEntry#name()}
     * @return the entry
     * @throws IllegalArgumentException if there is none
     */
    public static ZooEntry entry(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "name: expected one of "
                                                + String.join(", ", Manifests.names())
                                                + ", found "
                                                + name
                                                + "; correct it"));
    }

    /**
     * The entry of a name, if there is one.
     *
     * @param name any text
     * @return the entry; empty if the zoo has none of that name
     */
    public static Optional<ZooEntry> find(String name) {
        return Manifests.names().contains(name)
                ? Optional.of(Manifests.entry(name))
                : Optional.empty();
    }
}
