// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * A mixture of Gaussians at some states and their noise levels; the formulas are those of {@link
 * GaussianMixture}.
 *
 * @param components the J components
 * @param alpha factor of the data, [n, 1], or [1, 1] for all states
 * @param logDensities log of weight times density, [n, J]
 * @param shares responsibilities, [n, J]
 * @param rotated x - alpha m_j in eigencoordinates, [n, D] each
 * @param variances alpha^2 lambda + sigma^2, [n, D] or [1, D] each
 * @param scores scores of the components, [n, D] each
 */
record NoisedMixture(
        List<GaussianComponent> components,
        NDArray alpha,
        NDArray logDensities,
        NDArray shares,
        List<NDArray> rotated,
        List<NDArray> variances,
        List<NDArray> scores) {

    static NoisedMixture of(
            List<GaussianComponent> components,
            double[] weights,
            NDArray x,
            NDArray alpha,
            NDArray sigma) {
        NDManager manager = x.getManager();
        long dimension = x.getShape().get(1);
        NDList logs = new NDList();
        List<NDArray> rotated = new ArrayList<>();
        List<NDArray> variances = new ArrayList<>();
        List<NDArray> scores = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            GaussianComponent c = components.get(j);
            NDArray z = c.rotate(x.sub(alpha.mul(c.mean(manager))));
            NDArray variance = alpha.square().mul(c.variances(manager)).add(sigma.square());
            NDArray whitened = z.div(variance);
            NDArray square = whitened.mul(z).sum(new int[] {1}, true);
            NDArray volume = variance.log().sum(new int[] {1}, true);
            double constant = Math.log(weights[j]) - 0.5 * dimension * Math.log(2 * Math.PI);
            logs.add(square.add(volume).mul(-0.5).add(constant));
            rotated.add(z);
            variances.add(variance);
            scores.add(c.rotateBack(whitened).neg());
        }
        NDArray logDensities = NDArrays.concat(logs, 1);
        NDArray shares = logDensities.softmax(1);
        return new NoisedMixture(
                components, alpha, logDensities, shares, rotated, variances, scores);
    }

    /** log p, [n]. */
    NDArray logDensity() {
        NDArray max = logDensities.max(new int[] {1}, true);
        return logDensities.sub(max).exp().sum(new int[] {1}).log().add(max.squeeze(1));
    }

    /** The score, [n, D]. */
    NDArray score() {
        NDArray result = scores.get(0).zerosLike();
        for (int j = 0; j < scores.size(); j++) {
            result.addi(scores.get(j).mul(share(j)));
        }
        return result;
    }

    /** E[x0 | x], [n, D]. */
    NDArray denoiser() {
        NDManager manager = logDensities.getManager();
        NDArray result = rotated.get(0).zerosLike();
        for (int j = 0; j < scores.size(); j++) {
            GaussianComponent c = components.get(j);
            NDArray shrinkage = alpha.mul(c.variances(manager)).div(variances.get(j));
            NDArray moved = c.rotateBack(rotated.get(j).mul(shrinkage));
            result.addi(moved.add(c.mean(manager)).mul(share(j)));
        }
        return result;
    }

    /** The Hessian of log p times directions, [n, D] or [k, n, D]. */
    NDArray hessian(NDArray v) {
        NDArray score = score();
        NDArray result = v.zerosLike();
        for (int j = 0; j < scores.size(); j++) {
            GaussianComponent c = components.get(j);
            NDArray deviation = scores.get(j).sub(score);
            NDArray along = deviation.mul(v).sum(new int[] {-1}, true);
            NDArray precise = c.rotateBack(c.rotate(v).div(variances.get(j)));
            result.addi(deviation.mul(along).sub(precise).mul(share(j)));
        }
        return result;
    }

    /** Cov[alpha x0 | x] / sigma^2 times directions, [n, D] or [k, n, D]. */
    NDArray covariance(NDArray v, double sigma) {
        NDManager manager = logDensities.getManager();
        NDArray score = score();
        NDArray result = v.zerosLike();
        for (int j = 0; j < scores.size(); j++) {
            GaussianComponent c = components.get(j);
            NDArray deviation = scores.get(j).sub(score).mul(sigma);
            NDArray along = deviation.mul(v).sum(new int[] {-1}, true);
            NDArray spread = alpha.square().mul(c.variances(manager)).div(variances.get(j));
            NDArray own = c.rotateBack(c.rotate(v).mul(spread));
            result.addi(deviation.mul(along).add(own).mul(share(j)));
        }
        return result;
    }

    private NDArray share(int j) {
        return shares.get(":, " + j + ":" + (j + 1));
    }
}
