// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.kl;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Spec case B7: dX = -X dt + sqrt 2 dW up to T = 3 on N(0, diag(2, .5)), so that alpha = e^-t,
 * sigma^2 = 1 - e^-2t, g^2 = 2 and the covariance at t is diagonal, l_i(t) = 1 + (l_i - 1) e^-2t.
 * The error of the score is linear, B(t) x with B = a I + c J Sigma_t^-1 and J the quarter turn;
 * the second part leaves every marginal as it is. The numbers are those that the spec prints.
 */
enum OrnsteinUhlenbeck {
    TURN(0, 3, 0, 0, 54.0055599317),
    SWELL(0.1, 0, 0.0267349435, 0.0624938031, 0.0624938031),
    SHRINK(-0.1, 0, 0.0215452569, 0.0624938031, 0.0624938031),
    BOTH(0.1, 3, 0.0218466200, 0.0624938031, 54.0680537349);

    static final double END = 3;
    private static final double[] DATA = {2, 0.5};
    private static final int STEPS = 6000;

    private final double a;
    private final double c;
    final double divergence;
    final double gradientBound;
    final double girsanov;

    OrnsteinUhlenbeck(
            double a, double c, double divergence, double gradientBound, double girsanov) {
        this.a = a;
        this.c = c;
        this.divergence = divergence;
        this.gradientBound = gradientBound;
        this.girsanov = girsanov;
    }

    private static double[] covariance(double t) {
        double decay = Math.exp(-2 * t);
        return new double[] {1 + (DATA[0] - 1) * decay, 1 + (DATA[1] - 1) * decay};
    }

    /** B(t). */
    private double[][] b(double t) {
        double[] l = covariance(t);
        return new double[][] {{a, -c / l[1]}, {c / l[0], a}};
    }

    /** E|B x|^2 = tr(B Sigma B^T). */
    double error(double t) {
        return trace(b(t), covariance(t));
    }

    /** E|Pi B x|^2 = tr(S Sigma S), S_ij = (B_ij l_j + l_i B_ji) / (l_i + l_j) (spec section 3). */
    double gradientError(double t) {
        double[] l = covariance(t);
        double[][] b = b(t);
        double[][] s = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                s[i][j] = (b[i][j] * l[j] + l[i] * b[j][i]) / (l[i] + l[j]);
            }
        }
        return trace(s, l);
    }

    private static double trace(double[][] m, double[] l) {
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                sum += m[i][j] * m[i][j] * l[j];
            }
        }
        return sum;
    }

    /** (1/2) int_0^T g^2 f dt by Simpson's rule. */
    static double overTime(DoubleUnaryOperator f) {
        double h = END / STEPS;
        double sum = f.applyAsDouble(0) + f.applyAsDouble(END);
        for (int i = 1; i < STEPS; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(i * h);
        }
        return sum * h / 3;
    }

    /**
     * KL(N(0, Sigma_0) || N(0, V)), V the covariance at t = 0 of the reverse SDE with the wrong
     * score, started from the exact N(0, Sigma_T). By dV/dtau = M V + V M^T + 2 I, M = I + 2 (B -
     * Sigma^-1), tau = T - t, with Runge and Kutta's rule of fourth order.
     */
    double divergenceOfSamples() {
        double[] start = covariance(END);
        double[] v = {start[0], 0, start[1]};
        double h = END / STEPS;
        for (int i = 0; i < STEPS; i++) {
            double t = END - i * h;
            double[] k1 = slope(v, t);
            double[] k2 = slope(plus(v, k1, h / 2), t - h / 2);
            double[] k3 = slope(plus(v, k2, h / 2), t - h / 2);
            double[] k4 = slope(plus(v, k3, h), Math.max(0, t - h));
            for (int j = 0; j < 3; j++) {
                v[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
            }
        }
        double determinant = v[0] * v[2] - v[1] * v[1];
        double trace = (v[2] * DATA[0] + v[0] * DATA[1]) / determinant;
        return 0.5 * (trace - 2 + Math.log(determinant / (DATA[0] * DATA[1])));
    }

    /** dV/dtau for V = [[v0, v1], [v1, v2]]. */
    private double[] slope(double[] v, double t) {
        double[] l = covariance(t);
        double[][] m = b(t);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                m[i][j] = 2 * m[i][j] + (i == j ? 1 - 2 / l[i] : 0);
            }
        }
        return new double[] {
            2 * (m[0][0] * v[0] + m[0][1] * v[1]) + 2,
            m[0][0] * v[1] + m[0][1] * v[2] + m[1][0] * v[0] + m[1][1] * v[1],
            2 * (m[1][0] * v[1] + m[1][1] * v[2]) + 2
        };
    }

    private static double[] plus(double[] v, double[] k, double h) {
        return new double[] {v[0] + h * k[0], v[1] + h * k[1], v[2] + h * k[2]};
    }

    /** Levels in the middles of equal parts of lambda = log(sigma^2 / alpha^2) = log(e^2t - 1). */
    static List<NoiseLevel> levels(double from, double to, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            double ratio = Math.exp(from + (i + 0.5) / count * (to - from));
                            double t = Math.log1p(ratio) / 2;
                            return new NoiseLevel(
                                    t / END,
                                    1 / Math.sqrt(1 + ratio),
                                    Math.sqrt(ratio / (1 + ratio)));
                        })
                .toList();
    }

    /** Time of the process at a level. */
    static double time(NoiseLevel level) {
        return -Math.log(level.alpha());
    }

    /** The process with its time divided by T. */
    record Schedule() implements NoiseSchedule {
        @Override
        public double alpha(double t) {
            return Math.exp(-END * t);
        }

        @Override
        public double sigma(double t) {
            return Math.sqrt(-Math.expm1(-2 * END * t));
        }

        @Override
        public double alphaDot(double t) {
            return -END * alpha(t);
        }

        @Override
        public double sigmaDot(double t) {
            return END * alpha(t) * alpha(t) / sigma(t);
        }

        @Override
        public double time(double sigmaOverAlpha) {
            return Math.log1p(sigmaOverAlpha * sigmaOverAlpha) / (2 * END);
        }

        @Override
        public String name() {
            return "Ornstein-Uhlenbeck, T = " + END;
        }
    }
}
