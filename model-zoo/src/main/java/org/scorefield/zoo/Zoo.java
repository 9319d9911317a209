// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.util.List;
import java.util.stream.Collectors;

/** What the zoo holds. */
public final class Zoo {

    private static final List<ZooEntry> ENTRIES =
            List.of(
                    new ZooEntry(
                            "fashion-mnist-ddpm",
                            "a small DDPM of Fashion-MNIST, 28 by 28 grey",
                            "Apache-2.0; its images MIT (Zalando)",
                            List.of(
                                    "NOTICE-FASHION-MNIST.txt",
                                    "model_index.json",
                                    "scheduler/scheduler_config.json",
                                    "unet/config.json",
                                    "unet/diffusion_pytorch_model.safetensors"),
                            "reference-images.idx3-ubyte.gz"));

    private Zoo() {}

    /**
     * All entries.
     *
     * @return the entries, the default first
     */
    public static List<ZooEntry> entries() {
        return ENTRIES;
    }

    /**
     * The entry that an audit without arguments takes.
     *
     * @return the first entry
     */
    public static ZooEntry defaultEntry() {
        return ENTRIES.get(0);
    }

    /**
     * The entry of a name.
     *
     * @param name as in {@link ZooEntry#name()}
     * @return the entry
     * @throws IllegalArgumentException if there is none
     */
    public static ZooEntry entry(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "name: expected one of "
                                                + ENTRIES.stream()
                                                        .map(ZooEntry::name)
                                                        .collect(Collectors.joining(", "))
                                                + ", found "
                                                + name
                                                + "; correct it"));
    }
}
