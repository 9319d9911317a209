// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * The calling thread's engine settings for the length of one call.
 *
 * <p>PyTorch keeps the gradient mode and the graph optimiser's switch per thread, both on in a new
 * thread. The optimiser stays off in every thread that called a network: it specialises a program
 * on the first calls and its gradients are then wrong for some programs.
 */
final class EngineState implements AutoCloseable {

    private final boolean gradientsBefore;

    private EngineState(boolean gradientsBefore) {
        this.gradientsBefore = gradientsBefore;
    }

    static EngineState withoutGradients() {
        return enter(Gradients.OFF);
    }

    static EngineState withGradients() {
        return enter(Gradients.ON);
    }

    private static EngineState enter(Gradients gradients) {
        EngineState state = new EngineState(JniUtils.isGradMode());
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(gradients == Gradients.ON);
        return state;
    }

    @Override
    public void close() {
        JniUtils.setGradMode(gradientsBefore);
    }

    private enum Gradients {
        ON,
        OFF
    }
}
