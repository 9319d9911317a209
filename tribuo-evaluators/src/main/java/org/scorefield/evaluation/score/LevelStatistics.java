// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * All that the evaluator keeps of the data at one noise level: sums.
 *
 * <p>Data are dealt to groups by their position in the audit, so that statistics of parts add up
 * whatever the order and the batches; even groups are one fold of the cross-fit, odd groups the
 * other, and the spread between groups gives standard errors that hold for dependent noises of one
 * datum.
 */
final class LevelStatistics {
    private final Grouping grouping;
    private final int dimension;
    private final TestFunctions functions;
    private final double[][] moments;
    private final long[] rows;
    private long clusters;
    private double loss;
    private double lossSquares;
    private double clusterRowSquares;
    private double lossRows;

    LevelStatistics(TestFunctions functions, Grouping grouping) {
        this.functions = functions;
        this.dimension = functions.dimension();
        this.grouping = grouping;
        this.moments = new double[grouping.groups()][functions.moments()];
        this.rows = new long[grouping.groups()];
    }

    /** Adds whole data; the batch is not modified. */
    void add(NoisedBatch batch) {
        int repeats = batch.noisesPerDatum();
        int data = batch.x().length / dimension / repeats;
        int start = 0;
        for (int datum = 0; datum < data; datum++) {
            addLoss(batch, datum * repeats, (datum + 1) * repeats);
            boolean last = datum + 1 == data;
            int group = grouping.of(batch.first() + datum);
            if (last || grouping.of(batch.first() + datum + 1) != group) {
                functions.add(batch, start * repeats, (datum + 1) * repeats, moments[group]);
                rows[group] += (long) (datum + 1 - start) * repeats;
                start = datum + 1;
            }
        }
    }

    private void addLoss(NoisedBatch batch, int from, int to) {
        double sum = 0;
        for (int i = from * dimension; i < to * dimension; i++) {
            double error = batch.predicted()[i] - batch.noise()[i];
            sum += error * error;
        }
        int n = to - from;
        clusters++;
        loss += sum;
        lossSquares += sum * sum;
        lossRows += sum * n;
        clusterRowSquares += (double) n * n;
    }

    /** Adds the sums of other data at the same level; {@code other} is not modified. */
    void merge(LevelStatistics other) {
        if (!grouping.equals(other.grouping)
                || dimension != other.dimension
                || !functions.name().equals(other.functions.name())
                || functions.moments() != other.functions.moments()) {
            throw new IllegalArgumentException(
                    "statistics: expected "
                            + describe()
                            + ", found "
                            + other.describe()
                            + "; merge statistics of the same options only");
        }
        for (int g = 0; g < moments.length; g++) {
            rows[g] += other.rows[g];
            for (int i = 0; i < moments[g].length; i++) {
                moments[g][i] += other.moments[g][i];
            }
        }
        clusters += other.clusters;
        loss += other.loss;
        lossSquares += other.lossSquares;
        lossRows += other.lossRows;
        clusterRowSquares += other.clusterRowSquares;
    }

    private String describe() {
        return functions.name() + " in " + dimension + " dimensions, " + grouping;
    }

    long rows() {
        return Arrays.stream(rows).sum();
    }

    long rows(int group) {
        return rows[group];
    }

    double[] moments(int group) {
        return moments[group];
    }

    TestFunctions functions() {
        return functions;
    }

    Grouping grouping() {
        return grouping;
    }

    long clusters() {
        return clusters;
    }

    /** Mean of |eps_theta - eps|^2 with the standard error of a ratio of cluster sums. */
    Estimate denoisingLoss() {
        double n = rows();
        double mean = loss / n;
        double squares = lossSquares - 2 * mean * lossRows + mean * mean * clusterRowSquares;
        double error =
                clusters > 1
                        ? Math.sqrt(Math.max(0, squares) * clusters / (clusters - 1.0)) / n
                        : Double.NaN;
        return new Estimate(mean, error, rows(), clusters);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(clusters);
        for (double sum : new double[] {loss, lossSquares, lossRows, clusterRowSquares}) {
            out.writeDouble(sum);
        }
        for (int g = 0; g < moments.length; g++) {
            out.writeLong(rows[g]);
            for (double moment : moments[g]) {
                out.writeDouble(moment);
            }
        }
    }

    void read(DataInput in) throws IOException {
        clusters = in.readLong();
        loss = in.readDouble();
        lossSquares = in.readDouble();
        lossRows = in.readDouble();
        clusterRowSquares = in.readDouble();
        for (int g = 0; g < moments.length; g++) {
            rows[g] = in.readLong();
            for (int i = 0; i < moments[g].length; i++) {
                moments[g][i] = in.readDouble();
            }
        }
    }
}
