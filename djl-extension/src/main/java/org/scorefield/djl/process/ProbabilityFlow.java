// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.schedule.NoiseSchedule;

/** The probability flow of a denoiser, v = a x + b D, with its Jacobian a I + b dD/dx. */
record ProbabilityFlow(TimedField denoiser, NoiseSchedule schedule) implements TimedField {

    @Override
    public VectorField at(double t) {
        StepCoefficients velocity = ReverseProcess.velocity(schedule, t);
        return new Affine(velocity.state(), velocity.denoised(), denoiser.at(t));
    }

    @Override
    public NDArray evaluate(NDArray x, double[] times) {
        double[] ofState = new double[times.length];
        double[] ofDenoised = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            StepCoefficients velocity = ReverseProcess.velocity(schedule, times[i]);
            ofState[i] = velocity.state();
            ofDenoised[i] = velocity.denoised();
        }
        NDArray denoised = denoiser.evaluate(x, times);
        return x.mul(StateBatches.column(ofState, x))
                .add(denoised.mul(StateBatches.column(ofDenoised, x)));
    }

    @Override
    public List<String> notes() {
        return denoiser.notes();
    }

    /** a u + b f(u). */
    private record Affine(double a, double b, VectorField f) implements VectorField {

        @Override
        public NDArray evaluate(NDArray u) {
            return sum(u, f.evaluate(u), u);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            return sum(v, f.jvp(u, v), u);
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            return sum(w, f.vjp(u, w), u);
        }

        @Override
        public Linearization linearize(NDArray u, NDArray v) {
            Linearization both = f.linearize(u, v);
            return new Linearization(sum(u, both.value(), u), sum(v, both.product(), u));
        }

        private NDArray sum(NDArray state, NDArray value, NDArray u) {
            try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
                value.attach(scope);
                NDArray sum = value.mul(b).add(StateBatches.inside(state, scope).mul(a));
                sum.attach(u.getManager());
                return sum;
            }
        }
    }
}
