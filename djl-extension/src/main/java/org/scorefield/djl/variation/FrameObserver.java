// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

/** Sees states and their tangent frames go by; nothing of them is kept otherwise. */
@FunctionalInterface
public interface FrameObserver {

    /** Sees nothing. */
    FrameObserver NONE = point -> {};

    /**
     * Called on the computing thread after each step of each batch.
     *
     * @param point states and frames
     */
    void observe(FramePoint point);
}
