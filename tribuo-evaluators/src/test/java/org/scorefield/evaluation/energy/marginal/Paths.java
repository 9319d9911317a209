// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import org.scorefield.djl.schedule.NoiseSchedule;

/** Forward paths of the known answers. */
public enum Paths implements NoiseSchedule {
    /** alpha = 1, sigma = t. */
    LINEAR {
        @Override
        public double alpha(double t) {
            return 1;
        }

        @Override
        public double sigma(double t) {
            return t;
        }

        @Override
        public double alphaDot(double t) {
            return 0;
        }

        @Override
        public double sigmaDot(double t) {
            return 1;
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return sigmaOverAlpha;
        }
    },
    /** alpha = 1, sigma = sqrt t. */
    SQUARE_ROOT {
        @Override
        public double alpha(double t) {
            return 1;
        }

        @Override
        public double sigma(double t) {
            return Math.sqrt(t);
        }

        @Override
        public double alphaDot(double t) {
            return 0;
        }

        @Override
        public double sigmaDot(double t) {
            return 0.5 / Math.sqrt(t);
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return sigmaOverAlpha * sigmaOverAlpha;
        }
    },
    /** alpha = cos(pi t / 2), sigma = sin(pi t / 2). */
    COSINE {
        @Override
        public double alpha(double t) {
            return Math.cos(Math.PI * t / 2);
        }

        @Override
        public double sigma(double t) {
            return Math.sin(Math.PI * t / 2);
        }

        @Override
        public double alphaDot(double t) {
            return -Math.PI / 2 * sigma(t);
        }

        @Override
        public double sigmaDot(double t) {
            return Math.PI / 2 * alpha(t);
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return Math.atan(sigmaOverAlpha) * 2 / Math.PI;
        }
    };
}
