// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * How many threads the engine uses. The order of its sums, and so the last digits of its results,
 * depends on them.
 *
 * @param within threads that share one operation; the environment variable {@code OMP_NUM_THREADS}
 *     sets it
 * @param between threads that run operations side by side
 */
public record EngineThreads(int within, int between) {

    /**
     * Asks the engine, which is loaded if it is not yet.
     *
     * @return what it uses in the calling thread
     */
    public static EngineThreads current() {
        return new EngineThreads(JniUtils.getNumThreads(), JniUtils.getNumInteropThreads());
    }
}
