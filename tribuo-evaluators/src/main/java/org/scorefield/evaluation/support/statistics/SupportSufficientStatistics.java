// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.scorefield.evaluation.Band;

/**
 * What a support evaluation follows from: for each {@link SupportColumn} one number a sample.
 *
 * <p>A monoid: an empty one is the neutral element and {@link #merge} appends. Columns may have
 * different lengths, since not every quantity is measured at every sample; NaN stands for a sample
 * without a number. Not thread-safe.
 */
public final class SupportSufficientStatistics {
    private static final int MAGIC = 0x53465355;
    private static final int END = 0x53465545;
    private static final int VERSION = 1;

    private final TreeMap<SupportColumn, double[]> columns = new TreeMap<>();

    /** No samples. */
    public SupportSufficientStatistics() {}

    /**
     * Adds samples.
     *
     * @param column which number
     * @param values one a sample; copied
     */
    public void add(SupportColumn column, double... values) {
        double[] before = columns.getOrDefault(column, new double[0]);
        double[] all = Arrays.copyOf(before, before.length + values.length);
        System.arraycopy(values, 0, all, before.length, values.length);
        columns.put(column, all);
    }

    /**
     * As {@link #add(SupportColumn, double...)}.
     *
     * @param quantity what was measured
     * @param of of which vector, frame or perturbation; empty where of the whole
     * @param index number of the step, level or place, from 0
     * @param values one a sample; copied
     */
    public void add(SupportQuantity quantity, String of, int index, double... values) {
        add(new SupportColumn(quantity, of, index), values);
    }

    /**
     * Adds the samples of other statistics.
     *
     * @param other statistics of other samples; not modified
     */
    public void merge(SupportSufficientStatistics other) {
        new TreeMap<>(other.columns).forEach(this::add);
    }

    /** {@return all columns, by quantity, then name, then index} */
    public List<SupportColumn> columns() {
        return List.copyOf(columns.keySet());
    }

    /**
     * The names that a quantity was measured of, without repetition.
     *
     * @param quantity what was measured
     * @return the names, in the order they came
     */
    public List<String> of(SupportQuantity quantity) {
        return columns.keySet().stream()
                .filter(column -> column.quantity() == quantity)
                .map(SupportColumn::of)
                .distinct()
                .toList();
    }

    /**
     * A column; empty where it was never added. A copy.
     *
     * @param column quantity, name and index
     * @return a number a sample
     */
    public double[] get(SupportColumn column) {
        return columns.getOrDefault(column, new double[0]).clone();
    }

    /**
     * A column over samples.
     *
     * @param quantity what was measured
     * @param of of which vector, frame or perturbation; empty where of the whole
     * @param index number of the step, level or place, from 0
     * @return the quantiles over samples
     */
    public Band band(SupportQuantity quantity, String of, int index) {
        return Band.of(get(new SupportColumn(quantity, of, index)));
    }

    /**
     * The columns of a quantity by index, over samples.
     *
     * @param quantity what was measured
     * @param of of which vector, frame or perturbation; empty where of the whole
     * @return a band an index
     */
    public List<Band> bands(SupportQuantity quantity, String of) {
        return columns.keySet().stream()
                .filter(column -> column.quantity() == quantity && column.of().equals(of))
                .map(column -> Band.of(get(column)))
                .toList();
    }

    /**
     * Root mean square of a column over the samples that have a number; NaN without any.
     *
     * @param quantity what was measured
     * @param of of which vector, frame or perturbation; empty where of the whole
     * @param index number of the step, level or place, from 0
     * @return the root mean square
     */
    public double rms(SupportQuantity quantity, String of, int index) {
        double[] values =
                DoubleStream.of(get(new SupportColumn(quantity, of, index)))
                        .filter(v -> !Double.isNaN(v))
                        .toArray();
        return Math.sqrt(DoubleStream.of(values).map(v -> v * v).average().orElse(Double.NaN));
    }

    /**
     * Writes the columns; they are read back bit for bit. Does not close the stream.
     *
     * @param stream where to
     * @throws IOException if the stream fails
     */
    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(columns.size());
        for (var column : columns.entrySet()) {
            out.writeUTF(column.getKey().quantity().name());
            out.writeUTF(column.getKey().of());
            out.writeInt(column.getKey().index());
            out.writeInt(column.getValue().length);
            for (double value : column.getValue()) {
                out.writeDouble(value);
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
    public static SupportSufficientStatistics read(InputStream stream) throws IOException {
        try {
            return read(new DataInputStream(stream));
        } catch (EOFException e) {
            throw new IOException(damaged("columns to their end", "fewer bytes"), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(damaged("names of quantities", "others"), e);
        }
    }

    private static SupportSufficientStatistics read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException(damaged("a file of support statistics", "other bytes"));
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException(damaged("version " + VERSION, "version " + version));
        }
        SupportSufficientStatistics statistics = new SupportSufficientStatistics();
        int columns = in.readInt();
        for (int i = 0; i < columns; i++) {
            SupportColumn column =
                    new SupportColumn(
                            SupportQuantity.valueOf(in.readUTF()), in.readUTF(), in.readInt());
            int rows = in.readInt();
            if (rows < 0) {
                throw new IOException(damaged("a number of rows", Integer.toString(rows)));
            }
            // Grows as it reads: a damaged length ends with the file, not with the memory.
            DoubleStream.Builder values = DoubleStream.builder();
            for (int row = 0; row < rows; row++) {
                values.add(in.readDouble());
            }
            statistics.add(column, values.build().toArray());
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
