// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.potential.Basis;
import org.scorefield.evaluation.potential.CriticOptions;
import org.scorefield.evaluation.potential.FourierFunctions;
import org.scorefield.evaluation.potential.HermiteFunctions;
import org.scorefield.evaluation.potential.LinearFunctions;
import org.scorefield.evaluation.potential.LinearTestFunctions;
import org.scorefield.evaluation.potential.LocalFunctions;
import org.scorefield.evaluation.potential.NeuralCritic;
import org.scorefield.evaluation.potential.OrthonormalAxes;
import org.scorefield.evaluation.potential.PatchFilters;
import org.scorefield.evaluation.potential.QuadraticFunctions;
import org.scorefield.evaluation.potential.RadialFunctions;
import org.scorefield.evaluation.potential.SeparableFunctions;
import org.scorefield.evaluation.potential.TestFunctions;

/** Makes the classes of potentials of a level from their texts and data that certify nothing. */
public final class TestFunctionFactory {
    /** Dimension up to which classes work on all coordinates. */
    private static final int LOW = 16;

    /** Leading axes of classes that work on a subspace. */
    private static final int AXES = 24;

    /** Leading axes of separable potentials in the principal basis. */
    private static final int SEPARABLE_AXES = 1024;

    /** Of a dense solve, whose cost is the cube of it. */
    private static final int MOST_HERMITE = 1000;

    private static final int FOURIER = 256;
    private static final int RADIAL = 64;
    private static final int DEGREE = 4;
    private static final int KNOTS = 8;
    private static final int PATCH = 3;
    private static final int FILTERS = 25;
    private static final int LOCAL_DEGREE = 6;
    private static final int POSITIONS = 4;
    private static final int CRITIC = 32;
    private static final long SEED = 0xf0e1L;

    /** Points whose median distance sets the scale of waves and bumps. */
    private static final int LENGTH_ROWS = 256;

    private final List<TestFunctionSpec> specs;
    private final long[] shape;
    private final int dimension;
    private final List<DataAxes> axes;

    /**
     * A factory.
     *
     * @param specs classes wanted
     * @param shape of one sample
     * @param axes of the data, for the first and for the second half
     */
    public TestFunctionFactory(List<TestFunctionSpec> specs, long[] shape, List<DataAxes> axes) {
        this.shape = shape.clone();
        this.dimension = (int) new Shape(shape).size();
        this.specs = expand(specs, this.shape);
        this.axes = axes;
    }

    private static List<TestFunctionSpec> expand(List<TestFunctionSpec> specs, long[] shape) {
        Set<TestFunctionSpec> all = new LinkedHashSet<>();
        for (TestFunctionSpec spec : specs) {
            all.addAll(spec.family() == TestFunctionSpec.Family.AUTO ? auto(shape) : List.of(spec));
        }
        return List.copyOf(all);
    }

    /** Classes for data of a shape: separable ones first, which leave the least over. */
    private static List<TestFunctionSpec> auto(long[] shape) {
        long dimension = new Shape(shape).size();
        if (dimension <= LOW) {
            return TestFunctionSpec.parseAll("quadratic,hermite,fourier,radial");
        }
        if (image(shape)) {
            return TestFunctionSpec.parseAll(
                    "separable:4:pixel,separable:4:dct,separable:4:principal,quadratic,local,fourier");
        }
        return TestFunctionSpec.parseAll(
                "separable:4:pixel,separable:4:principal,quadratic,fourier");
    }

    private static boolean image(long[] shape) {
        return shape.length == 3 && shape[1] >= PATCH && shape[2] >= PATCH;
    }

    /**
     * Principal axes that classes need.
     *
     * @param specs classes wanted
     * @param shape of one sample
     * @return the most that one of them needs; 0 where all work on all coordinates
     */
    public static int axes(List<TestFunctionSpec> specs, long[] shape) {
        int most = 0;
        int dimension = (int) new Shape(shape).size();
        for (TestFunctionSpec spec : expand(specs, shape)) {
            most = Math.max(most, axes(spec, dimension));
        }
        return most;
    }

    /** Axes of a class; 0 where it works on all coordinates. */
    private static int axes(TestFunctionSpec spec, int dimension) {
        int wanted =
                switch (spec.family()) {
                    case AUTO, LINEAR, LOCAL -> 0;
                    case SEPARABLE, SEPARABLE_SPLINE ->
                            spec.basis() == TestFunctionSpec.Basis.PRINCIPAL ? SEPARABLE_AXES : 0;
                    case QUADRATIC -> spec.size(0, dimension <= LOW ? dimension : AXES);
                    case HERMITE, FOURIER, RADIAL, CRITIC ->
                            spec.axes().orElse(dimension <= LOW ? dimension : AXES);
                };
        boolean principal = spec.basis() == TestFunctionSpec.Basis.PRINCIPAL;
        return wanted >= dimension && !principal ? 0 : Math.min(wanted, dimension);
    }

    /**
     * The classes of a half at a level.
     *
     * @param half 0 or 1
     * @param level the noise level
     * @param x noised data that fit this half, [n, D]; not modified
     * @return the classes, and notes on what was left out
     * @throws EvaluationException where none is left
     */
    public LevelClasses classes(int half, NoiseLevel level, NDArray x) {
        List<String> names = new ArrayList<>();
        List<TestFunctions> functions = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (TestFunctionSpec spec : specs) {
            try (NDManager manager = x.getManager().newSubManager()) {
                x.tempAttach(manager);
                TestFunctions made = new Maker(spec, axes.get(half), level, x).make();
                int block = block(spec, made);
                long rows = x.getShape().get(0);
                if (2L * block > rows) {
                    notes.add(
                            spec
                                    + " is left out: its "
                                    + block
                                    + " coefficients need twice as many rows to fit, and each half"
                                    + " has "
                                    + rows);
                    continue;
                }
                names.add(spec.toString());
                functions.add(made);
            }
        }
        if (functions.isEmpty()) {
            throw new EvaluationException(
                    "samples: expected enough for one of "
                            + specs
                            + ", found too few ("
                            + String.join("; ", notes)
                            + "); take more samples or smaller classes");
        }
        return new LevelClasses(names, functions, notes);
    }

    /** Coefficients that are solved for at once. */
    private static int block(TestFunctionSpec spec, TestFunctions made) {
        return switch (spec.family()) {
            case LINEAR -> 1;
            case SEPARABLE, SEPARABLE_SPLINE -> spec.size(0, DEGREE);
            case CRITIC -> 1;
            // A row tells of many positions.
            case LOCAL -> made.features() / POSITIONS;
            default -> made.features();
        };
    }

    /** Makes one class. */
    private final class Maker {
        private final TestFunctionSpec spec;
        private final DataAxes data;
        private final NoiseLevel level;
        private final NDArray x;
        private final int count;

        Maker(TestFunctionSpec spec, DataAxes data, NoiseLevel level, NDArray x) {
            this.spec = spec;
            this.data = data;
            this.level = level;
            this.x = x;
            this.count = Math.min(axes(spec, dimension), data.axes().count());
        }

        TestFunctions make() {
            return switch (spec.family()) {
                case AUTO -> throw new IllegalStateException("auto was expanded before");
                case LINEAR -> new LinearFunctions(dimension);
                case LOCAL -> local();
                case SEPARABLE, SEPARABLE_SPLINE ->
                        spec.basis() == TestFunctionSpec.Basis.PRINCIPAL
                                ? onAxes()
                                : separable(basis(), x);
                case QUADRATIC, HERMITE, FOURIER, RADIAL, CRITIC ->
                        count == 0 ? dense(x) : onAxes();
            };
        }

        private TestFunctions separable(Basis basis, NDArray y) {
            return spec.family() == TestFunctionSpec.Family.SEPARABLE
                    ? SeparableFunctions.polynomial(basis, y, spec.size(0, DEGREE))
                    : SeparableFunctions.spline(basis, y, spec.size(0, KNOTS));
        }

        private Basis basis() {
            return spec.basis() == TestFunctionSpec.Basis.PIXEL
                    ? Basis.pixels(shape)
                    : Basis.cosine(shape.length == 2 ? image2() : shape);
        }

        private long[] image2() {
            return new long[] {1, shape[0], shape[1]};
        }

        private LinearTestFunctions local() {
            int size = spec.size(0, PATCH);
            if (shape.length != 3 || shape[1] < size || shape[2] < size) {
                throw new EvaluationException(
                        "test functions: expected images of at least "
                                + size
                                + " x "
                                + size
                                + " for "
                                + spec
                                + ", found samples of shape "
                                + Arrays.toString(shape)
                                + "; leave the class out");
            }
            int filters = (int) Math.min(shape[0] * size * size, FILTERS);
            return LocalFunctions.of(
                    PatchFilters.principalComponents(new Shape(shape), size, filters, x)
                            .withNeighbours(),
                    spec.size(1, LOCAL_DEGREE),
                    x);
        }

        private TestFunctions onAxes() {
            double[] origin = data.mean().clone();
            for (int k = 0; k < origin.length; k++) {
                origin[k] *= level.alpha();
            }
            NDManager manager = x.getManager();
            OrthonormalAxes axes =
                    OrthonormalAxes.of(data.axes().leading(manager, count), manager.create(origin));
            return axes.lift(dense(axes.coordinates(x)));
        }

        /** A class in the coordinates of a sample, [n, r]. */
        private TestFunctions dense(NDArray y) {
            int rows = (int) y.getShape().get(0);
            int r = (int) y.getShape().get(1);
            return switch (spec.family()) {
                case QUADRATIC -> QuadraticFunctions.around(y.mean(new int[] {0}));
                case HERMITE -> HermiteFunctions.of(y, spec.size(0, degree(r, rows)));
                case FOURIER -> {
                    int waves = spec.size(0, Math.min(FOURIER, rows / 4));
                    double length = length(y);
                    yield FourierFunctions.random(
                            new Shape(waves, r), List.of(length / 2, length, 2 * length), SEED);
                }
                case RADIAL -> {
                    int centres = Math.min(rows, spec.size(0, Math.min(RADIAL, rows / 4)));
                    yield RadialFunctions.of(y.get(":" + centres), List.of(length(y)));
                }
                case CRITIC -> {
                    CriticOptions usual = CriticOptions.defaults(SEED);
                    yield NeuralCritic.of(
                            y,
                            new CriticOptions(
                                    spec.size(0, CRITIC),
                                    usual.epochs(),
                                    usual.batch(),
                                    usual.rate(),
                                    SEED));
                }
                default -> separable(Basis.pixels(r), y);
            };
        }

        private double length(NDArray y) {
            return RadialFunctions.medianDistance(
                    y.get(":" + Math.min(LENGTH_ROWS, y.getShape().get(0))));
        }

        /** The largest degree up to the usual one whose coefficients the rows can bear. */
        private int degree(int r, int rows) {
            int degree = DEGREE;
            double most = Math.min(rows / 4.0, MOST_HERMITE);
            while (degree > 1 && coefficients(r, degree) > most) {
                degree--;
            }
            return degree;
        }

        private double coefficients(int r, int degree) {
            double count = 1;
            for (int k = 1; k <= degree; k++) {
                count *= (double) (r + k) / k;
            }
            return count - 1;
        }
    }
}
