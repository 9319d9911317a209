// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.estimate.Direction;

/**
 * All that the evaluator keeps of one noise level: what the two halves of the data fitted, and sums
 * over the rows that certify.
 *
 * <p>The quantities of the sums: the denoising loss, the candidates, and where the true score is
 * known |e|^2 and |e - A eps*|^2. Sums of side 0 hold what the first half fitted, on rows of the
 * second; side 1 the other way round.
 */
public final class LevelStatistics {
    private final List<FittedHalf> halves;
    private final List<double[]> rotations;
    private final List<Direction> directions;
    private final List<String> notes;
    private final List<ClusterSums> sums;
    private int next;
    private int pool;

    /**
     * Statistics without rows.
     *
     * @param halves what the halves fitted
     * @param rotations antisymmetric matrices of the upper side, one a half; none where the true
     *     score is not known
     * @param directions leading directions of grad psi
     * @param notes what was left out and why
     */
    LevelStatistics(
            List<FittedHalf> halves,
            List<double[]> rotations,
            List<Direction> directions,
            List<String> notes) {
        this.halves = List.copyOf(halves);
        this.rotations = List.copyOf(rotations);
        this.directions = List.copyOf(directions);
        this.notes = List.copyOf(notes);
        this.sums = List.of(newSums(), newSums());
    }

    private ClusterSums newSums() {
        return new ClusterSums(1 + candidates() + rotations.size());
    }

    /**
     * The same potentials without rows.
     *
     * @return new statistics; these stay as they are
     */
    public LevelStatistics empty() {
        LevelStatistics empty = new LevelStatistics(halves, rotations, directions, notes);
        empty.pool = pool;
        return empty;
    }

    /**
     * Rows added so far.
     *
     * @return their number, of both sides together
     */
    public long rows() {
        return sums(0).rows() + sums(1).rows();
    }

    /**
     * The mean of |eps_theta - eps|^2 over the rows of one side.
     *
     * @param side 0 or 1
     * @return in epsilon units; NaN without rows
     */
    public double loss(int side) {
        return sums(side).mean(0);
    }

    /**
     * The classes of potentials that were fitted.
     *
     * @return those of the first and of the second half
     */
    public List<LevelClasses> classes() {
        return halves.stream()
                .map(half -> new LevelClasses(half.names(), half.classes(), List.of()))
                .toList();
    }

    int candidates() {
        return FittedHalf.candidates(halves.get(0).classes().size());
    }

    List<FittedHalf> halves() {
        return halves;
    }

    List<Direction> directions() {
        return directions;
    }

    List<String> notes() {
        return notes;
    }

    boolean known() {
        return !rotations.isEmpty();
    }

    ClusterSums sums(int side) {
        return sums.get(side);
    }

    /**
     * Where to go on.
     *
     * @return position of the first datum that has not been added
     */
    public int next() {
        return next;
    }

    /**
     * Says where to go on.
     *
     * @param position of the first datum that has not been added
     */
    public void next(int position) {
        next = position;
    }

    /**
     * Data whose rows the potentials and their classes come from, those that choose included.
     *
     * @return their number
     */
    public int pool() {
        return pool;
    }

    /**
     * Says what the potentials come from.
     *
     * @param data number of data of both pools, those that choose included
     */
    public void pool(int data) {
        pool = data;
    }

    /**
     * Adds rows.
     *
     * @param side whose potential is evaluated: 0 the first half's, 1 the second half's
     * @param rows whole data
     * @param sigma of the level
     */
    void add(int side, Rows rows, double sigma) {
        List<double[]> values = new ArrayList<>();
        values.add(loss(rows));
        values.addAll(Arrays.asList(halves.get(side).values(rows, sigma)));
        if (known()) {
            values.add(InvisibleRotation.rest(new double[0], rows));
            values.add(InvisibleRotation.rest(rotations.get(side), rows));
        }
        sums.get(side).add(values.toArray(new double[0][]), rows.sizes());
    }

    private static double[] loss(Rows rows) {
        try (NDManager manager = rows.x().getManager().newSubManager()) {
            NDArray error = rows.predicted().sub(rows.noise());
            error.attach(manager);
            return error.square().sum(new int[] {1}).toDoubleArray();
        }
    }

    /**
     * Adds the sums of other rows to those of the same potentials.
     *
     * @param other statistics of the same potentials; not modified
     * @throws IllegalArgumentException where the potentials are others
     */
    public void merge(LevelStatistics other) {
        boolean same = pool == other.pool && rotations.size() == other.rotations.size();
        for (int side = 0; side < 2 && same; side++) {
            same = halves.get(side).same(other.halves.get(side));
        }
        for (int i = 0; i < rotations.size() && same; i++) {
            same = Arrays.equals(rotations.get(i), other.rotations.get(i));
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "statistics: expected sums of the same potentials, found others; merge what"
                            + " one fit certified on several sets of rows");
        }
        for (int side = 0; side < 2; side++) {
            sums.get(side).merge(other.sums.get(side));
        }
        next = Math.max(next, other.next);
    }

    /**
     * The refusal of bytes that are not what was written.
     *
     * @param expected what had to be there
     * @param found what is there
     * @return to be thrown
     */
    public static IOException damaged(String expected, String found) {
        return new IOException(
                "statistics: expected "
                        + expected
                        + ", found "
                        + found
                        + "; the file is damaged or of another run, start the evaluation anew");
    }

    /**
     * Writes potentials and sums, but not {@link #pool()}.
     *
     * @param out where to
     * @throws IOException where it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        for (FittedHalf half : halves) {
            half.write(out);
        }
        out.writeInt(rotations.size());
        for (double[] rotation : rotations) {
            Numbers.write(out, rotation);
        }
        out.writeInt(directions.size());
        for (Direction direction : directions) {
            out.writeDouble(direction.value());
            out.writeDouble(direction.share());
            Numbers.write(out, direction.axis().stream().mapToDouble(a -> a).toArray());
        }
        out.writeInt(next);
        for (ClusterSums side : sums) {
            side.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from
     * @param classes of both halves, made anew
     * @return statistics whose {@link #pool()} is still to be said
     * @throws IOException where the bytes are not such statistics, or belong to other classes
     */
    public static LevelStatistics read(DataInput in, List<LevelClasses> classes)
            throws IOException {
        List<FittedHalf> halves = new ArrayList<>();
        for (LevelClasses half : classes) {
            halves.add(FittedHalf.read(in, half));
        }
        List<double[]> rotations = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            rotations.add(Numbers.read(in));
        }
        List<Direction> directions = new ArrayList<>();
        count = in.readInt();
        for (int i = 0; i < count; i++) {
            double value = in.readDouble();
            double share = in.readDouble();
            List<Double> axis = Arrays.stream(Numbers.read(in)).boxed().toList();
            directions.add(new Direction(value, share, axis));
        }
        LevelStatistics statistics =
                new LevelStatistics(halves, rotations, directions, classes.get(0).notes());
        statistics.next = in.readInt();
        for (ClusterSums side : statistics.sums) {
            side.read(in);
        }
        return statistics;
    }
}
