// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.evaluation.energy.MarginalEnergyEvaluation;

/**
 * What the levels of a {@link MarginalEnergyEvaluation} follow from: a row of numbers for each
 * state.
 *
 * <p>A monoid over rows: one without rows is the neutral element, {@link #merge} adds, and the
 * levels of parts that were merged are those of the whole, bit for bit and in any order. A row that
 * is added twice counts twice: give each part states of its own. A file takes about 200 bytes a
 * state, the object several times that. Not thread-safe: give each thread its own and merge.
 */
public final class EnergySufficientStatistics {
    private static final int MAGIC = 0x53464553;
    private static final int END = 0x53464545;
    private static final int VERSION = 1;

    private final List<EnergyState> states = new ArrayList<>();

    /** No states. */
    public EnergySufficientStatistics() {}

    /**
     * Adds states.
     *
     * @param batch what was measured at some states
     */
    public void add(List<EnergyState> batch) {
        states.addAll(batch);
    }

    /**
     * Adds the states of other statistics.
     *
     * @param other statistics of other states; not modified
     */
    public void merge(EnergySufficientStatistics other) {
        states.addAll(List.copyOf(other.states));
    }

    /** {@return number of states} */
    public int count() {
        return states.size();
    }

    /** {@return all states, in the order they came} */
    public List<EnergyState> states() {
        return List.copyOf(states);
    }

    /** {@return the levels, place by place, times ascending, those without a time last} */
    public List<EnergyLevel> levels() {
        Comparator<EnergyState> order =
                Comparator.comparing(EnergyState::place).thenComparingDouble(EnergyState::t);
        Map<EnergyState, List<EnergyState>> levels = new TreeMap<>(order);
        for (EnergyState state : states) {
            levels.computeIfAbsent(state, first -> new ArrayList<>()).add(state);
        }
        return levels.values().stream().map(EnergyLevel::of).toList();
    }

    /**
     * Writes the rows; they are read back bit for bit. Does not close the stream.
     *
     * @param stream where to
     * @throws IOException if the stream fails
     */
    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        MarginalEnergyMetrics[] metrics = MarginalEnergyMetrics.values();
        out.writeInt(metrics.length);
        for (MarginalEnergyMetrics metric : metrics) {
            out.writeUTF(metric.name());
        }
        out.writeInt(states.size());
        for (EnergyState state : states) {
            out.writeUTF(state.place().name());
            out.writeDouble(state.t());
            for (MarginalEnergyMetrics metric : metrics) {
                out.writeDouble(state.get(metric));
            }
        }
        out.writeInt(END);
        out.flush();
    }

    /**
     * Reads what {@link #write} wrote. Does not close the stream.
     *
     * @param stream where from
     * @return new statistics
     * @throws IOException where the bytes are not such statistics, or end early
     */
    public static EnergySufficientStatistics read(InputStream stream) throws IOException {
        try {
            return read(new DataInputStream(stream));
        } catch (EOFException e) {
            throw new IOException(damaged("rows to their end", "fewer bytes"), e);
        }
    }

    private static EnergySufficientStatistics read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException(damaged("a file of marginal energies", "other bytes"));
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException(damaged("version " + VERSION, "version " + version));
        }
        List<MarginalEnergyMetrics> metrics = new ArrayList<>();
        int columns = in.readInt();
        for (int i = 0; i < columns; i++) {
            metrics.add(named(MarginalEnergyMetrics.class, in.readUTF()));
        }
        int rows = in.readInt();
        EnergySufficientStatistics statistics = new EnergySufficientStatistics();
        for (int row = 0; row < rows; row++) {
            Place place = named(Place.class, in.readUTF());
            double t = in.readDouble();
            Map<MarginalEnergyMetrics, Double> values = new EnumMap<>(MarginalEnergyMetrics.class);
            for (MarginalEnergyMetrics metric : metrics) {
                double value = in.readDouble();
                if (!Double.isNaN(value)) {
                    values.put(metric, value);
                }
            }
            statistics.states.add(new EnergyState(place, t, values));
        }
        if (in.readInt() != END) {
            throw new IOException(damaged("the mark of the end", "other bytes"));
        }
        return statistics;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) throws IOException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException(damaged("a name of " + type.getSimpleName(), name), e);
        }
    }

    private static String damaged(String expected, String found) {
        return "statistics: expected "
                + expected
                + ", found "
                + found
                + "; the file is damaged or of another version, measure the states anew";
    }
}
