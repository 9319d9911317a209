// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.fit.LevelEstimate;
import org.scorefield.evaluation.score.fit.LevelStatistics;

/**
 * What a {@link ScoreErrorEvaluation} follows from: at each level the potentials that the halves of
 * the data fitted, and sums over the rows that certify them.
 *
 * <p>A monoid over rows: {@link #empty()} is the neutral element, {@link #merge} adds, and the sums
 * of parts are those of the whole up to rounding. Memory does not depend on the number of rows. Not
 * thread-safe: give each thread its own and merge.
 */
public final class ScoreErrorSufficientStatistics {
    private static final int MAGIC = 0x53465353;
    private static final int END = 0x53464544;
    private static final int VERSION = 3;

    private final StateKey key;
    private final List<NoiseLevel> levels;
    private final @Nullable LevelStatistics[] statistics;

    /** Makes the classes of a level anew, for statistics that are read. */
    interface ClassesOfLevel {
        /**
         * Those of the first and of the second half.
         *
         * @param level index of the level
         * @param pool data that the classes come from
         * @throws IOException where there cannot be such classes
         */
        List<LevelClasses> at(int level, int pool) throws IOException;
    }

    ScoreErrorSufficientStatistics(StateKey key, List<NoiseLevel> levels) {
        this.key = key;
        this.levels = List.copyOf(levels);
        this.statistics = new @Nullable LevelStatistics[levels.size()];
    }

    @Nullable LevelStatistics level(int index) {
        return statistics[index];
    }

    void level(int index, LevelStatistics fitted) {
        statistics[index] = fitted;
    }

    private LevelStatistics fitted(int index) {
        LevelStatistics fitted = statistics[index];
        if (fitted == null) {
            throw new EvaluationException(
                    "statistics: expected those of level "
                            + (index + 1)
                            + " of "
                            + levels.size()
                            + ", found none; let the evaluation end first");
        }
        return fitted;
    }

    /** {@return the same potentials without sums} */
    public ScoreErrorSufficientStatistics empty() {
        ScoreErrorSufficientStatistics empty = new ScoreErrorSufficientStatistics(key, levels);
        for (int i = 0; i < statistics.length; i++) {
            LevelStatistics fitted = statistics[i];
            empty.statistics[i] = fitted == null ? null : fitted.empty();
        }
        return empty;
    }

    /**
     * Adds the sums of other rows.
     *
     * @param other statistics of the same model, data, options and potentials; not modified
     * @throws IllegalArgumentException where they are not
     */
    public void merge(ScoreErrorSufficientStatistics other) {
        String difference = key.difference(other.key);
        if (difference != null) {
            throw new IllegalArgumentException(difference);
        }
        for (int i = 0; i < statistics.length; i++) {
            LevelStatistics theirs = other.statistics[i];
            LevelStatistics ours = statistics[i];
            if (ours == null) {
                statistics[i] = copy(theirs);
            } else if (theirs != null) {
                ours.merge(theirs);
            }
        }
    }

    private static @Nullable LevelStatistics copy(@Nullable LevelStatistics statistics) {
        if (statistics == null) {
            return null;
        }
        LevelStatistics copy = statistics.empty();
        copy.merge(statistics);
        return copy;
    }

    /**
     * Noised samples that certify at one level so far.
     *
     * @param level its number, from 0
     * @return their number
     */
    public long samples(int level) {
        LevelStatistics fitted = statistics[level];
        return fitted == null ? 0 : fitted.rows();
    }

    /** {@return the noise levels} */
    public List<NoiseLevel> levels() {
        return levels;
    }

    /**
     * Errors at every level.
     *
     * @param options for confidence and estimator
     * @return the errors, from the least noise to the most
     */
    public List<LevelError> estimate(ScoreErrorOptions options) {
        LevelEstimate.Bounds bounds =
                new LevelEstimate.Bounds(options.estimator(), options.confidence(), levels.size());
        List<LevelError> errors = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            errors.add(LevelEstimate.of(levels.get(i), fitted(i), bounds));
        }
        return List.copyOf(errors);
    }

    /**
     * Writes potentials and sums; they are read back bit for bit. Does not close the stream.
     *
     * @param stream where to
     * @throws IOException if the stream fails
     */
    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        key.write(out);
        for (LevelStatistics fitted : statistics) {
            out.writeBoolean(fitted != null);
            if (fitted != null) {
                out.writeInt(fitted.pool());
                fitted.write(out);
            }
        }
        out.writeInt(END);
        out.flush();
    }

    /**
     * Reads what statistics like these wrote. Does not close the stream.
     *
     * @param stream where from
     * @return new statistics; these stay as they are
     * @throws IOException where the bytes are not such statistics, or belong to other ones
     */
    public ScoreErrorSufficientStatistics read(InputStream stream) throws IOException {
        return read(
                stream,
                key,
                levels,
                (index, pool) -> {
                    LevelStatistics own = fitted(index);
                    if (own.pool() != pool) {
                        throw LevelStatistics.damaged(
                                "potentials from " + own.pool() + " data", pool + "");
                    }
                    return own.classes();
                });
    }

    static ScoreErrorSufficientStatistics read(
            InputStream stream, StateKey key, List<NoiseLevel> levels, ClassesOfLevel classes)
            throws IOException {
        try {
            return read(new DataInputStream(stream), key, levels, classes);
        } catch (EOFException e) {
            IOException damaged = LevelStatistics.damaged("statistics to their end", "fewer bytes");
            damaged.initCause(e);
            throw damaged;
        }
    }

    private static ScoreErrorSufficientStatistics read(
            DataInputStream in, StateKey key, List<NoiseLevel> levels, ClassesOfLevel classes)
            throws IOException {
        if (in.readInt() != MAGIC || in.readInt() != VERSION) {
            throw new IOException(
                    "statistics: expected a file written by this version, found another; start the"
                            + " evaluation anew");
        }
        String difference = key.difference(StateKey.read(in));
        if (difference != null) {
            throw new IOException(difference);
        }
        ScoreErrorSufficientStatistics read = new ScoreErrorSufficientStatistics(key, levels);
        for (int i = 0; i < levels.size(); i++) {
            if (in.readBoolean()) {
                int pool = in.readInt();
                LevelStatistics level = LevelStatistics.read(in, classes.at(i, pool));
                level.pool(pool);
                read.statistics[i] = level;
            }
        }
        if (in.readInt() != END) {
            throw LevelStatistics.damaged("the mark of the end", "other bytes");
        }
        return read;
    }
}
