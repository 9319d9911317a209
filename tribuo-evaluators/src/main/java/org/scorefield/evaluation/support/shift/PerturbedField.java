// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * A denoiser whose products answer J v_j + chi_j, so that the steps of a process carry the response
 * of a path to each perturbation along with the path: xi' = (grad v) xi + chi at every stage, as
 * the process itself takes them.
 *
 * @param denoiser D with its Jacobian products
 * @param schedule alpha and sigma
 * @param perturbations chi_j; directions come in this order
 * @param directions of one batch, {@code [n, D]}; not modified
 */
record PerturbedField(
        TimedField denoiser,
        NoiseSchedule schedule,
        List<Perturbation> perturbations,
        NDArray directions)
        implements TimedField {

    @Override
    public VectorField at(double t) {
        return new AtTime(denoiser.at(t), t);
    }

    @Override
    public List<String> notes() {
        return denoiser.notes();
    }

    /** chi_j at some states, {@code [k, n, D]}, owned by the manager of x. */
    NDArray errors(NDArray x, NDArray denoised, double t) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray own = directions.duplicate();
            NDArray here = x.duplicate();
            own.attach(scope);
            here.attach(scope);
            Perturbation.At at = new Perturbation.At(here, denoised, t, schedule, own);
            NDList all = new NDList();
            for (Perturbation perturbation : perturbations) {
                NDArray error = perturbation.ofDenoiser(at);
                error.attach(scope);
                all.add(error);
            }
            NDArray stack = NDArrays.stack(all);
            stack.attach(x.getManager());
            return stack;
        }
    }

    private final class AtTime implements VectorField {
        private final VectorField inner;
        private final double t;

        AtTime(VectorField inner, double t) {
            this.inner = inner;
            this.t = t;
        }

        @Override
        public NDArray evaluate(NDArray u) {
            return inner.evaluate(u);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            return linearize(u, v).product();
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            throw new UnsupportedOperationException("vjp: responses are carried forwards only");
        }

        @Override
        public Linearization linearize(NDArray u, NDArray v) {
            Linearization both = inner.linearize(u, v);
            NDArray errors = errors(u, both.value(), t);
            return new Linearization(both.value(), both.product().add(errors));
        }
    }
}
