// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/** Where the networks of the experiment and their reference points are. */
sealed interface Networks {

    /** The names of those there are, such as circles-velocity-8. */
    List<String> names() throws IOException;

    /**
     * Loads one.
     *
     * @param name one of {@link #names}
     * @return the model, which the caller closes
     */
    DiffusionModel load(String name) throws IOException;

    /**
     * Its held-out points.
     *
     * @param name one of {@link #names}
     * @return an array file
     */
    Path reference(String name) throws IOException;

    /** The zoo's entries of the family circles. */
    record OfZoo() implements Networks {

        @Override
        public List<String> names() {
            return Zoo.entries().stream()
                    .filter(entry -> entry.about().family().equals("circles"))
                    .map(ZooEntry::name)
                    .toList();
        }

        @Override
        public DiffusionModel load(String name) throws IOException {
            return Zoo.entry(name).load();
        }

        @Override
        public Path reference(String name) throws IOException {
            return Zoo.entry(name).reference();
        }
    }

    /**
     * What train_circles.py wrote.
     *
     * @param folder its --out
     */
    record OfFolder(Path folder) implements Networks {

        @Override
        public List<String> names() throws IOException {
            try (Stream<Path> paths = Files.list(folder)) {
                return paths.filter(path -> Files.exists(path.resolve("network.pt")))
                        .map(path -> String.valueOf(path.getFileName()))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public DiffusionModel load(String name) throws IOException {
            Path network = folder.resolve(name);
            return DiffusionModel.load(
                    network.resolve("network.pt"), Card.read(network.resolve("card.json")));
        }

        @Override
        public Path reference(String name) {
            String dimension = name.substring(name.lastIndexOf('-') + 1);
            return folder.resolve("references/circles-" + dimension + "/points.npy");
        }
    }
}
