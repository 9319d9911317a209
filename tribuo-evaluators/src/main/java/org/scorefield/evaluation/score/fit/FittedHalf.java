// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.potential.Potential;
import org.scorefield.evaluation.potential.TestFunctions;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.estimate.Choice;

/**
 * What one half of the data fitted and chose: candidate potentials, and which of them is to be
 * certified on the other half.
 *
 * <p>Candidates: each of J classes by itself, 0 to J - 1; where there are several, their union J,
 * and the union with its parts weighted anew, J + 1.
 *
 * @param names of the classes, [J]
 * @param classes J classes of this half
 * @param alone coefficients of each class by itself
 * @param union coefficients of each class within the union
 * @param weights of the classes in the reweighted union, [J]
 * @param lambdas weight of Stein's form for each candidate
 * @param chosen index of the candidate that was chosen
 * @param tried what the candidates gave on the selection rows
 */
record FittedHalf(
        List<String> names,
        List<TestFunctions> classes,
        List<double[]> alone,
        List<double[]> union,
        double[] weights,
        double[] lambdas,
        int chosen,
        List<Choice.Candidate> tried) {

    /** Number of candidates of J classes. */
    static int candidates(int classes) {
        return classes == 1 ? 1 : classes + 2;
    }

    /** Names of the candidates of classes. */
    static List<String> candidates(List<String> names) {
        List<String> all = new ArrayList<>(names);
        if (names.size() > 1) {
            all.add("union");
            all.add("union, reweighted");
        }
        return all;
    }

    /** Another choice among the same potentials. */
    FittedHalf with(
            double[] newWeights, double[] newLambdas, int choice, List<Choice.Candidate> judged) {
        return new FittedHalf(names, classes, alone, union, newWeights, newLambdas, choice, judged);
    }

    /**
     * The two parts of each candidate's value on rows.
     *
     * @param form [candidates][n] 2 (eps_theta - eps) . grad psi - |grad psi|^2, the denoising form
     *     (or with the exact error in place of eps_theta - eps)
     * @param control [candidates][n] 2 (eps . grad psi - sigma Lap psi), Stein's form less the
     *     denoising form: its mean is 0
     */
    record Parts(double[][] form, double[][] control) {

        /** Values at weights of Stein's form, one a candidate. */
        double[][] at(double[] lambdas) {
            double[][] values = new double[form.length][];
            for (int c = 0; c < values.length; c++) {
                double[] value = form[c].clone();
                for (int i = 0; i < value.length && lambdas[c] != 0; i++) {
                    value[i] += lambdas[c] * control[c][i];
                }
                values[c] = value;
            }
            return values;
        }
    }

    /** Values of all candidates on rows of the other half, [candidates][n]. */
    double[][] values(Rows rows, double sigma) {
        boolean[] wanted = new boolean[lambdas.length];
        for (int c = 0; c < wanted.length; c++) {
            wanted[c] = lambdas[c] != 0;
        }
        return parts(rows, sigma, wanted).at(lambdas);
    }

    /**
     * Both parts of all candidates.
     *
     * @param controlled candidates whose control is wanted; others have 0
     */
    Parts parts(Rows rows, double sigma, boolean[] controlled) {
        int count = candidates(classes.size());
        Parts parts = new Parts(new double[count][], new double[count][]);
        try (NDManager manager = rows.x().getManager().newSubManager()) {
            // Twice the error as observed, and twice the noise.
            NDArray v = rows.target(0, sigma).v().mul(2);
            v.attach(manager);
            NDArray noise = rows.noise().mul(2);
            noise.attach(manager);
            Evaluation evaluation = new Evaluation(rows, v, noise, sigma, parts);
            for (int j = 0; j < classes.size(); j++) {
                evaluation.add(j, potential(j, alone.get(j)), controlled[j]);
            }
            if (count > 1) {
                union(evaluation, manager, controlled);
            }
        }
        return parts;
    }

    private void union(Evaluation evaluation, NDManager manager, boolean[] controlled) {
        int plain = classes.size();
        NDArray x = evaluation.rows().x();
        NDArray[] sums = new NDArray[2];
        NDArray[] laplacians = new NDArray[2];
        for (int k = 0; k < 2; k++) {
            sums[k] = manager.zeros(x.getShape(), DataType.FLOAT64);
            laplacians[k] = manager.zeros(new Shape(rows(x)), DataType.FLOAT64);
        }
        boolean laplacian = controlled[plain] || controlled[plain + 1];
        for (int j = 0; j < classes.size(); j++) {
            try (NDManager step = manager.newSubManager()) {
                Potential part = potential(j, union.get(j));
                NDArray gradient = part.gradient(x);
                gradient.attach(step);
                sums[0].addi(gradient);
                sums[1].addi(gradient.muli(weights[j]));
                if (laplacian) {
                    NDArray value = part.laplacian(x);
                    value.attach(step);
                    laplacians[0].addi(value);
                    laplacians[1].addi(value.muli(weights[j]));
                }
            }
        }
        for (int k = 0; k < 2; k++) {
            evaluation.put(plain + k, sums[k], controlled[plain + k] ? laplacians[k] : null);
        }
    }

    /** The chosen potential's gradient at points, owned by their manager. */
    NDArray gradient(NDArray x) {
        if (chosen < classes.size()) {
            return potential(chosen, alone.get(chosen)).gradient(x);
        }
        NDArray sum = x.zerosLike();
        for (int j = 0; j < classes.size(); j++) {
            try (NDArray part = potential(j, union.get(j)).gradient(x)) {
                sum.addi(part.muli(chosen == classes.size() ? 1 : weights[j]));
            }
        }
        return sum;
    }

    private Potential potential(int j, double[] theta) {
        return classes.get(j).potential(theta);
    }

    private static long rows(NDArray x) {
        return x.getShape().get(0);
    }

    /** Whether candidates and their coefficients are the same. */
    boolean same(FittedHalf other) {
        return chosen == other.chosen
                && Arrays.equals(weights, other.weights)
                && Arrays.equals(lambdas, other.lambdas)
                && names.equals(other.names)
                && same(alone, other.alone)
                && same(union, other.union);
    }

    private static boolean same(List<double[]> some, List<double[]> others) {
        boolean same = some.size() == others.size();
        for (int j = 0; j < some.size() && same; j++) {
            same = Arrays.equals(some.get(j), others.get(j));
        }
        return same;
    }

    void write(DataOutput out) throws IOException {
        for (List<double[]> thetas : List.of(alone, union)) {
            out.writeInt(thetas.size());
            for (double[] theta : thetas) {
                Numbers.write(out, theta);
            }
        }
        Numbers.write(out, weights);
        Numbers.write(out, lambdas);
        out.writeInt(chosen);
        out.writeInt(tried.size());
        for (Choice.Candidate candidate : tried) {
            out.writeUTF(candidate.testFunctions());
            out.writeDouble(candidate.value());
            out.writeDouble(candidate.lowerBound());
        }
    }

    /** Reads what {@link #write} wrote, with the classes made anew. */
    static FittedHalf read(DataInput in, LevelClasses classes) throws IOException {
        List<List<double[]>> thetas = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            int count = in.readInt();
            List<double[]> some = new ArrayList<>();
            for (int j = 0; j < count; j++) {
                some.add(Numbers.read(in));
            }
            thetas.add(some);
        }
        double[] weights = Numbers.read(in);
        double[] lambdas = Numbers.read(in);
        int chosen = in.readInt();
        int candidates = candidates(classes.functions().size());
        if (chosen < 0
                || chosen >= candidates
                || lambdas.length != candidates
                || weights.length != classes.functions().size()
                || !fit(thetas.get(0), classes)
                || !(candidates == 1 ? thetas.get(1).isEmpty() : fit(thetas.get(1), classes))) {
            throw LevelStatistics.damaged(
                    "coefficients of the classes " + classes.names(), "others");
        }
        int count = in.readInt();
        List<Choice.Candidate> tried = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tried.add(new Choice.Candidate(in.readUTF(), in.readDouble(), in.readDouble()));
        }
        return new FittedHalf(
                classes.names(),
                classes.functions(),
                thetas.get(0),
                thetas.get(1),
                weights,
                lambdas,
                chosen,
                tried);
    }

    private static boolean fit(List<double[]> thetas, LevelClasses classes) {
        boolean fit = thetas.size() == classes.functions().size();
        for (int j = 0; j < thetas.size() && fit; j++) {
            fit = thetas.get(j).length == classes.functions().get(j).features();
        }
        return fit;
    }

    /** Fills in the parts of one candidate after another. */
    private record Evaluation(Rows rows, NDArray v, NDArray noise, double sigma, Parts parts) {

        void add(int candidate, Potential potential, boolean controlled) {
            try (NDManager step = v.getManager().newSubManager()) {
                NDArray gradient = potential.gradient(rows.x());
                gradient.attach(step);
                @Nullable NDArray laplacian = null;
                if (controlled) {
                    laplacian = potential.laplacian(rows.x());
                    laplacian.attach(step);
                }
                put(candidate, gradient, laplacian);
            }
        }

        void put(int candidate, NDArray gradient, @Nullable NDArray laplacian) {
            try (NDManager step = v.getManager().newSubManager()) {
                NDArray rest = v.sub(gradient);
                rest.attach(step);
                parts.form()[candidate] = rest.muli(gradient).sum(new int[] {1}).toDoubleArray();
                if (laplacian == null) {
                    parts.control()[candidate] = new double[rows.count()];
                } else {
                    NDArray along = noise.mul(gradient);
                    along.attach(step);
                    parts.control()[candidate] =
                            along.sum(new int[] {1}).sub(laplacian.mul(2 * sigma)).toDoubleArray();
                }
            }
        }
    }
}
