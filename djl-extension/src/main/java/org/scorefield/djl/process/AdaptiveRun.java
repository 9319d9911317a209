// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One batch under an adaptive rule: stages are evaluated together, steps are each sample's own. */
final class AdaptiveRun {

    private final OdeFlow flow;
    private final StepRule.Adaptive rule;
    private final NDManager owner;
    private final double end;
    private final Sample[] samples;

    /** Where a sample is, its last step, and what it will try next. */
    private record Sample(
            double t, double h, int tried, NDArray x, NDArray slope, @Nullable DenseStep last) {

        Sample retry(double length) {
            return new Sample(t, length, tried + 1, x, slope, last);
        }

        /** This sample after a step, whose arrays take the place of the former ones. */
        Sample moved(double time, double length, DenseStep step, NDManager owner) {
            NDArray next = step.parts().get(new NDIndex("1:2"));
            NDArray rise = step.parts().get(new NDIndex("3:4"));
            for (NDArray kept : List.of(next, rise, step.parts())) {
                kept.attach(owner);
            }
            x.close();
            slope.close();
            if (last != null) {
                last.parts().close();
            }
            return new Sample(time, length, tried + 1, next, rise, step);
        }
    }

    AdaptiveRun(OdeFlow flow, StepRule.Adaptive rule, NDArray start) {
        this.flow = flow;
        this.rule = rule;
        this.owner = start.getManager();
        this.end = flow.times().get(flow.times().size() - 1);
        double t = flow.times().get(0);
        int n = Math.toIntExact(start.getShape().get(0));
        this.samples = new Sample[n];
        try (NDManager scope = owner.newSubManager()) {
            NDArray x = StateBatches.inside(start, scope);
            NDArray slope = flow.right().evaluate(x, t);
            double[] size = norms(x, x);
            double[] speed = norms(slope, x);
            for (int i = 0; i < n; i++) {
                double h = 0.01 * Math.max(size[i], 1e-5) / Math.max(speed[i], 1e-5);
                samples[i] = new Sample(t, h, 0, row(x, i), row(slope, i), null);
                samples[i].x().attach(owner);
                samples[i].slope().attach(owner);
            }
        }
    }

    NDArray run(long first, TrajectoryObserver observer) {
        int last = flow.times().size() - 1;
        double direction = Math.signum(end - flow.times().get(0));
        NDArray result = samples[0].x();
        for (int i = 1; i <= last; i++) {
            double goal = flow.times().get(i);
            int[] behind = behind(goal, direction);
            while (behind.length > 0) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted before time " + i + " of " + last);
                }
                attempt(behind);
                behind = behind(goal, direction);
            }
            result = statesAt(goal);
            observer.observe(new TrajectoryPoint(i, last, goal, first, result));
            if (i < last) {
                result.close();
            }
        }
        return result;
    }

    private int[] behind(double goal, double direction) {
        return IntStream.range(0, samples.length)
                .filter(i -> (goal - samples[i].t()) * direction > 0)
                .toArray();
    }

    private NDArray statesAt(double goal) {
        try (NDManager scope = owner.newSubManager()) {
            NDList rows = new NDList();
            for (Sample sample : samples) {
                DenseStep step = sample.last();
                if (step == null || sample.t() == goal) {
                    rows.add(StateBatches.inside(sample.x(), scope));
                } else {
                    NDArray parts = StateBatches.inside(step.parts(), scope);
                    rows.add(new DenseStep(step.t(), step.h(), parts).at(goal));
                }
            }
            NDArray states = NDArrays.concat(rows);
            states.attach(owner);
            return states;
        }
    }

    /** One try of a step by each of some samples. */
    private void attempt(int[] who) {
        double[] t = IntStream.of(who).mapToDouble(i -> samples[i].t()).toArray();
        double[] h = IntStream.of(who).mapToDouble(i -> length(samples[i])).toArray();
        try (NDManager scope = owner.newSubManager()) {
            NDArray x = stack(who, scope, Sample::x);
            NDArray lengths = StateBatches.column(h, x);
            ButcherTableau method = flow.tableau();
            NDArray[] k = new NDArray[method.stages()];
            k[0] = stack(who, scope, Sample::slope);
            NDArray next = x;
            for (int i = 1; i < k.length; i++) {
                next = x.add(sum(method.a().get(i), k).mul(lengths));
                if (!StateBatches.finite(next)) {
                    refuse(who);
                    return;
                }
                double[] times = new double[t.length];
                for (int j = 0; j < t.length; j++) {
                    times[j] =
                            method.node(i) == 1
                                    ? arrival(t[j], h[j])
                                    : t[j] + method.node(i) * h[j];
                }
                k[i] = flow.right().evaluate(next, times);
            }
            NDArray slope = k[k.length - 1];
            NDArray estimate = sum(method.error(), k).mul(lengths);
            if (!StateBatches.finite(estimate)) {
                refuse(who);
                return;
            }
            double[] errors = norms(estimate, NDArrays.maximum(x.abs(), next.abs()));
            NDArray bend = method.dense().isEmpty() ? x.mul(0) : sum(method.dense(), k);
            NDArray parts = NDArrays.stack(new NDList(x, next, k[0], slope, bend));
            for (int j = 0; j < who.length; j++) {
                Sample sample = samples[who[j]];
                double length = h[j] * rule.factor(errors[j], method.order());
                if (errors[j] <= 1) {
                    NDArray own = parts.get(new NDIndex(":, {}", j)).duplicate();
                    DenseStep step = new DenseStep(t[j], h[j], own);
                    samples[who[j]] = sample.moved(arrival(t[j], h[j]), length, step, owner);
                } else {
                    samples[who[j]] = tried(sample.retry(length));
                }
            }
        }
    }

    /** Where a step ends: at the last time exactly if it was cut to end there. */
    private double arrival(double t, double h) {
        return h == end - t ? end : t + h;
    }

    /** The signed length of a sample's next try, not beyond the last time. */
    private double length(Sample sample) {
        double left = end - sample.t();
        double h = Math.abs(sample.h());
        return h >= Math.abs(left) ? left : Math.copySign(h, left);
    }

    /** Not finite: each sample is tried alone, and one that is alone takes a tenth of the step. */
    private void refuse(int[] who) {
        if (who.length > 1) {
            for (int i : who) {
                attempt(new int[] {i});
            }
            return;
        }
        Sample sample = samples[who[0]];
        samples[who[0]] = tried(sample.retry(length(sample) / 10));
    }

    private Sample tried(Sample sample) {
        double least = 1e-15 * Math.max(Math.abs(sample.t()), Math.abs(end - sample.t()));
        if (sample.tried() >= rule.steps() || Math.abs(sample.h()) < least) {
            throw new DivergenceException(
                    sample.tried(),
                    sample.t(),
                    "expected steps that meet the tolerance, found none in "
                            + sample.tried()
                            + " tries, the last of length "
                            + sample.h()
                            + "; loosen the tolerance, or stop before this time");
        }
        return sample;
    }

    private static NDArray sum(List<Double> weights, NDArray[] k) {
        NDArray sum = k[0].mul(weights.get(0));
        for (int i = 1; i < weights.size(); i++) {
            if (weights.get(i) != 0) {
                sum = sum.add(k[i].mul(weights.get(i)));
            }
        }
        return sum;
    }

    private NDArray stack(
            int[] who, NDManager scope, java.util.function.Function<Sample, NDArray> part) {
        NDList rows = new NDList();
        for (int i : who) {
            rows.add(StateBatches.inside(part.apply(samples[i]), scope));
        }
        return NDArrays.concat(rows);
    }

    private static NDArray row(NDArray x, int i) {
        return x.get(new NDIndex("{}:{}", i, i + 1)).duplicate();
    }

    /** Root mean square of x / (absolute + relative |scale|), one number a sample. */
    private double[] norms(NDArray x, NDArray scale) {
        NDArray ratio = x.div(scale.abs().mul(rule.relative()).add(rule.absolute()));
        NDArray flat = ratio.reshape(x.getShape().get(0), -1).toType(DataType.FLOAT64, true);
        double[] means = flat.mul(flat).mean(new int[] {1}).toDoubleArray();
        return Arrays.stream(means).map(Math::sqrt).toArray();
    }
}
