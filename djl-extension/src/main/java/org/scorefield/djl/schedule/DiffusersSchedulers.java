// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import com.google.gson.JsonObject;

/** Reads the scheduler configurations of diffusers by their class names and keys. */
public final class DiffusersSchedulers {

    private DiffusersSchedulers() {}

    /**
     * The parameterization that a scheduler configuration stands for.
     *
     * @param config the object of scheduler_config.json, with _class_name; also RectifiedFlow and
     *     EquilibriumMatching. Not modified
     * @return the parameterization
     * @throws IllegalArgumentException if the class or a key that changes the mathematics is not
     *     known
     */
    public static Parameterization read(JsonObject config) {
        return SchedulerFamily.read(config);
    }
}
