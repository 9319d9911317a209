// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

/**
 * A mean with its uncertainty.
 *
 * @param value the mean
 * @param standardError of the mean, clustered by datum
 * @param n noised samples that went in
 * @param clusters independent data among them
 */
public record Estimate(double value, double standardError, long n, long clusters) {}
