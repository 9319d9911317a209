// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.RidgeEvaluation;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;

/**
 * What a {@link RidgeEvaluation} follows from: the track of each sample, for one d.
 *
 * <p>A monoid over tracks: one without tracks is the neutral element, {@link #merge} adds, and
 * levels, phases and verdicts of parts that were merged are those of the whole, bit for bit and in
 * any order. A track that is added twice counts twice: give each part samples of its own. A file
 * takes about 150 bytes for each sample and level. Not thread-safe: give each thread its own and
 * merge.
 */
public final class RidgeSufficientStatistics {
    private static final int MAGIC = 0x53465253;
    private static final int END = 0x53465245;
    private static final int VERSION = 1;

    private final int directions;
    private final List<RidgeTrack> tracks = new ArrayList<>();

    /**
     * No tracks.
     *
     * @param directions d, the tangent directions of the ridge that they are followed to
     */
    public RidgeSufficientStatistics(int directions) {
        this.directions = directions;
    }

    /** {@return d} */
    public int directions() {
        return directions;
    }

    /**
     * Adds samples.
     *
     * @param batch their tracks
     */
    public void add(List<RidgeTrack> batch) {
        tracks.addAll(batch);
    }

    /**
     * Adds the samples of other statistics.
     *
     * @param other statistics of other samples for the same d; not modified
     * @throws IllegalArgumentException where d differs
     */
    public void merge(RidgeSufficientStatistics other) {
        if (other.directions != directions) {
            throw new IllegalArgumentException(
                    "statistics: expected those of d = "
                            + directions
                            + ", found d = "
                            + other.directions
                            + "; fix d with the options and measure the parts anew");
        }
        tracks.addAll(List.copyOf(other.tracks));
    }

    /** {@return number of samples} */
    public int count() {
        return tracks.size();
    }

    /**
     * The tracks of one place, in the order they came.
     *
     * @param place samples, held-out data, or examples of a data set
     * @return its tracks; empty where there are none
     */
    public List<RidgeTrack> tracks(RidgePlace place) {
        return tracks.stream().filter(track -> track.place() == place).toList();
    }

    /**
     * The levels, place by place, from little noise to much.
     *
     * @param kappa largest rho on the ridge
     * @return the levels
     */
    public List<RidgeLevel> levels(double kappa) {
        List<RidgeLevel> levels = new ArrayList<>();
        for (RidgePlace place : RidgePlace.values()) {
            Map<NoiseLevel, List<RidgeEntry>> rows =
                    new TreeMap<>(
                            Comparator.comparingDouble(RidgeTrack::noise)
                                    .thenComparingDouble(NoiseLevel::t));
            for (RidgeTrack track : tracks(place)) {
                for (int i = 0; i < track.levels().size(); i++) {
                    rows.computeIfAbsent(track.levels().get(i), level -> new ArrayList<>())
                            .add(track.entries().get(i));
                }
            }
            rows.forEach((level, row) -> levels.add(RidgeLevel.of(place, level, row, kappa)));
        }
        return levels;
    }

    /**
     * Writes the tracks; they are read back bit for bit. Does not close the stream.
     *
     * @param stream where to
     * @throws IOException if the stream fails
     */
    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        RidgeQuantity[] quantities = RidgeQuantity.values();
        out.writeInt(quantities.length);
        for (RidgeQuantity quantity : quantities) {
            out.writeUTF(quantity.name());
        }
        out.writeInt(directions);
        out.writeInt(tracks.size());
        for (RidgeTrack track : tracks) {
            out.writeUTF(track.place().name());
            out.writeInt(track.levels().size());
            for (int i = 0; i < track.levels().size(); i++) {
                NoiseLevel level = track.levels().get(i);
                out.writeDouble(level.t());
                out.writeDouble(level.alpha());
                out.writeDouble(level.sigma());
                for (double value : track.entries().get(i).values()) {
                    out.writeDouble(value);
                }
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
    public static RidgeSufficientStatistics read(InputStream stream) throws IOException {
        try {
            return read(new DataInputStream(stream));
        } catch (EOFException e) {
            throw new IOException(damaged("tracks to their end", "fewer bytes"), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(damaged("places and noise levels", "other values"), e);
        }
    }

    private static RidgeSufficientStatistics read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException(damaged("a file of ridge tracks", "other bytes"));
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException(damaged("version " + VERSION, "version " + version));
        }
        int[] ordinals = new int[in.readInt()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = RidgeQuantity.valueOf(in.readUTF()).ordinal();
        }
        if (ordinals.length != RidgeQuantity.values().length) {
            throw new IOException(
                    damaged(
                            RidgeQuantity.values().length + " quantities",
                            ordinals.length + " of them"));
        }
        RidgeSufficientStatistics statistics = new RidgeSufficientStatistics(in.readInt());
        int count = in.readInt();
        for (int row = 0; row < count; row++) {
            RidgePlace place = RidgePlace.valueOf(in.readUTF());
            int length = in.readInt();
            List<NoiseLevel> levels = new ArrayList<>();
            List<RidgeEntry> entries = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                levels.add(new NoiseLevel(in.readDouble(), in.readDouble(), in.readDouble()));
                double[] values = new double[ordinals.length];
                for (int ordinal : ordinals) {
                    values[ordinal] = in.readDouble();
                }
                entries.add(new RidgeEntry(values));
            }
            statistics.tracks.add(new RidgeTrack(place, levels, entries));
        }
        if (in.readInt() != END) {
            throw new IOException(damaged("the mark of the end", "other bytes"));
        }
        return statistics;
    }

    private static String damaged(String expected, String found) {
        return "statistics: expected "
                + expected
                + ", found "
                + found
                + "; the file is damaged or of another version, measure the samples anew";
    }
}
