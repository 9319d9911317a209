// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * Data (1/K) sum_k N(m_k, variance I) with exact denoiser, score, Hessian and density at every
 * noise level; variance 0: the points themselves.
 */
public record MixtureCase(double[][] means, double variance) {

    /** D(x, t) on a schedule. */
    public TimedField denoiser(NoiseSchedule schedule) {
        return t -> denoiser(schedule.alpha(t), schedule.sigma(t));
    }

    /** D at a level: gain x + (1 - gain alpha) mean_w, dD/dx by the posterior covariance. */
    public VectorField denoiser(double alpha, double sigma) {
        double v = alpha * alpha * variance + sigma * sigma;
        double gain = alpha * variance / v;
        double kept = 1 - gain * alpha;
        return new SmallField(
                x -> {
                    double[] mean = moments(x, alpha, v)[0];
                    double[] result = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        result[i] = gain * x[i] + kept * mean[i];
                    }
                    return result;
                },
                x -> {
                    double[][] moments = moments(x, alpha, v);
                    double[][] result = new double[x.length][x.length];
                    for (int i = 0; i < x.length; i++) {
                        for (int j = 0; j < x.length; j++) {
                            result[i][j] =
                                    kept * alpha / v * moments[1 + i][j] + (i == j ? gain : 0);
                        }
                    }
                    return result;
                });
    }

    /** factor s(x) + shift x, with s the score. */
    public VectorField drift(double alpha, double sigma, double shift, double factor) {
        VectorField denoiser = denoiser(alpha, sigma);
        double variance = sigma * sigma;
        double ofState = shift - factor / variance;
        double ofDenoised = factor * alpha / variance;
        SmallField exact = (SmallField) denoiser;
        return new SmallField(
                x -> {
                    double[] value = exact.value().apply(x);
                    for (int i = 0; i < x.length; i++) {
                        value[i] = ofState * x[i] + ofDenoised * value[i];
                    }
                    return value;
                },
                x -> {
                    double[][] matrix = exact.jacobian().apply(x);
                    for (int i = 0; i < x.length; i++) {
                        for (int j = 0; j < x.length; j++) {
                            matrix[i][j] = ofDenoised * matrix[i][j] + (i == j ? ofState : 0);
                        }
                    }
                    return matrix;
                });
    }

    /** log p_t(x). */
    public double logDensity(double[] x, double alpha, double sigma) {
        double v = alpha * alpha * variance + sigma * sigma;
        double[] logs = logs(x, alpha, v);
        double largest = java.util.Arrays.stream(logs).max().orElseThrow();
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum / means.length) - x.length / 2.0 * Math.log(2 * Math.PI * v);
    }

    private double[] logs(double[] x, double alpha, double v) {
        double[] logs = new double[means.length];
        for (int k = 0; k < logs.length; k++) {
            for (int i = 0; i < x.length; i++) {
                double difference = x[i] - alpha * means[k][i];
                logs[k] -= difference * difference / (2 * v);
            }
        }
        return logs;
    }

    /** {mean, rows of the covariance} of the component means under the posterior. */
    private double[][] moments(double[] x, double alpha, double v) {
        double[] logs = logs(x, alpha, v);
        double largest = java.util.Arrays.stream(logs).max().orElseThrow();
        int d = x.length;
        double[][] result = new double[1 + d][d];
        double total = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k] - largest);
            total += logs[k];
            for (int i = 0; i < d; i++) {
                result[0][i] += logs[k] * means[k][i];
            }
        }
        for (int i = 0; i < d; i++) {
            result[0][i] /= total;
        }
        for (int k = 0; k < logs.length; k++) {
            for (int i = 0; i < d; i++) {
                double left = logs[k] / total * (means[k][i] - result[0][i]);
                for (int j = 0; j < d; j++) {
                    result[1 + i][j] += left * (means[k][j] - result[0][j]);
                }
            }
        }
        return result;
    }
}
