// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

/** What a pickle may refer to outside of itself. */
public interface PickleHost {

    /**
     * Returns what stands for a global: a {@link Callee}, or a plain value.
     *
     * @param module Python's module, such as {@code torch._utils}
     * @param name the name in that module
     * @return what stands for it
     * @throws PickleException if the global is not allowed
     */
    Object global(String module, String name) throws PickleException;

    /**
     * Returns what a persistent id refers to.
     *
     * @param id what the pickle gives as the id, in most files a tuple
     * @return what it refers to
     * @throws PickleException if it is none
     */
    Object persistent(Object id) throws PickleException;

    /** An allowed function or class. */
    interface Callee {

        /**
         * Returns the value of a call.
         *
         * @param arguments the arguments, in order
         * @return the value
         * @throws PickleException if the arguments do not fit
         */
        Object call(PickleTuple arguments) throws PickleException;
    }

    /** A value that takes its state after its making. */
    interface Buildable {

        /**
         * Takes the state.
         *
         * @param state what the pickle gives as the state
         * @throws PickleException if it does not fit
         */
        void build(Object state) throws PickleException;
    }
}
