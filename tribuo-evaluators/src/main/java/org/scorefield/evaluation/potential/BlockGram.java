// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A matrix of K blocks of p coefficients, each solved by itself as a {@link DenseGram}. */
public final class BlockGram implements Gram {
    private final int size;
    private final List<DenseGram> blocks;

    private BlockGram(int size, List<DenseGram> blocks) {
        this.size = size;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * A matrix of K blocks.
     *
     * @param a symmetric and positive semidefinite blocks, [K, p, p]; not modified
     * @return the matrix
     */
    public static BlockGram of(NDArray a) {
        return of((int) a.getShape().get(1), a.toDoubleArray());
    }

    /**
     * A matrix of blocks.
     *
     * @param size p, coefficients a block, at least 1
     * @param a symmetric and positive semidefinite blocks, [K * p * p]; copied
     * @return the matrix
     */
    public static BlockGram of(int size, double[] a) {
        if (size < 1 || a.length % (size * size) != 0) {
            throw new IllegalArgumentException(
                    "a: expected blocks of "
                            + size
                            + " x "
                            + size
                            + " numbers, found "
                            + a.length
                            + " numbers; give whole blocks");
        }
        List<DenseGram> blocks = new ArrayList<>();
        for (int from = 0; from < a.length; from += size * size) {
            blocks.add(DenseGram.of(size, Arrays.copyOfRange(a, from, from + size * size)));
        }
        return new BlockGram(size, blocks);
    }

    @Override
    public int features() {
        return blocks.size() * size;
    }

    @Override
    public int blocks() {
        return blocks.size();
    }

    @Override
    public int block(int feature) {
        return feature / size;
    }

    @Override
    public BlockGram plus(Gram other) {
        if (!(other instanceof BlockGram block)
                || block.size != size
                || block.blocks.size() != blocks.size()) {
            throw new IllegalArgumentException(
                    "other: expected "
                            + blocks.size()
                            + " blocks of "
                            + size
                            + ", found "
                            + other.getClass().getSimpleName()
                            + " of "
                            + other.blocks()
                            + " blocks; add matrices of one class of test functions");
        }
        List<DenseGram> sum = new ArrayList<>();
        for (int k = 0; k < blocks.size(); k++) {
            sum.add(blocks.get(k).plus(block.blocks.get(k)));
        }
        return new BlockGram(size, sum);
    }

    @Override
    public double[] solve(double[] b, double ridge) {
        double[] theta = new double[features()];
        for (int k = 0; k < blocks.size(); k++) {
            double[] part = blocks.get(k).solve(part(b, k), ridge);
            System.arraycopy(part, 0, theta, k * size, size);
        }
        return theta;
    }

    @Override
    public double[] values(double[] theta, double[] b) {
        double[] values = new double[blocks.size()];
        Arrays.setAll(values, k -> blocks.get(k).values(part(theta, k), part(b, k))[0]);
        return values;
    }

    private double[] part(double[] all, int block) {
        return Arrays.copyOfRange(all, block * size, (block + 1) * size);
    }
}
