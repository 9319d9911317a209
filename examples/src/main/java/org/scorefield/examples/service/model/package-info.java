// SPDX-License-Identifier: Apache-2.0
/**
 * The field of a checkpoint through DJL's own Criteria, ZooModel and Predictor. Knows no HTTP.
 *
 * <pre>{@code
 * try (ServedModels models = new ServedModels(checkpoints, ServedLimits.DEFAULT)) {
 *     DenseArray score = models.evaluate(name, subject, new FieldQuery("score", x, t));
 * }
 * }</pre>
 *
 * <p>{@link org.scorefield.examples.service.model.ServedModels} loads each checkpoint once and
 * gives each request a predictor of its own.
 */
@NullMarked
package org.scorefield.examples.service.model;

import org.jspecify.annotations.NullMarked;
