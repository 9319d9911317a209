// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * The posterior of the data point behind some states, relative to the nearest point of each; the
 * formulas are those of {@link Empirical}.
 *
 * @param cloud the points
 * @param alpha factor of the data, [n, 1]
 * @param sigma standard deviation of the noise, [n, 1]
 * @param nearest the point of the largest weight, centred, [n, D]
 * @param gap x - alpha y*, [n, D]
 * @param others weights w_k of all points but the nearest, which has 0 here, [n, N]
 * @param total sum_k w_k / w*, at least 1, [n, 1]
 */
record Neighbours(
        Cloud cloud,
        NDArray alpha,
        NDArray sigma,
        NDArray nearest,
        NDArray gap,
        NDArray others,
        NDArray total) {

    /** log p, [n]. */
    NDArray logDensity() {
        double constant = Math.log(cloud.count()) + 0.5 * cloud.dimension() * Math.log(2 * Math.PI);
        NDArray distance = gap.div(sigma).square().sum(new int[] {1}, true);
        return total.log()
                .sub(distance.mul(0.5))
                .sub(sigma.log().mul(cloud.dimension()))
                .sub(constant)
                .squeeze(1);
    }

    /** The score, [n, D]. */
    NDArray score() {
        return score(shift());
    }

    /** E[x0 | x], [n, D]. */
    NDArray denoiser() {
        return denoiser(shift());
    }

    /** Both, one after the other, [n, 2 D]. */
    NDArray scoreAndDenoiser() {
        NDArray shift = shift();
        return score(shift).concat(denoiser(shift), 1);
    }

    private NDArray score(NDArray shift) {
        return shift.mul(alpha).sub(gap).div(sigma).div(sigma);
    }

    private NDArray denoiser(NDArray shift) {
        return nearest.add(cloud.mean(nearest.getManager())).add(shift);
    }

    /** The Hessian of log p times directions, [n, D] or [k, n, D]. */
    NDArray hessian(NDArray v) {
        return scaledCovariance(v).sub(v).div(sigma).div(sigma);
    }

    /** Cov[alpha x0 | x] / sigma^2 times directions, [n, D] or [k, n, D]. */
    NDArray scaledCovariance(NDArray v) {
        NDArray ratio = alpha.div(sigma);
        return covariance(v).mul(ratio).mul(ratio);
    }

    /** d = sum_k w_k (y_k - y*), the denoiser's distance from the nearest point, [n, D]. */
    private NDArray shift() {
        return relative(others);
    }

    private NDArray covariance(NDArray v) {
        NDArray shift = shift();
        if (v.getShape().dimension() == 2) {
            return covariance(shift, v);
        }
        NDList products = new NDList();
        for (long i = 0; i < v.getShape().get(0); i++) {
            products.add(covariance(shift, v.get(i)));
        }
        return NDArrays.stack(products);
    }

    private NDArray covariance(NDArray shift, NDArray v) {
        NDArray along = nearest.mul(v).sum(new int[] {1}, true);
        NDArray weighted = cloud.along(v).subi(along).muli(others);
        NDArray inner = shift.mul(v).sum(new int[] {1}, true);
        return relative(weighted).sub(shift.mul(inner));
    }

    /** sum_k c_k (y_k - y*) for coefficients [n, N], as [n, D]. */
    private NDArray relative(NDArray coefficients) {
        NDArray sum = coefficients.sum(new int[] {1}, true);
        return cloud.combine(coefficients).sub(nearest.mul(sum));
    }
}
