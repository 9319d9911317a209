// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.reference.ReferenceException;

/** Models to compare with each other. */
interface Family {

    /** A short name, fit for a file. */
    String name();

    /** What the models and the columns of errors are, in sentences for the table. */
    String description();

    /** The names of the models, in order. */
    List<String> models();

    /**
     * The errors of a model, integrated along the path, in nats, by name. {@code gradient} and
     * {@code total} are among them.
     *
     * @param model one of {@link #models()}
     * @throws IOException if a file of the model cannot be read
     * @throws ReferenceException if the held-out data do not fit the model
     */
    Map<String, Double> errors(String model) throws IOException, ReferenceException;

    /**
     * The quality of samples drawn from a model; see {@link Qualities}.
     *
     * @param model one of {@link #models()}
     * @throws IOException if a file of the model cannot be read
     * @throws ReferenceException if the held-out data do not fit the model
     */
    Map<String, Double> qualities(String model) throws IOException, ReferenceException;
}
