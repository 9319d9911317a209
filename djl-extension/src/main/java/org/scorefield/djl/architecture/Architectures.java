// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;

/** The architectures known to a class loader, and the choice among them for a checkpoint. */
public final class Architectures {

    private final Map<String, Architecture> byName;

    private Architectures(Map<String, Architecture> byName) {
        this.byName = byName;
    }

    /**
     * Finds the architectures that a class loader's jars register.
     *
     * @param loader the class path, with any plugins
     * @return the architectures, by name
     * @throws IllegalArgumentException if a registration is faulty or a name is taken twice
     */
    public static Architectures load(ClassLoader loader) {
        try {
            return of(ServiceLoader.load(Architecture.class, loader));
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException(
                    "architectures: expected public classes with a public constructor, found "
                            + e.getMessage()
                            + "; correct META-INF/services/"
                            + Architecture.class.getName(),
                    e);
        }
    }

    /**
     * The given architectures and no other.
     *
     * @param architectures the architectures. Not modified.
     * @return the architectures, by name
     * @throws IllegalArgumentException if a name is taken twice
     */
    public static Architectures of(Iterable<? extends Architecture> architectures) {
        Map<String, Architecture> byName = new TreeMap<>();
        for (Architecture architecture : architectures) {
            Architecture other = byName.put(architecture.name(), architecture);
            if (other != null) {
                throw new IllegalArgumentException(
                        String.format(
                                "architectures: expected different names, found %s in %s and in"
                                        + " %s; rename one",
                                architecture.name(),
                                other.getClass().getName(),
                                architecture.getClass().getName()));
            }
        }
        return new Architectures(byName);
    }

    /**
     * The names, in alphabetical order.
     *
     * @return the names that a card may use
     */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * Chooses the architecture of a checkpoint: the one its card or its diffusers config names, or
     * else the only one that all names of the state dict fit.
     *
     * @param checkpoint a checkpoint with a state dict
     * @return the architecture
     * @throws CheckpointException if the named architecture is not known, or none or several fit
     */
    public Architecture find(Checkpoint checkpoint) throws CheckpointException {
        Optional<String> name = checkpoint.card().flatMap(Card::architecture);
        return name.isPresent() ? named(name.get(), checkpoint) : byKeys(checkpoint);
    }

    /**
     * Builds the network of a checkpoint and checks its parameters against the state dict.
     *
     * @param checkpoint a checkpoint with a state dict and a card
     * @return the network, ready to be written
     * @throws CheckpointException if there is no card, no architecture is found, its options are
     *     refused, or names or shapes differ: the message lists them
     */
    public NetworkProgram program(Checkpoint checkpoint) throws CheckpointException {
        Architecture architecture = find(checkpoint);
        Card card = checkpoint.requireCard();
        StateDict weights = checkpoint.requireStateDict();
        var source = new ArchitectureSource(card.options(), weights, card.dataShape());
        Graph graph;
        try {
            graph = architecture.build(source);
        } catch (CheckpointException e) {
            throw new CheckpointException(
                    checkpoint.path() + ": " + architecture.name() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new CheckpointException(
                    String.format(
                            "%s: %s: expected options of a network that can be built, found that %s"
                                    + " (correct the card's options or data.shape)",
                            checkpoint.path(), architecture.name(), e.getMessage()),
                    e);
        }
        StateDictCheck.check(architecture, graph, checkpoint, this);
        return new NetworkProgram(architecture.name(), graph, weights);
    }

    /** The architecture whose names fit best, or empty where none has a name in common. */
    Optional<Nearest> nearest(StateDict weights) {
        return ranked(weights).stream().findFirst().filter(n -> n.match().score() > 0);
    }

    private Architecture named(String name, Checkpoint checkpoint) throws CheckpointException {
        Architecture architecture = byName.get(name);
        if (architecture == null) {
            throw new CheckpointException(
                    String.format(
                            "%s: architecture: expected one of %s, found \"%s\"; %s",
                            checkpoint.path(),
                            String.join(", ", byName.keySet()),
                            name,
                            advice(name, checkpoint)));
        }
        return architecture;
    }

    private String advice(String name, Checkpoint checkpoint) throws CheckpointException {
        for (String known : byName.keySet()) {
            if (known.equalsIgnoreCase(name)) {
                return "did you mean \"" + known + "\"?";
            }
        }
        return nearest(checkpoint.requireStateDict())
                        .map(n -> "its keys are nearest to " + n.describe() + "; ")
                        .orElse("")
                + "correct the card, or add the architecture as a plugin";
    }

    private Architecture byKeys(Checkpoint checkpoint) throws CheckpointException {
        List<Nearest> complete =
                ranked(checkpoint.requireStateDict()).stream()
                        .filter(n -> n.match().isComplete())
                        .toList();
        if (complete.size() == 1) {
            return complete.get(0).architecture();
        }
        String found =
                complete.isEmpty()
                        ? nearest(checkpoint.requireStateDict())
                                .map(n -> "keys nearest to " + n.describe())
                                .orElse("keys that none of them knows")
                        : "keys that fit "
                                + String.join(
                                        " and ",
                                        complete.stream()
                                                .map(n -> n.architecture().name())
                                                .toList());
        throw new CheckpointException(
                String.format(
                        "%s: expected the keys of one known architecture (%s), found %s; give a card"
                                + " that names the architecture",
                        checkpoint.path(), String.join(", ", byName.keySet()), found));
    }

    private List<Nearest> ranked(StateDict weights) {
        List<Nearest> ranked = new ArrayList<>();
        for (Architecture architecture : byName.values()) {
            ranked.add(new Nearest(architecture, architecture.match(weights)));
        }
        ranked.sort(Comparator.comparingDouble((Nearest n) -> -n.match().score()));
        return ranked;
    }

    /** An architecture and how well it fits. */
    record Nearest(Architecture architecture, Match match) {

        private static final int SHOWN = 3;

        String describe() {
            List<String> differences = new ArrayList<>();
            if (!match.missing().isEmpty()) {
                differences.add("missing " + Listing.of(match.missing(), SHOWN));
            }
            if (!match.unexpected().isEmpty()) {
                differences.add("unexpected " + Listing.of(match.unexpected(), SHOWN));
            }
            return architecture.name()
                    + (differences.isEmpty() ? "" : " (" + String.join("; ", differences) + ")");
        }
    }
}
